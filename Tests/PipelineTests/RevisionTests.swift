import Foundation
import Pipeline
import Provenance
import Revision
import TestSupport
import Testing

struct RevisionTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// Makes a package with the script that bakes the revision, and says what it bakes.
  private func baked(_ line: String, in package: String) throws -> String {
    let script = Fixtures.root.path + "/Plugins/BakeRevision/revision"
    let git = "git -c user.name=a -c user.email=a@b"
    let outcome = try folder.shell(
      """
      set -e
      mkdir -p '\(package)/Sources' '\(package)/Plugins' out; cd '\(package)'
      [ -e Package.swift ] || { echo a > Package.swift; echo b > Sources/b; echo c > Plugins/c; }
      git() { command \(git) "$@"; }
      \(line)
      sh '\(script)' . '\(folder.path("out"))'
      """)
    #expect(outcome.status == 0, "\(outcome)")
    return String(decoding: try folder.bytes("out/Baked.swift"), as: UTF8.self)
  }

  private func commit(in package: String) throws -> String {
    String(try folder.shell("git -C '\(package)' rev-parse HEAD").output.prefix(40))
  }

  @Test("A build of a commit states it, and one of changed sources that they are changed")
  func changed() throws {
    let clean = try baked("git init -q .; git add .; git commit -qm x", in: "p")
    let first = try commit(in: "p")
    #expect(clean.contains("commit: String? = \"\(first)\""))
    #expect(clean.contains("isChanged = false"))
    let edited = try baked("echo c >> Sources/b", in: "p")
    #expect(edited.contains(first) && edited.contains("isChanged = true"))
    let added = try baked("git checkout -q .; echo n > Sources/new", in: "p")
    #expect(added.contains("isChanged = true"))
    #expect(Set([clean, edited, added].map(sources)).count == 3)
  }

  @Test("A commit that changes only documents leaves the digest of the sources")
  func documents() throws {
    let before = try baked("git init -q .; git add .; git commit -qm x", in: "p")
    let after = try baked("echo text > README; git add .; git commit -qm y", in: "p")
    #expect(before != after && sources(before) == sources(after))
  }

  @Test("A package in somebody else's repository, or in none, states no commit")
  func foreign() throws {
    #expect(try baked("true", in: "alone").contains("commit: String? = nil"))
    _ = try folder.shell(
      "mkdir other; cd other; git init -q .; echo x > x; git add .; "
        + "git -c user.name=a -c user.email=a@b commit -qm x")
    let inside = try baked("true", in: "other/vendor/p")
    #expect(inside.contains("commit: String? = nil") && inside.contains("isChanged = false"))
  }

  @Test("A record states what was baked in, wherever the program lies")
  func recorded() throws {
    #expect(Tool.darkroom.revision == Revision.commit)
    #expect(Tool.darkroom.sources == (Revision.isChanged ? Revision.sources : nil))
    let outcome = try folder.shell(
      """
      git init -q . && echo x > x && git add x && git -c user.name=a -c user.email=a@b commit -qm x
      cp "$(realpath "$darkroom")" ./copy
      LD_LIBRARY_PATH="$(dirname "$(realpath "$darkroom")")" ./copy convert \
        '\(Fixtures.root.path)/Cfg/shapes.cfg' '\(Fixtures.root.path)/Weights/shapes.weights' -o x.onnx
      """)
    #expect(outcome.status == 0, "\(outcome)")
    let record = try ProvenanceRecord(contentsOf: folder.path("x.onnx.provenance.json"))
    #expect(record.tool.revision == Revision.commit)
    #expect(record.tool.revision != (try commit(in: ".")))
  }

  private func sources(_ text: String) -> String {
    text.split(separator: "\n").first { $0.contains("sources = ") }.map(String.init) ?? ""
  }
}
