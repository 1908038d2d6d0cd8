import Foundation
import TestSupport
import Testing
import Glibc

/// Eight processes at random on one store, many of which are killed at random moments.
///
/// `DARKROOM_STRESS_ROUNDS` says how many rounds there are; without it as many as take about a
/// minute. `DARKROOM_STRESS_SEED` repeats a run, as far as the system's scheduler lets it.
@Suite("Eight processes on one store, killed at random")
struct ZooStressTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let rounds = environment["DARKROOM_STRESS_ROUNDS"].flatMap { Int($0) } ?? 12
  private static let seed = environment["DARKROOM_STRESS_SEED"].flatMap { UInt64($0) } ?? 2026
  /// What processes do, the more often the more it changes.
  private static let commands = [
    "build shapes", "build shapes", "build --all --jobs 2", "verify shapes", "verify --all", "gc",
    "gc", "list", "publish shapes -o out", "publish shapes -o out", "publish other -o out",
  ]

  let zoo: ZooFolder

  init() throws { zoo = try ZooFolder() }

  private func start(_ command: String) throws -> StartedProgram {
    try StartedProgram(
      CommandLineTool.path, ["zoo"] + command.split(separator: " ").map(String.init),
      in: zoo.folder.url,
      environment: [
        "DARKROOM_RECIPES": "recipes", "DARKROOM_STORE": "store", "DARKROOM_KEY": "key.pem",
      ])
  }

  /// What a process that was not killed may come to.
  private static func isFine(_ command: String, _ outcome: StartedProgram.Outcome) -> Bool {
    let status = outcome.status
    let text = outcome.output + outcome.errors
    guard status < 128 else { return false }
    // Nothing may ever be missing or damaged.
    if text.contains("is not in the store") || text.contains("damaged") { return false }
    switch command.split(separator: " ").first {
    case "gc": return status == 0 || status == 73 && text.contains("is using the store")
    case "verify": return status == 0 || status == 1 && text.contains("was not built")
    case "publish":
      return status == 0
        || status == 1 && (text.contains("was not built") || text.contains("was changed after"))
    default: return status == 0
    }
  }

  @Test("The store ends as one that nobody disturbed, and gc takes nothing that a build needs")
  func disturbed() throws {
    func recipes(_ ranges: String) throws {
      for name in ["shapes", "other"] {
        try zoo.write {
          $0.name = name
          $0.quantization = "  effort: fast\n  ranges: \(ranges)"
        }
      }
    }
    try recipes("mse")
    let whole = try zoo.shell(
      "$darkroom zoo build --all -q --store whole && $darkroom zoo verify --all -q --store whole")
    #expect(whole.status == 0, "\(whole)")

    var generator = SeededGenerator(seed: ZooStressTests.seed)
    let clock = ContinuousClock()
    let begun = clock.now
    var (kills, removed, published) = (0, 0, 0)
    for round in 0..<ZooStressTests.rounds {
      // By turns, so that there is always something to build and something to remove.
      try recipes(round % 2 == 0 ? "minmax" : "mse")
      if Int.random(in: 0..<3, using: &generator) == 0 {
        _ = try zoo.shell("rm -rf store/models store/steps/[0-7]*")
      }
      var runs: [(command: String, program: StartedProgram)] = []
      var deaths: [(at: Double, run: Int)] = []
      for index in 0..<8 {
        let command = ZooStressTests.commands.randomElement(using: &generator) ?? "list"
        runs.append((command, try start(command)))
        if Double.random(in: 0..<1, using: &generator) < 0.4 {
          // Early moments are many: most commands are done soon.
          let part = Double.random(in: 0..<1, using: &generator)
          deaths.append((part * part * part * 2, index))
        }
      }
      let start = clock.now
      for death in deaths.sorted(by: { $0.at < $1.at }) {
        let moment = start.advanced(by: .seconds(death.at))
        let program = runs[death.run].program
        while clock.now < moment, program.isRunning { usleep(1000) }
        if program.isRunning { program.kill() }
      }
      for (command, program) in runs {
        let outcome = try program.end(timeout: 300)
        try #require(!outcome.timedOut, "round \(round): \(command) hangs\n\(outcome)")
        if outcome.status == 128 + SIGKILL {
          kills += 1
        } else {
          #expect(
            ZooStressTests.isFine(command, outcome),
            "round \(round), seed \(ZooStressTests.seed): \(command): \(outcome)")
          if command == "gc", outcome.output.contains("objects/") { removed += 1 }
          if command.hasPrefix("publish"), outcome.status == 0 { published += 1 }
        }
      }
    }
    let time = clock.now - begun
    print(
      "\(ZooStressTests.rounds) rounds of 8 processes, seed \(ZooStressTests.seed): \(kills) killed, "
        + "\(removed) times gc removed objects, \(published) publications, \(time)")
    // It would prove nothing if hardly any was hit.
    #expect(kills >= ZooStressTests.rounds / 2)
    #expect(published > 0)

    try recipes("mse")
    // Signatures differ each time, so what was published is let go of.
    let last = try zoo.shell(
      """
      $darkroom zoo build --all -q >/dev/null || exit 10
      $darkroom zoo publish shapes -o out -q >/dev/null || exit 11
      $darkroom verify out --key key.pem.pub >/dev/null || exit 12
      rm -rf store/published; $darkroom zoo gc >/dev/null || exit 13
      $darkroom zoo build --all -q >/dev/null && $darkroom zoo verify --all -q || exit 14
      diff -r whole store && test -z "$(ls -A out | grep publishing)"
      """)
    #expect(last.status == 0, "seed \(ZooStressTests.seed): \(last)")
  }
}
