extension Check {
  /// How it came out, for people: `failed: loses at most 0.01: 0.0176`.
  var sentence: String {
    "\(verdict.rawValue): \(name)" + (message.map { ": \($0)" } ?? "")
  }
}

extension Measurement {
  /// What of the checks did not hold or is worth saying.
  var shortcomings: [String] { checks.filter { $0.verdict != .passed }.map(\.sentence) }
}
