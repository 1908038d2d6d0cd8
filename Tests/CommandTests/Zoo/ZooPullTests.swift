import Foundation
import TestSupport
import Testing

@Suite("Only the right files get into the store")
struct ZooPullTests {
  let zoo: ZooFolder

  init() throws { zoo = try ZooFolder() }

  @Test("A file of other contents is quarantined with the reason and never used")
  func quarantine() throws {
    var bytes = try Data(contentsOf: URL(fileURLWithPath: Shapes.weights))
    bytes[1000] ^= 1
    try zoo.folder.file("wrong/shapes.weights", bytes)
    try zoo.write { $0.weights = zoo.folder.path("wrong/shapes.weights") }
    let built = try zoo.shell("$darkroom zoo build shapes")
    #expect(built.status == 66 && built.errors.contains("shapes.weights"), "\(built)")
    #expect(built.errors.contains("9188972f"))
    #expect(try zoo.folder.entries().allSatisfy { !$0.hasPrefix("store/partial/") })
    #expect(try zoo.states() == ["shapes": "quarantined"])
    let shown = try zoo.shell("$darkroom zoo show shapes")
    #expect(shown.output.contains("quarantined") && shown.output.contains("wrong/shapes.weights"))
    // A mirror with the right one helps; the order is that of the options.
    try FileManager.default.createDirectory(
      atPath: zoo.folder.path("mirror/shapes"), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      atPath: Shapes.weights, toPath: zoo.folder.path("mirror/shapes/shapes.weights"))
    let helped = try zoo.shell("$darkroom zoo pull shapes --mirror mirror")
    #expect(helped.status == 0, "\(helped)")
    #expect(try zoo.states() == ["shapes": "pulled"])
  }

  @Test("The hash of first use is kept for review, and holds from then on")
  func firstUse() throws {
    try FileManager.default.createDirectory(
      atPath: zoo.folder.path("upstream"), withIntermediateDirectories: true)
    let upstream = zoo.folder.path("upstream/shapes.weights")
    try FileManager.default.copyItem(atPath: Shapes.weights, toPath: upstream)
    try zoo.write {
      $0.weights = upstream
      $0.weightsHash = "unknown"
    }
    let pulled = try zoo.shell("$darkroom zoo pull shapes")
    #expect(pulled.status == 0 && pulled.errors.contains("first use"), "\(pulled)")
    #expect(
      pulled.errors.contains("9188972f5080401748416015ca690464221c9c6dd9c9079398c13c617a1411b6"))
    #expect(try zoo.shell("$darkroom zoo build shapes").status == 0)
    let refused = try zoo.shell("$darkroom zoo publish shapes -o out")
    #expect(refused.status == 1 && refused.output.contains("reviewed"), "\(refused)")
    // Upstream changes; the bytes in the store are lost.
    var bytes = try Data(contentsOf: URL(fileURLWithPath: Shapes.weights))
    bytes[2000] ^= 1
    try FileManager.default.removeItem(atPath: upstream)
    try zoo.folder.file("upstream/shapes.weights", bytes)
    _ = try zoo.shell("rm -rf store/objects/91")
    let changed = try zoo.shell("$darkroom zoo pull shapes")
    #expect(changed.status == 66, "\(changed)")
    // Reviewed: the hash in the recipe rules.
    try zoo.write()
    #expect(
      try zoo.shell("$darkroom zoo build shapes && $darkroom zoo publish shapes -o out").status == 0
    )
  }

  @Test("Over HTTP, from a mirror that has the files by model and name")
  func http() throws {
    let outcome = try zoo.shell(
      """
      mkdir -p site/shapes && cp '\(Shapes.cfg)' '\(Shapes.weights)' site/shapes && \
        cp '\(Shapes.names)' site
      cd site; python3 -u -m http.server 0 --bind 127.0.0.1 >../log 2>&1 & server=$!; cd ..
      for i in $(seq 100); do grep -q 'port [0-9]' log && break; sleep 0.1; done
      port=$(sed -n 's/.*port \\([0-9]*\\).*/\\1/p' log | head -1)
      sed -i 's,\\[/[^]]*shapes\\.\\(cfg\\|weights\\|names\\)\\],[https://127.0.0.1:1/shapes.\\1],' \
        recipes/shapes.yaml
      $darkroom zoo build shapes --mirror http://127.0.0.1:$port; status=$?
      # Where tests run signals may be blocked.
      kill -9 $server; exit $status
      """)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try zoo.states() == ["shapes": "built"])
    let log = try String(contentsOfFile: zoo.folder.path("log"), encoding: .utf8)
    #expect(log.contains("GET /shapes/shapes.weights") && log.contains("GET /shapes.names"))
  }

  @Test("Without libcurl files are read, and for a web address it is told what to install")
  func withoutCurl() throws {
    // The loader looks there first.
    let line =
      "mkdir -p lib; echo none >lib/libcurl.so.4; LD_LIBRARY_PATH=$PWD/lib:$LD_LIBRARY_PATH "
    try zoo.write { $0.weights = "https://127.0.0.1:1/shapes.weights" }
    let refused = try zoo.shell("\(line) $darkroom zoo pull shapes")
    #expect(refused.status == 66 && refused.errors.contains("libcurl4"), "\(refused)")
    try zoo.write()
    let pulled = try zoo.shell("\(line) $darkroom zoo pull shapes")
    #expect(pulled.status == 0, "\(pulled)")
  }

  @Test("Add writes a recipe of a checkpoint that builds, and overwrites none")
  func add() throws {
    let line =
      "$darkroom zoo add '\(Shapes.cfg)' '\(Shapes.weights)' --names '\(Shapes.names)' --name mine"
    let added = try zoo.shell(line)
    #expect(added.status == 0 && added.output.contains("recipes/mine.yaml"), "\(added)")
    let built = try zoo.shell("$darkroom zoo build mine")
    #expect(built.status == 0 && built.errors.contains("NOASSERTION"), "\(built)")
    #expect(try zoo.shell(line).status == 73)
    let wrong = try zoo.shell("$darkroom zoo add '\(Shapes.cfg)' '\(Shapes.cfg)' --name wrong")
    #expect(wrong.status == 65, "\(wrong)")
    #expect(!FileManager.default.fileExists(atPath: zoo.folder.path("recipes/wrong.yaml")))
  }

  @Test("Wrong usage is told")
  func usage() throws {
    #expect(try zoo.shell("$darkroom zoo build").status == 64)
    #expect(try zoo.shell("$darkroom zoo build shapes --all").status == 64)
    #expect(try zoo.shell("$darkroom zoo build shapes --jobs 0").status == 64)
    #expect(try zoo.shell("$darkroom zoo build shapes --images x").status == 64)
    let unknown = try zoo.shell("$darkroom zoo show shape")
    #expect(unknown.status == 66 && unknown.errors.contains("there are shapes"), "\(unknown)")
    let nowhere = try zoo.shell("$darkroom zoo list --recipes nowhere")
    #expect(nowhere.status == 66 && nowhere.errors.contains("--recipes"), "\(nowhere)")
  }
}
