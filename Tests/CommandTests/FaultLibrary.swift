import Foundation
import TestSupport

/// The library that makes one call of the system fail in a run of the program, and what a run with
/// it did.
struct FaultLibrary {
  /// What fails, and how.
  struct Fault: CustomStringConvertible {
    /// What the system answers.
    enum Answer: String {
      case noSpace = "ENOSPC"
      case failure = "EIO"
      case interrupted = "EINTR"
      case noDescriptors = "EMFILE"
      /// Files cannot be locked, as on some networks' file systems.
      case noLocks = "ENOLCK"
      /// Reads and writes of half of what was asked for.
      case short
    }

    /// Which calls fail.
    enum Extent: String {
      case one
      /// That one and all after it, as on a disk that is full.
      case lasting
      /// That one, not the next one, and so on, so that every call that is made again succeeds.
      case alternating
    }

    var answer: Answer
    /// Counted from 1; 0 for none.
    var call: Int
    var extent = Extent.one

    var description: String { "\(answer.rawValue) at call \(call), \(extent.rawValue)" }
  }

  /// A call that can fail.
  struct Call {
    var number: Int
    /// What it is called.
    var name: String
    /// Below the folder.
    var path: String

    /// The call and the place, without what differs from file to file and from run to run.
    var site: String {
      let place = path.split(separator: "/").map { (part: Substring) -> String in
        part.split(separator: ".").map { (word: Substring) -> String in
          word.contains { $0.isNumber } || word.count == 6 ? "*" : String(word)
        }.joined(separator: ".")
      }
      return name + " " + place.joined(separator: "/")
    }
  }

  private let folder: WorkFolder
  /// The library.
  let path: String

  /// Compiles it.
  init() throws {
    folder = try WorkFolder()
    path = folder.path("faults.so")
    let source = Fixtures.root.appendingPathComponent("Tests/FaultInjection/faults.c").path
    let outcome = try folder.shell(
      "for cc in cc clang gcc; do command -v $cc > /dev/null && exec $cc -O1 -shared -fPIC "
        + "-o faults.so '\(source)' -ldl; done; exit 1")
    guard outcome.status == 0 else { throw Shapes.Failure(outcome: outcome) }
  }

  /// Runs a line of shell, which runs `$darkroom` once, in a folder.
  func run(
    _ line: String, in folder: URL, _ fault: Fault
  ) throws -> (outcome: CommandLineTool.Outcome, calls: [Call]) {
    let root = folder.resolvingSymlinksInPath().path
    let log = self.folder.path("log-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(atPath: log) }
    let settings = [
      "FAULTS_ROOT='\(root)'", "FAULTS_LOG='\(log)'", "FAULTS_ERROR=\(fault.answer.rawValue)",
      "FAULTS_CALL=\(fault.call)", "FAULTS_EXTENT=\(fault.extent.rawValue)", "LD_PRELOAD='\(path)'",
    ]
    let outcome = try CommandLineTool.shell(
      line.replacingOccurrences(
        of: "$darkroom", with: "env \(settings.joined(separator: " ")) $darkroom"),
      in: folder, timeout: 60)
    let lines = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
    let calls = lines.split(separator: "\n").compactMap { line -> Call? in
      let parts = line.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3, let number = Int(parts[0]) else { return nil }
      let path = parts[2].hasPrefix(root) ? parts[2].dropFirst(root.count) : parts[2]
      return Call(number: number, name: String(parts[1]), path: String(path))
    }
    return (outcome, calls)
  }
}
