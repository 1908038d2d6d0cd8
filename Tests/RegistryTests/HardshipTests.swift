import Foundation
import TestSupport
import Testing

/// Bad networks, many clients, and processes that are killed.
@Suite(
  "Models in a registry, in hard times",
  .enabled(if: LocalRegistry.isHere, LocalRegistry.isMissing), .serialized)
struct HardshipTests {
  /// How many moments at which processes are killed; 30 with `DARKROOM_KILLS=30`.
  static let kills = Int(ProcessInfo.processInfo.environment["DARKROOM_KILLS"] ?? "") ?? 5

  let work: WorkFolder
  let registry: LocalRegistry

  init() throws {
    work = try WorkFolder()
    registry = try LocalRegistry()
    try SignedModel.copy(into: work)
  }

  private func isWhole(_ folder: String) throws -> Bool {
    try work.shell("diff -r model \(folder)").status == 0
  }

  @Test(
    "Over a network that cuts, delays, repeats and refuses, all arrives",
    arguments: [[], ["me:secret", "bearer"], ["me:secret", "basic"]], [1, 2])
  func faults(login: [String], seed: Int) throws {
    let proxy = try FaultyProxy(before: registry, seed: seed, share: 0.2, login: login)
    // One of several parts, too.
    _ = try work.shell(
      """
      set -e
      head -c 40000000 /dev/urandom > model/large.data
      rm model/manifest.json model/model.sig
      $darkroom manifest create model -q
      $darkroom sign model --key key.pem -q
      """)
    let auth = Data("me:secret".utf8).base64EncodedString()
    try work.file("docker/config.json", #"{"auths": {"\#(proxy.host)": {"auth": "\#(auth)"}}}"#)
    let pushed = try work.shell(
      """
      export DOCKER_CONFIG=$PWD/docker XDG_CACHE_HOME=$PWD/cache
      $darkroom push model oci://\(proxy.host)/shapes:v1 --key key.pem.pub --plain-http
      """, timeout: 300)
    #expect(pushed.status == 0, "\(pushed)")
    let pulled = try work.shell(
      """
      export DOCKER_CONFIG=$PWD/docker
      $darkroom pull oci://\(proxy.host)/shapes:v1 -o copy --key key.pem.pub --plain-http
      """, timeout: 300)
    #expect(pulled.status == 0, "\(pulled)")
    #expect(try isWhole("copy"))
    let counts = try proxy.end()
    #expect(counts.contains("cut") && counts.contains("none"), "\(counts)")
  }

  @Test("8 clients push and pull at once, into folders of their own and into one")
  func many() throws {
    let reference = registry.reference("shapes:v1")
    let pushed = try work.shell(
      """
      for i in 1 2 3 4 5 6 7 8; do $darkroom push model \(reference) --plain-http -q & done
      for job in $(jobs -p); do wait $job || exit 1; done
      """, timeout: 300)
    #expect(pushed.status == 0, "\(pushed)")
    #expect(Set(pushed.output.split(separator: "\n")).count == 1)
    let pulled = try work.shell(
      """
      for i in 1 2 3 4; do
        $darkroom pull \(reference) -o own$i --key key.pem.pub --plain-http -q &
        $darkroom pull \(reference) -o shared --key key.pem.pub --plain-http -q &
      done
      for job in $(jobs -p); do wait $job || exit 1; done
      """, timeout: 300)
    #expect(pulled.status == 0, "\(pulled)")
    for folder in ["own1", "own2", "own3", "own4", "shared"] { #expect(try isWhole(folder)) }
    #expect(try work.entries().allSatisfy { !$0.contains("darkroom-pull") })
  }

  @Test("A pull that is killed leaves nothing half, and the next one goes on")
  func killedPull() throws {
    let reference = registry.reference("shapes:v1")
    #expect(try work.darkroom("push", "model", reference, "--plain-http", "-q").status == 0)
    let arguments = [
      "pull", reference, "-o", "copy", "--key", "key.pem.pub", "--plain-http", "-q",
    ]
    let started = Date()
    #expect(try work.darkroom(arguments).status == 0)
    let length = -started.timeIntervalSinceNow
    var interrupted = 0
    for moment in 0..<HardshipTests.kills {
      _ = try work.shell("rm -rf copy .copy.darkroom-pull")
      let program = try StartedProgram(CommandLineTool.path, arguments, in: work.url)
      usleep(UInt32(length * 1e6 * (Double(moment) + 0.5) / Double(HardshipTests.kills)))
      program.kill()
      if try program.end(timeout: 10).status != 0 { interrupted += 1 }
      if FileManager.default.fileExists(atPath: work.path("copy")) { #expect(try isWhole("copy")) }
      let again = try work.darkroom(arguments)
      #expect(again.status == 0, "\(again)")
      #expect(try isWhole("copy"))
      #expect(try work.entries().allSatisfy { !$0.contains("darkroom-pull") })
    }
    #expect(interrupted > 0)
  }

  @Test("A large file that was being sent is sent from where it was")
  func killedUpload() throws {
    // Three parts of 16 MiB, and a rest.
    _ = try work.shell(
      """
      head -c 60000000 /dev/urandom > model/large.data
      rm model/manifest.json model/model.sig
      $darkroom manifest create model -q
      """)
    let proxy = try FaultyProxy(before: registry, stall: 3)
    let arguments = ["push", "model", "oci://\(proxy.host)/shapes:v1", "--plain-http", "-q"]
    let caches = ["XDG_CACHE_HOME": work.path("cache")]
    let program = try StartedProgram(
      CommandLineTool.path, arguments, in: work.url, environment: caches)
    for _ in 0..<3000 where try !proxy.hasStalled() { usleep(10_000) }
    program.kill()
    _ = try program.end(timeout: 10)
    let again = try StartedProgram(
      CommandLineTool.path, arguments, in: work.url, environment: caches
    ).end(timeout: 120)
    #expect(again.status == 0, "\(again)")
    // Two, the one that was held, and that one again.
    let counts = try proxy.end()
    #expect(counts.contains("'PATCH': 4"), "\(counts)")
    let pulled = try work.darkroom(
      "pull", registry.reference("shapes:v1"), "-o", "copy", "--unverified", "--plain-http")
    #expect(pulled.status == 0, "\(pulled)")
    #expect(try isWhole("copy"))
    #expect(try work.shell("find cache -type f").output == "")
  }

  @Test("A push that is killed leaves no tag of a half model, and the next one goes on")
  func killedPush() throws {
    let started = Date()
    let probe = registry.reference("probe:v1")
    #expect(try work.darkroom("push", "model", probe, "--plain-http", "-q").status == 0)
    let length = -started.timeIntervalSinceNow
    for moment in 0..<HardshipTests.kills {
      // A name of its own each time, so that nothing is there.
      let reference = registry.reference("shapes\(moment):v1")
      let arguments = ["push", "model", reference, "--plain-http", "-q"]
      let program = try StartedProgram(CommandLineTool.path, arguments, in: work.url)
      usleep(UInt32(length * 1e6 * (Double(moment) + 0.5) / Double(HardshipTests.kills)))
      program.kill()
      _ = try program.end(timeout: 10)
      let folder = "copy\(moment)"
      let pull = [
        "pull", reference, "-o", folder, "--key", "key.pem.pub", "--plain-http", "-q",
      ]
      let between = try work.darkroom(pull)
      #expect(between.status == 0 ? try isWhole(folder) : between.status == 66, "\(between)")
      #expect(try work.darkroom(arguments).status == 0)
      #expect(try work.darkroom(pull).status == 0)
      #expect(try isWhole(folder))
    }
  }
}
