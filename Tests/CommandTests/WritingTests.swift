import Foundation
import TestSupport
import Testing

@Suite("Nothing is replaced that nobody meant to be replaced")
struct WritingTests {
  let folder: WorkFolder
  private static let license = Fixtures.root.appendingPathComponent("LICENSE").path

  /// A folder `m` with a model whose record names a licence text beside it, a key, and an input.
  init() throws {
    folder = try WorkFolder()
    let outcome = try folder.shell(
      """
      mkdir m && cp '\(WritingTests.license)' m/LICENSE && $darkroom keygen key >/dev/null && \
        $darkroom convert '\(Shapes.cfg)' '\(Shapes.weights)' -q -o m/m.onnx --license model=MIT \
          --license-file model=m/LICENSE --license cfg=MIT --license weights=MIT
      $darkroom inspect m/m.onnx --profile --json > profile.json
      head -c 307200 /dev/zero > input.f32
      """)
    guard outcome.status == 0 else { throw Shapes.Failure(outcome: outcome) }
  }

  private static let model = "'\(Shapes.cfg)' '\(Shapes.weights)'"
  private static let images = "'\(Fixtures.root.path)/Images/shapes/calibration'"
  private static let measured =
    "m/m.onnx --images '\(Fixtures.root.path)/Images/shapes/validation' --limit 2 --resamples 0 "
    + "--annotations '\(Fixtures.root.path)/Images/shapes/instances_validation.json'"

  /// Commands with an output that the user names, OUT.
  static let commandsWithOutput = [
    "convert \(model) -o OUT", "quantize m/m.onnx --calibration \(images) --effort fast -o OUT",
    "quantize m/m.onnx --calibration \(images) --effort fast -o q.onnx --report OUT",
    "quantize m/m.onnx --calibration \(images) --effort fast --save-table OUT",
    "evaluate \(measured) --detections OUT", "evaluate \(measured) --shard 1/2 -o OUT",
    "report profile.json -o OUT", "card m/m.onnx -o OUT", "bom m/m.onnx -o OUT",
    "sign m --key key -o OUT", "manifest create m -o OUT", "manifest create m --sha256sum -o OUT",
    "keygen OUT", "run m/m.onnx -i input.f32 -o OUT.npz",
    "run m/m.onnx -i input.f32 --dump OUT.npz",
  ]

  @Test(
    "An output that is a folder, a pipe or a device is refused and stays",
    arguments: commandsWithOutput)
  func named(command: String) throws {
    for (kind, make) in [
      ("folder", "mkdir NAME"), ("pipe", "mkfifo NAME"), ("device", "ln -s /dev/full NAME"),
    ] {
      let name = command.hasSuffix(".npz") ? "\(kind).npz" : kind
      let line = command.replacingOccurrences(of: "OUT.npz", with: name)
        .replacingOccurrences(of: "OUT", with: name)
      let outcome = try folder.shell(
        """
        \(make.replacingOccurrences(of: "NAME", with: name)); stat -Lc %F:%i \(name) > before
        timeout 60 $darkroom \(line); s=$?; stat -Lc %F:%i \(name) | diff before - || exit 10; exit $s
        """)
      #expect(outcome.status == 73, "\(line): \(outcome)")
      #expect(outcome.errors.contains(name))
    }
  }

  /// Commands that write under names they derive, each with those names.
  static let commandsWithDerivedNames: [(command: String, names: [String])] = [
    ("convert \(model) -q -o new.onnx", ["new.onnx.provenance.json"]),
    (
      "quantize m/m.onnx --calibration \(images) --effort fast -o new.onnx",
      ["new.onnx.provenance.json"]
    ),
    (
      "provenance m/m.onnx --card",
      ["m/m.onnx.intoto.jsonl", "m/m.onnx.cdx.json", "m/m.onnx.spdx.json", "m/README.md"]
    ),
    ("notice m", ["m/NOTICE.md", "m/LICENSES/MIT.txt"]),
    ("manifest create m", ["m/manifest.json"]),
    ("manifest create m --sha256sum", ["m/SHA256SUMS"]),
    ("sign m --key key", ["m/model.sig"]),
    ("detect m/m.onnx '\(Shapes.image(0))' -o images", ["images/000000.jpg"]),
    ("run m/m.onnx -i input.f32 -o tensors", ["tensors/output_0.f32"]),
    ("run m/m.onnx -i input.f32 --dump layers", ["layers/layer_000.f32"]),
  ]

