/// How many rules of a runtime a file was checked by, and how they are known.
public struct RuleCount: Hashable, Sendable {
  /// All.
  public var checked: Int
  /// Those that the file breaks.
  public var broken: Int
  /// Those that were found by running the runtime.
  public var run: Int
  /// Those that were found by running its vendor's simulator.
  public var simulator: Int
  /// Those that were read in documents, sources or reported problems.
  public var read: Int

  /// Counts rules.
  public init(checked: Int, broken: Int, run: Int, simulator: Int, read: Int) {
    self.checked = checked
    self.broken = broken
    self.run = run
    self.simulator = simulator
    self.read = read
  }

  /// For people: `checked by 8 rules: 7 run on the runtime, 1 read in documents`.
  public var words: String {
    guard checked > 0 else { return "not checked by any rule" }
    let all = "\(checked) \(checked == 1 ? "rule" : "rules")"
    guard broken == 0 else { return "breaks \(broken) of \(all)" }
    let unknown = checked - run - simulator - read
    let ways = [
      (run, "run on the runtime"), (simulator, "run on the vendor's simulator"),
      (read, "read in documents"), (unknown, "without a known source"),
    ]
    let parts = ways.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return "checked by \(all): \(parts.joined(separator: ", "))"
  }
}
