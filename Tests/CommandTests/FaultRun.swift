import Digests
import Foundation
import Provenance
import TestSupport
import Testing

/// Runs a command again and again, each time with another call of the system failing.
struct FaultRun {
  typealias Fault = FaultLibrary.Fault

  private let scenario: FaultInjectionTests.Scenario
  private let library: FaultLibrary
  private let isThorough: Bool
  private let room: WorkFolder
  /// What was there before.
  private let before: State
  /// What is there after a run in which nothing failed, with what differs from run to run.
  private let after: State
  private let varying: Set<String>

  init(_ scenario: FaultInjectionTests.Scenario, isThorough: Bool) throws {
    self.scenario = scenario
    self.isThorough = isThorough
    library = try FaultLibrary()
    room = try WorkFolder()
    try FileManager.default.createDirectory(
      atPath: room.path("before"), withIntermediateDirectories: true)
    let prepared = try CommandLineTool.shell(
      scenario.prepare, in: room.url.appendingPathComponent("before"))
    guard prepared.status == 0 else { throw Shapes.Failure(outcome: prepared) }
    before = try State(room.url.appendingPathComponent("before"))
    var states: [State] = []
    for _ in 0..<2 {
      try FaultRun.copy(in: room)
      let run = try CommandLineTool.shell(
        scenario.command, in: room.url.appendingPathComponent("run"))
      guard run.status == 0 else { throw Shapes.Failure(outcome: run) }
      states.append(try State(room.url.appendingPathComponent("run")))
    }
    after = states[0]
    varying = Set(states[0].files.filter { states[1].files[$0.key] != $0.value }.keys)
  }