  @Test(
    "A file of somebody's own under a name that a command derives is refused, with --force replaced",
    arguments: commandsWithDerivedNames)
  func derived(command: String, names: [String]) throws {
    for name in names {
      try folder.file(name, "a work of years")
      let refused = try folder.shell(
        """
        list() { find . -type f ! -name before ! -name after | sort; }
        list > before; $darkroom \(command); s=$?; list | diff before - || exit 10; exit $s
        """
      )
      #expect(refused.status == 73, "\(name): \(refused)")
      #expect(refused.errors.contains(name) && refused.errors.contains("--force"), "\(refused)")
      #expect(try folder.bytes(name) == Data("a work of years".utf8))
      try FileManager.default.removeItem(atPath: folder.path(name))
    }
    for name in names {
      // Neither a folder nor what a link leads to is replaced by --force.
      let (link, place) = (folder.path(name), folder.path("precious"))
      try folder.file("precious", "a work of years")
      try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: place)
      let linked = try folder.shell("$darkroom \(command) --force")
      #expect(linked.status == 73 && linked.errors.contains("symbolic link"), "\(linked)")
      #expect(try folder.bytes("precious") == Data("a work of years".utf8))
      try FileManager.default.removeItem(atPath: link)
      try FileManager.default.createDirectory(atPath: link, withIntermediateDirectories: true)
      #expect(try folder.shell("$darkroom \(command) --force").status == 73)
      try FileManager.default.removeItem(atPath: link)
    }
    for name in names { try folder.file(name, "a work of years") }
    let forced = try folder.shell("$darkroom \(command) --force")
    #expect(forced.status == 0, "\(forced)")
    for name in names { #expect(try folder.bytes(name) != Data("a work of years".utf8)) }
  }

  @Test(
    "What darkroom made it makes again without being asked twice; what was changed since it keeps")
  func again() throws {
    let all = """
      $darkroom convert \(WritingTests.model) -q -o m/m.onnx --license model=MIT \
        --license-file model=m/LICENSE && $darkroom provenance m/m.onnx --key key --card -q && \
      $darkroom notice m -q && $darkroom manifest create m -q && $darkroom sign m --key key -q
      """
    let twice = try folder.shell("{ \(all); } >/dev/null && sleep 1 && { \(all); }")
    #expect(twice.status == 0, "\(twice)")
    for (name, command) in [
      ("README.md", "provenance m/m.onnx --key key --card"), ("NOTICE.md", "notice m"),
      ("LICENSES/MIT.txt", "notice m"), ("manifest.json", "manifest create m"),
    ] {
      let refused = try folder.shell(
        "cp m/\(name) kept; sed -i '2s/^/Mine. /' m/\(name); $darkroom \(command); s=$?; cp kept m/\(name); exit $s"
      )
      #expect(refused.status == 73 && refused.errors.contains(name), "\(name): \(refused)")
    }
    // Others' signatures are theirs.
    let other = try folder.shell(
      """
      $darkroom keygen other >/dev/null
      $darkroom sign m --key other; a=$?; $darkroom provenance m/m.onnx --key other; b=$?
      $darkroom provenance m/m.onnx; c=$?; echo $a $b $c
      $darkroom verify m --key key.pub >/dev/null && $darkroom sign m --key other --force -q
      """)
    #expect(other.status == 0 && other.output.hasPrefix("73 73 73\n"), "\(other)")
  }

  @Test(
    "What a record calls its artifact leads nowhere",
    arguments: ["../../x.onnx", "FOLDER/x.onnx", "a/b"])
  func recordNames(_ name: String) throws {
    let name = name.replacingOccurrences(of: "FOLDER", with: folder.url.path)
    let outcome = try folder.shell(
      """
      mkdir -p deep/er && mv m deep/er/m && cd deep/er && python3 - <<'END'
      import hashlib, json
      path = "m/m.onnx.provenance.json"
      document = json.load(open(path))
      document["artifact"]["name"] = "\(name)"
      del document["checksum"]
      text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
      document["checksum"] = hashlib.sha256(text.encode()).hexdigest()
      json.dump(document, open(path, "w"))
      END
      list() { find .. ../.. -type f ! -name before | sort; }; list > ../../before
      $darkroom provenance m/m.onnx --card && $darkroom notice m && $darkroom verify m
      list | diff ../../before - | grep '^>' | grep -v '/er/m/'; ls m
      """)
    #expect(!outcome.output.contains(">"), "\(outcome)")
    #expect(outcome.output.contains("\nm.onnx.cdx.json\n"), "\(outcome)")
  }

  @Test("An output that is read is refused")
  func inputs() throws {
    for line in [
      "report profile.json -o profile.json", "card m/m.onnx -o m/m.onnx.provenance.json",
      "bom m/m.onnx -o m/m.onnx", "sign m --key key -o key",
      "evaluate \(WritingTests.measured) --detections m/m.onnx",
    ] {
      let outcome = try folder.shell(
        "cp -r m before; $darkroom \(line); s=$?; diff -r m before || exit 10; rm -r before; exit $s"
      )
      #expect(outcome.status == 64 && outcome.errors.contains("is read"), "\(line): \(outcome)")
    }
    // A file that is to be signed or listed is not where the signature or the list goes.
    for line in ["sign m --key key -o m/m.onnx", "manifest create m -o m/m.onnx"] {
      let outcome = try folder.shell(
        "cp -r m before; $darkroom \(line); s=$?; diff -r m before || exit 10; rm -r before; exit $s"
      )
      #expect(outcome.status == 73 && outcome.errors.contains("m/m.onnx"), "\(line): \(outcome)")
    }
  }
}
