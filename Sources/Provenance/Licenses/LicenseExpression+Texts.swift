extension LicenseExpression {
  /// The identifiers whose texts belong to the expression: licences and exceptions, each once.
  public var textIDs: [String] {
    var seen: Set<String> = []
    return terms.flatMap { [$0.license] + ($0.exception.map { [$0] } ?? []) }
      .filter { seen.insert($0).inserted }
  }
}
