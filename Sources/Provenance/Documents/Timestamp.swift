import Glibc

/// A moment, to the second, in UTC.
public struct Timestamp: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
  public let seconds: Int

  /// The first and the last second of the years 0001 to 9999, which RFC 3339 can write.
  private static let range = -62_135_596_800...253_402_300_799

  /// A moment by the system's count; years outside 0001 to 9999 become the nearest inside.
  public init(seconds: Int) {
    self.seconds = min(max(seconds, Timestamp.range.lowerBound), Timestamp.range.upperBound)
  }

  /// The moment now.
  public static var now: Timestamp { Timestamp(seconds: Int(time(nil))) }

  /// Reads `2026-01-31T23:59:59Z`, the RFC 3339 form with whole seconds in UTC; nil for anything
  /// else.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 20 else { return nil }
    for (index, mark) in [(4, "-"), (7, "-"), (10, "T"), (13, ":"), (16, ":"), (19, "Z")]
    where [bytes[index]] != Array(mark.utf8) { return nil }
    func number(_ range: Range<Int>) -> Int? {
      let digits = bytes[range]
      guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
      year > 0, (1...12).contains(month), day > 0, hour < 24, minute < 60, second < 60
    else { return nil }
    let days = Timestamp.days(year, month, day)
    seconds = ((days * 24 + hour) * 60 + minute) * 60 + second
    // A day that the month does not have comes back as one of the next month.
    guard description == text else { return nil }
  }

  /// `2026-01-31T23:59:59Z`.
  public var description: String {
    let day = Int((Double(seconds) / 86_400).rounded(.down))
    let time = seconds - day * 86_400
    let date = Timestamp.date(day)
    func digits(_ value: Int, _ width: Int = 2) -> String {
      let text = "\(value)"
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return "\(digits(date.year, 4))-\(digits(date.month))-\(digits(date.day))"
      + "T\(digits(time / 3600)):\(digits(time / 60 % 60)):\(digits(time % 60))Z"
  }

  /// In the order of time.
  public static func < (a: Timestamp, b: Timestamp) -> Bool { a.seconds < b.seconds }

  /// Days since 1970-01-01 in the Gregorian calendar, from
  /// https://howardhinnant.github.io/date_algorithms.html; years here are positive.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}
