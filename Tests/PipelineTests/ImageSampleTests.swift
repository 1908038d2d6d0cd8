import Digests
import Files
import Foundation
import Provenance
import TestSupport
import Testing

@testable import Pipeline

/// Images that are drawn are those that Python's `random` draws.
@Suite("Images drawn as Python draws them") struct ImageSampleTests {
  private struct Case {
    let seed: String
    let population: Int
    let count: Int

    var json: String {
      "{\"seed\": \"\(seed)\", \"population\": \(population), \"count\": \(count)}"
    }

    func drawn() throws -> [Int] {
      var random = PythonRandom(seed: try #require(RandomSeed(seed)))
      return random.sample(count, of: population)
    }
  }

  @Test(
    "Small samples are what Python 3.11 printed",
    arguments: [
      ("42", [81, 14, 3, 94, 35], [912, 204, 2253, 2006, 1828, 1143]),
      ("0", [49, 97, 53, 5, 33], [3155, 3445, 331, 2121, 4188, 3980]),
      ("-1", [17, 72, 97, 8, 32], [1100, 4662, 516, 2089, 965, 4058]),
      ("4294967295", [81, 79, 26, 27, 77], [1664, 1764, 4975, 4279, 2386, 4940]),
      ("4294967296", [14, 44, 53, 2, 78], [925, 2877, 3422, 136, 186, 2715]),
      ("-9223372036854775808", [70, 50, 26, 30, 64], [4533, 3226, 1714, 1982, 4113, 694]),
      ("18446744073709551615", [2, 31, 43, 79, 27], [178, 2037, 2769, 1736, 3736, 778]),
    ])
  func known(seed: String, ofHundred: [Int], ofThousands: [Int]) throws {
    #expect(try Case(seed: seed, population: 100, count: 5).drawn() == ofHundred)
    #expect(try Case(seed: seed, population: 5000, count: 6).drawn() == ofThousands)
  }

  private static func python<Answer: Decodable>(_ cases: String) throws -> Answer {
    let folder = try TemporaryFolder()
    try Data(cases.utf8).write(to: folder.url.appendingPathComponent("cases.json"))
    let script = Fixtures.root.appendingPathComponent("Tests/Peers/samples.py").path
    let outcome = try StartedProgram(
      "/usr/bin/env",
      [Peers.python?.path ?? "python3", script, folder.path("cases.json")]
    ).end(timeout: 600)
    try #require(outcome.status == 0, "\(outcome)")
    return try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))
  }

  private static let hasPython =
    Peers.python != nil
    || ["/usr/bin/python3", "/usr/local/bin/python3"].contains {
      FileManager.default.isExecutableFile(atPath: $0)
    }

  @Test(
    "Every seed, population and count draws what python3 draws, on both sides of where it keeps a list",
    .enabled(if: hasPython, "needs python3, which is not here; install it"))
  func everything() throws {
    var random = SeededGenerator(seed: 7)
    var cases: [Case] = []
    // 21 + 4 ** ceil(log(3 * count, 4)) bounds the list; sizes around powers of two reject draws.
    for count in [0, 1, 2, 5, 6, 7, 21, 22, 85, 86, 100, 341, 342, 500] {
      var bound = 21
      if count > 5 {
        var power = 4
        while power < 3 * count { power *= 4 }
        bound += power
      }
      for population in [count, count + 1, bound - 1, bound, bound + 1, 4 * bound, 5000, 65536] {
        guard population >= max(count, 1) else { continue }
        for seed in ["42", "0", "-7", "\(UInt64.max)", "\(Int.min)", "\(UInt32.max)"] {
          cases.append(Case(seed: seed, population: population, count: count))
        }
      }
    }
    for number in 0..<2000 {
      let population = Int.random(in: 1...3000, using: &random)
      let bits = random.next()
      cases.append(
        Case(
          seed: number.isMultiple(of: 2) ? "\(Int64(bitPattern: bits))" : "\(bits >> (bits % 64))",
          population: population, count: Int.random(in: 0...population, using: &random)))
    }
    let expected: [[Int]] = try ImageSampleTests.python(
      "[\(cases.map(\.json).joined(separator: ","))]")
    #expect(expected.count == cases.count && cases.count > 2500)
    for (item, expected) in zip(cases, expected) {
      #expect(try item.drawn() == expected, "\(item)")
    }
  }

  @Test(
    "Names are sorted by their code points, whatever bytes they are of and wherever they stand",
    .enabled(if: hasPython, "needs python3, which is not here; install it"))
  func names() throws {
    // The halves of UTF-16 would come before U+FFFD, a combining mark is not the letter with it, and
    // two names have bytes that are not UTF-8.
    let texts = ["b", "a", "B", "10", "9", "é", "e\u{301}", "\u{FFFD}", "\u{1F600}", "ä", "a b"]
    let bytes = texts.map { Array($0.utf8) } + [[0x61, 0xE4], [0xFF, 0x2E]]
    let hex = bytes.map { name in name.map { String(format: "%02x", $0) }.joined() }
    let count = bytes.count
    let list = hex.map { "\"\($0)\"" }.joined(separator: ",")
    let expected: [[String]] = try ImageSampleTests.python(
      "[{\"seed\": \"42\", \"count\": \(count), \"population\": [\(list)]}]")
    let names = bytes.map { PathText.text(of: $0) }
    let drawn = try ImageSample(count: count).drawn(from: names, of: "here")
    #expect(drawn.positions.map { hex[$0] } == expected[0])
    let again = try ImageSample(count: count).drawn(from: names.reversed(), of: "here")
    #expect(again.positions.map { hex.reversed()[$0] } == expected[0])
    #expect(again.sampling == drawn.sampling)
  }

  @Test("The population's digest is that of its sorted lines, whatever is drawn")
  func population() throws {
    let first = try ImageSample(count: 1).drawn(from: ["b.png", "a.jpg"], of: "here").sampling
    #expect(first.population.count == 2)
    #expect(first.population.digest == Digest(of: Array("a.jpg\nb.png\n".utf8)))
    let second = try ImageSample(count: 2, seed: RandomSeed(-3))
      .drawn(from: ["a.jpg", "b.png"], of: "here").sampling
    #expect(second.population == first.population)
    #expect(second.seed.description == "-3" && second.count == 2)
  }

  @Test("More than there are cannot be drawn")
  func tooMany() throws {
    let error = #expect(throws: PipelineError.self) {
      try ImageSample(count: 3).drawn(from: ["a", "b"], of: "here")
    }
    #expect("\(try #require(error))".contains("here: has 2 images, fewer than the 3"))
  }

  @Test(
    "A seed is a whole number of 64 bits with a sign or without",
    arguments: [
      ("9223372036854775808", true), ("-9223372036854775808", true), ("-0", true), ("007", true),
      ("18446744073709551615", true), ("18446744073709551616", false),
      ("-9223372036854775809", false), ("+1", false), ("", false), ("-", false), ("1.0", false),
      ("0x1", false), ("1 ", false), ("--1", false),
    ])
  func seeds(text: String, isOne: Bool) {
    #expect((RandomSeed(text) != nil) == isOne)
  }
}
