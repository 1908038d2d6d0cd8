import Foundation
import TestSupport
import Testing

@Suite("A store on a file system without locks")
struct ZooLockTests {
  let zoo: ZooFolder
  private let library: FaultLibrary

  init() throws {
    zoo = try ZooFolder()
    library = try FaultLibrary()
  }

  /// `$unlocked` is the program where no file can be locked.
  private func shell(_ lines: String) throws -> CommandLineTool.Outcome {
    let root = zoo.folder.url.resolvingSymlinksInPath().path
    return try zoo.shell(
      """
      unlocked="env FAULTS_ROOT=\(root) FAULTS_ERROR=ENOLCK FAULTS_CALL=1 FAULTS_EXTENT=lasting \\
        LD_PRELOAD=\(library.path) $darkroom"
      \(lines)
      """, timeout: 300)
  }

  @Test("Several builds at once make the store of one build on a file system with locks")
  func builds() throws {
    let outcome = try shell(
      """
      for i in 1 2 3 4; do $unlocked zoo build shapes -q > out-$i 2>&1 || touch failed & done; wait
      cat out-*; test ! -e failed || exit 1
      $darkroom zoo build shapes --store other -q > /dev/null
      diff -r -x locks -x work -x partial store other && $darkroom zoo verify shapes -q
      """)
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test("What is removed only by who is alone is not removed where nobody can know that")
  func garbage() throws {
    let outcome = try shell("$unlocked zoo build shapes -q > /dev/null && $unlocked zoo gc")
    #expect(outcome.status != 0 && outcome.errors.contains("has no locks"), "\(outcome)")
  }

}
