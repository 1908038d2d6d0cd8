import JSON
import Testing

@Suite("Numbers as the digits of their bits")
struct ExactNumberTests {
  @Test("Every bit comes back, also of what JSON has no number for")
  func roundTrip() {
    let doubles = [0, -0.0, 0.1, -1e308, 5e-324, .infinity, .nan, .greatestFiniteMagnitude]
    let text = ExactNumbers.text(doubles)
    #expect(text.utf8.count == 16 * doubles.count)
    #expect(ExactNumbers.doubles(text)?.map(\.bitPattern) == doubles.map(\.bitPattern))
    let floats: [Float] = [1, -0.0, 1e-45, .infinity, 3.14]
    #expect(
      ExactNumbers.floats(ExactNumbers.text(floats))?.map(\.bitPattern) == floats.map(\.bitPattern))
    #expect(ExactNumbers.text([1.0, -2.5]) == "3ff0000000000000c004000000000000")
  }

  @Test(
    "What is no such text is refused", arguments: ["3ff", "3FF0000000000000", "3ff000000000000g"])
  func malformed(text: String) {
    #expect(ExactNumbers.doubles(text) == nil)
    #expect(ExactNumbers.floats(text) == nil)
  }
}
