import Foundation
import Provenance
import TestSupport
import Testing

@Suite struct TimestampTests {
  @Test("Timestamps are those of Foundation") func againstFoundation() {
    let formatter = ISO8601DateFormatter()
    var random = SeededGenerator(seed: 1)
    for _ in 0..<2000 {
      // Foundation goes by the Julian calendar before 1582.
      let seconds = Int.random(in: -12_000_000_000...253_402_300_799, using: &random)
      let text = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
      #expect(Timestamp(seconds: seconds).description == text)
      #expect(Timestamp(text)?.seconds == seconds)
    }
  }

  @Test(
    "Valid RFC 3339 times are read",
    arguments: [
      "0001-01-01T00:00:00Z", "1900-02-28T23:59:59Z", "2000-02-29T00:00:00Z",
      "1969-12-31T23:59:59Z", "9999-12-31T23:59:59Z",
    ])
  func valid(text: String) { #expect(Timestamp(text)?.description == text) }

  @Test(
    "Invalid times are refused",
    arguments: [
      "", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01T00:00:00+00:00", "2026-13-01T00:00:00Z",
      "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
      "2026-01-00T00:00:00Z",
      "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z",
      "0000-01-01T00:00:00Z",
      "2026-01-01t00:00:00z", "2026-01-01T00:00:0٣Z", "-026-01-01T00:00:00Z",
      "2026/01/01T00:00:00Z",
    ])
  func invalid(text: String) { #expect(Timestamp(text) == nil) }

  @Test("Seconds beyond the years 1 to 9999 become the first or last second") func extremes() {
    #expect(Timestamp(seconds: .max).description == "9999-12-31T23:59:59Z")
    #expect(Timestamp(seconds: .min).description == "0001-01-01T00:00:00Z")
    #expect(Timestamp.now > Timestamp(seconds: 1_700_000_000))
  }
}