  /// Tries all failures.
  func tryAll() throws {
    var seen: Set<String> = []
    var (tried, total) = (0, 0)
    // Signals and pieces are no failures. One run has them everywhere.
    for fault in [
      Fault(answer: .interrupted, call: 1, extent: .alternating),
      Fault(answer: .interrupted, call: 2, extent: .alternating),
      Fault(answer: .short, call: 1, extent: .lasting),
    ] {
      try attempt(fault) { outcome, state, _ in
        #expect(outcome.status == 0, "\(fault): \(outcome)")
        differences(state).forEach { Issue.record("\(fault): \($0)") }
      }
      tried += 1
    }
    for (answer, extent) in [
      (Fault.Answer.failure, Fault.Extent.one), (.noSpace, .lasting), (.noDescriptors, .one),
    ] {
      let calls = try attempt(Fault(answer: answer, call: 0)) { outcome, _, calls in
        #expect(outcome.status == 0, "\(outcome)")
        return calls
      }
      seen.formUnion(calls.map(\.name))
      total += calls.count
      for call in isThorough || scenario.isShort ? calls : FaultRun.oneOfEachSite(calls) {
        let fault = Fault(answer: answer, call: call.number, extent: extent)
        try attempt(fault) { outcome, state, calls in
          // With several threads it may be another call than before.
          let failed = calls.first { $0.number == call.number } ?? call
          var found = problems(outcome, state, failed, extent)
          let left = state.folders.union(state.files.keys).subtracting(after.folders)
          if left.contains(where: { isForNextRun($0) && after.files[$0] == nil }) {
            found += try nextRun().map { "after it is done again: \($0)" }
          }
          found.forEach {
            Issue.record("\(fault), \(failed.name) \(failed.path): \($0)\n\(outcome)")
          }
        }
        tried += 1
      }
    }
    #expect(
      scenario.calls.subtracting(seen).isEmpty, "never seen: \(scenario.calls.subtracting(seen))")
    print("\(scenario.name): \(tried) runs for \(total) calls that can fail")
  }

  /// Whether something is for the next run to go on with or to clear away: a download that is not in
  /// its place yet, the file of a lock that nobody holds, or what could not be listed for removal.
  private func isForNextRun(_ path: String) -> Bool {
    path.hasPrefix("store/partial/") || path.hasPrefix("out/.darkroom-publishing-")
      || path.hasPrefix("store/locks/") && path.hasSuffix(".lock")
  }

  /// What is otherwise, after the command was run once more in the same folder, without failures.
  private func nextRun() throws -> [String] {
    let folder = room.url.appendingPathComponent("run")
    let outcome = try CommandLineTool.shell(scenario.command, in: folder)
    return try (outcome.status == 0 ? [] : ["\(outcome)"]) + differences(State(folder))
  }

  /// A path below the folder that is published.
  private func name(_ path: String) -> String { String(path.drop { $0 != "/" }.dropFirst()) }

  /// What is wrong with a run in which a call failed.
  private func problems(
    _ outcome: CommandLineTool.Outcome, _ state: State, _ failed: FaultLibrary.Call,
    _ extent: Fault.Extent
  ) -> [String] {
    if outcome.timedOut { return ["it hangs"] }
    // What a removal that failed leaves is nobody's fault.
    let mayLeave = ["unlink", "rmdir"].contains(failed.name)
    if outcome.status == 0 {
      return differences(state, mayLeave: mayLeave, isLast: false)
        .map { "it says that all is well, but \($0)" }
    }
    var problems: [String] = []
    if outcome.status >= 128 || outcome.status == 70 { problems.append("it crashes") }
    let names = Set(
      (Array(before.files.keys) + after.files.keys).flatMap { $0.split(separator: "/") })
    if !names.contains(where: {
      $0.utf8.count > 2 && (outcome.output + outcome.errors).contains($0)
    }) {
      problems.append("it names no file")
    }
    for (path, contents) in before.files where state.files[path] != contents {
      // What a disk that stays full does not let be moved back is kept aside; the error says where.
      let isAside = state.files.contains {
        $0.key.hasSuffix("/old/\(name(path))") && $0.value == contents
      }
      if extent == .lasting, isAside,
        outcome.errors.contains("/old, and publishing again completes it")
      {
        continue
      }
      guard let now = state.files[path] else {
        problems.append("\(path) is lost")
        continue
      }
      if !isWhole(path, now) { problems.append("\(path) is neither the old nor the new one") }
    }
    for (path, contents) in state.files where before.files[path] == nil {
      if !isWhole(path, contents), !mayLeave, !isForNextRun(path) {
        problems.append("\(path) is left")
      }
    }
    for folder in state.folders.subtracting(before.folders).subtracting(after.folders)
    where !mayLeave && !State.isObject(folder) && !isForNextRun(folder) {
      problems.append("the folder \(folder) is left")
    }
    return problems
  }

  /// What is otherwise than after a run without failures.
  ///
  /// - Parameter isLast: whether no run comes after this one that could clear something away.
  private func differences(
    _ state: State, mayLeave: Bool = false, isLast: Bool = true
  ) -> [String] {
    var found: [String] = []
    for (path, contents) in state.files
    where !isWhole(path, contents) && !mayLeave && (isLast || !isForNextRun(path)) {
      found.append(after.files[path] == nil ? "\(path) is left" : "\(path) is otherwise")
    }
    for path in after.files.keys where state.files[path] == nil && !State.isObject(path) {
      found.append("\(path) is missing")
    }
    for folder in state.folders.subtracting(after.folders)
    where !mayLeave && !State.isObject(folder) && (isLast || !isForNextRun(folder)) {
      found.append("the folder \(folder) is left")
    }
    return found
  }

  /// Whether a file is as after a run without failures, or could be: times and signatures differ.
  private func isWhole(_ path: String, _ contents: Data) -> Bool {
    if after.files[path] == contents { return true }
    if State.isObject(path) {
      let digest = path.split(separator: "/").suffix(2).joined()
      return Digest(of: Array(contents)).description == digest
    }
    guard varying.contains(path) else { return false }
    if path.hasSuffix(".jsonl") {
      return contents.last == 0x0A
        && contents.split(separator: 0x0A).allSatisfy { State.isJSON(Data($0)) }
    }
    return State.isJSON(contents)
  }

  /// The first call of each place.
  private static func oneOfEachSite(_ calls: [FaultLibrary.Call]) -> [FaultLibrary.Call] {
    var sites: Set<String> = []
    return calls.filter { sites.insert($0.site).inserted }
  }

  @discardableResult
  private func attempt<Result>(
    _ fault: Fault, _ body: (CommandLineTool.Outcome, State, [FaultLibrary.Call]) throws -> Result
  ) throws -> Result {
    try FaultRun.copy(in: room)
    let folder = room.url.appendingPathComponent("run")
    let (outcome, calls) = try library.run(scenario.command, in: folder, fault)
    return try body(outcome, State(folder), calls)
  }

  private static func copy(in room: WorkFolder) throws {
    let outcome = try room.shell("rm -rf run && cp -a before run")
    guard outcome.status == 0 else { throw Shapes.Failure(outcome: outcome) }
  }
}

/// All that is in a folder.
struct State {
  var files: [String: Data] = [:]
  var folders: Set<String> = []

  init(_ folder: URL) throws {
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let url = folder.appendingPathComponent(path)
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
        continue
      }
      if isFolder.boolValue {
        folders.insert(path)
      } else {
        files[path] = State.withoutTimes(try Data(contentsOf: url), path)
      }
    }
  }

  /// Records state when they were made, and a checksum of all they state.
  private static func withoutTimes(_ data: Data, _ path: String) -> Data {
    guard path.hasSuffix(".provenance.json") else { return data }
    let time = #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/#
    let checksum = #/"checksum" : "[0-9a-f]{64}"/#
    let text = String(decoding: data, as: UTF8.self)
    return Data(text.replacing(time, with: "then").replacing(checksum, with: "").utf8)
  }

  /// Whether a path is among those that a store names by what is in them.
  static func isObject(_ path: String) -> Bool { path.contains("/objects/") }

  static func isJSON(_ data: Data) -> Bool {
    (try? JSONSerialization.jsonObject(with: data, options: .fragmentsAllowed)) != nil
  }
}
