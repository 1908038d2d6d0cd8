import Graph

/// Looks for the range with the least cost among those that lie within one.
///
/// The cost has many shallow valleys, so ranges are compared on grids before the best is moved.
struct RangeGridSearch {
  private let all: NumberRange
  private let form: EncodingForm
  private let cost: (QuantizationEncoding) -> Double
  private var range: NumberRange
  private var least = Double.infinity
  private var encoding: QuantizationEncoding

  init(
    within all: NumberRange, form: EncodingForm, cost: @escaping (QuantizationEncoding) -> Double
  ) {
    self.all = all
    self.form = form
    self.cost = cost
    range = all
    encoding = form.covering(all)
  }

  /// The encoding of the best range.
  mutating func best() -> QuantizationEncoding {
    guard all.upper > all.lower else { return encoding }
    compareHalves()
    // The second time, an end meets the other one where that has gone.
    for _ in 0..<2 { compareLines() }
    move()
    return encoding
  }

  /// Compares ranges with ends at 1, 1/2, 1/4 ... 1/256 of the way and at 0.
  private mutating func compareHalves() {
    let parts = (0...8).map { 1 / Double(1 << $0) } + [0]
    for lower in parts {
      for upper in parts {
        consider(NumberRange(lower: lower * all.lower, upper: upper * all.upper))
      }
    }
  }

  /// Compares ranges with one end of the best so far and many others.
  private mutating func compareLines() {
    // A 16th less from part to part: to 1/22.
    let parts = (0..<48).reduce(into: [1.0]) { parts, _ in parts.append((parts.last ?? 1) * 0.9375)
    }
    for part in parts { consider(NumberRange(lower: part * all.lower, upper: range.upper)) }
    for part in parts { consider(NumberRange(lower: range.lower, upper: part * all.upper)) }
  }

  /// Moves one or both ends in ever smaller steps while that helps.
  private mutating func move() {
    let directions: [(Double, Double)] = [
      (-1, 0), (1, 0), (0, -1), (0, 1), (-1, 1), (1, -1), (1, 1), (-1, -1),
    ]
    var step = 1.0 / 8
    while step > 1e-3 {
      let (start, distance) = (range, step * (range.upper - range.lower))
      var improved = false
      for (lower, upper) in directions {
        let moved = NumberRange(
          lower: start.lower + lower * distance, upper: start.upper + upper * distance)
        if all.contains(moved), consider(moved) { improved = true }
      }
      if !improved { step /= 2 }
    }
  }

  /// Takes a range if it is better, and tells whether it is.
  @discardableResult
  private mutating func consider(_ range: NumberRange) -> Bool {
    guard range.upper > range.lower else { return false }
    let encoding = form.covering(range)
    let cost = cost(encoding)
    guard cost < least else { return false }
    (self.range, self.encoding, least) = (range, encoding, cost)
    return true
  }
}
