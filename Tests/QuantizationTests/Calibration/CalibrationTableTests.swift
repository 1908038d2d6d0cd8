import Digests
import Foundation
import Quantization
import TestSupport
import Testing

@Suite struct CalibrationTableTests {
  private static func image(_ index: Int) -> FileDigest {
    FileDigest(path: "image \(index).jpg", digest: Digest(of: [UInt8(index)]))
  }

  /// The numbers of a tensor on an image, larger from image to image.
  private static func numbers(_ tensor: Int, _ image: Int) -> [Float] {
    tensor == 2
      ? []
      : Samples.afterLeaky(500, seed: UInt64(10 * tensor + image)).map {
        $0 * Float(1 << image)
      }
  }

  private static func table(of images: [Int]) throws -> CalibrationTable {
    var tensors: [String: Histogram] = [:]
    for tensor in 0..<4 {
      tensors["tensor/\(tensor)"] = Histogram(
        of: images.flatMap { numbers(tensor, $0) } + (tensor == 3 ? [.nan] : []))
    }
    return try CalibrationTable(
      network: "a network", preprocessing: "letterbox", images: images.map(image),
      tensors: tensors)
  }

  private static func json(_ table: CalibrationTable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(table), as: UTF8.self)
  }

  private static func read(_ text: String) throws(CalibrationTableError) -> CalibrationTable {
    try CalibrationTable(json: text.utf8)
  }

  @Test("Merged halves equal the whole") func halvesMergedEqualTheWhole() throws {
    let tensors = (0..<3).map { "tensor/\($0)" }
    let whole = try Self.table(of: [0, 1, 2, 3, 4])
    var merged = try Self.table(of: [4, 1])
    try merged.merge(Self.table(of: [3, 0, 2]))
    for tensor in tensors { #expect(merged.tensors[tensor] == whole.tensors[tensor]) }
    #expect(merged.images == whole.images)
    // The not-a-number is in both halves.
    #expect(merged.tensors["tensor/3"]?.nonFinite == 2)

    var again = try Self.table(of: [3, 0, 2])
    try again.merge(Self.table(of: [4, 1]))
    #expect(again == merged)
    #expect(try Self.json(again) == Self.json(merged))
    func finite(_ table: CalibrationTable) throws -> CalibrationTable {
      try CalibrationTable(
        network: table.network, preprocessing: table.preprocessing, images: table.images,
        tensors: table.tensors.filter { $0.key != "tensor/3" })
    }
    #expect(try Self.json(finite(merged)) == Self.json(finite(whole)))
  }

  @Test("A table is read as it was written") func readingGivesWhatWasWritten() throws {
    var tensors: [String: Histogram] = ["empty": Histogram(), "zeros": Histogram(of: [0, 0])]
    tensors["negative"] = Histogram(of: [-1, -2.5, 0])
    tensors["not finite"] = Histogram(of: [.nan])
    for seed in 0..<200 {
      var random = SeededGenerator(seed: UInt64(seed))
      let exponent = Int.random(in: -148...126, using: &random)
      tensors["\(seed)"] = Histogram(
        of: random.floats(5).map {
          $0 * Float(sign: .plus, exponent: exponent, significand: 1)
        } + (seed % 2 == 0 ? [0] : []))
    }
    let table = try CalibrationTable(
      network: "n", preprocessing: "p", images: [], tensors: tensors)
    let text = try Self.json(table)
    #expect(try Self.read(text) == table)
    #expect(try Self.json(Self.read(text)) == text)
    #expect(JSONDocument.keysAreSorted(in: text))
  }

  @Test("A table has a summary of each tensor") func peopleFindASummary() throws {
    let table = try CalibrationTable(
      network: "n", preprocessing: "p", images: [],
      tensors: ["x": Histogram(of: [-0.5, 0, 0, 4095.5])])
    let document = try JSONDocument(Self.json(table))
    #expect(document["schemaVersion"]?.number == 2)
    let tensor = try #require(document["tensors"]?["x"])
    #expect(tensor["count"]?.number == 4)
    #expect(tensor["mean"]?.number == (4095.5 - 0.5) / 4)
    #expect(tensor["histogram"]?["zeros"]?.number == 2)
    #expect(tensor["histogram"]?["exponent"]?.number == 0)
    #expect(tensor["histogram"]?["firstBin"]?.number == -1)
    #expect(tensor["histogram"]?["counts"]?.string?.hasPrefix("1 0 0 ") == true)
  }

  @Test("A table of sixty tensors takes few megabytes") func sixtyTensorsTakeFewMegabytes() throws {
    var histogram = Histogram(of: Samples.normal(500_000, seed: 1))
    for _ in 0..<10 { histogram.merge(histogram) }
    let tensors = Dictionary(uniqueKeysWithValues: (0..<60).map { ("\($0)", histogram) })
    let table = try CalibrationTable(
      network: "n", preprocessing: "p", images: [], tensors: tensors)
    #expect(try Self.json(table).utf8.count < 3_000_000)
  }

  @Test("Tables of other networks or preprocessing are not merged")
  func tablesOfOtherThingsAreNotMerged() throws {
    let table = try Self.table(of: [0, 1])
    func expectRefusal(
      _ expected: CalibrationTableError, _ words: [String], of other: CalibrationTable
    ) {
      var merged = table
      #expect(throws: expected) { try merged.merge(other) }
      #expect(merged == table)
      for word in words { #expect(expected.description.contains(word)) }
    }
    func other(
      network: String = "a network", preprocessing: String = "letterbox",
      tensors: [String: Histogram]? = nil
    ) throws -> CalibrationTable {
      try CalibrationTable(
        network: network, preprocessing: preprocessing, images: [Self.image(7)],
        tensors: tensors ?? table.tensors)
    }
    expectRefusal(
      .otherNetwork(found: "b", expected: "a network"), ["b", "a network"],
      of: try other(network: "b"))
    expectRefusal(
      .otherPreprocessing(found: "stretch", expected: "letterbox"), ["'stretch'", "'letterbox'"],
      of: try other(preprocessing: "stretch"))
    var tensors = table.tensors
    tensors["head"] = tensors.removeValue(forKey: "tensor/1")
    expectRefusal(
      .otherTensors(missing: ["tensor/1"], unexpected: ["head"]), ["tensor/1", "head"],
      of: try other(tensors: tensors))
    expectRefusal(
      .sharedImages(["image 1.jpg"]), ["image 1.jpg", "twice"],
      of: try Self.table(of: [1, 2]))
  }

  @Test("An image given twice is refused, and so is one without a valid digest")
  func imagesAreUsedOnceAndHaveDigests() throws {
    #expect(throws: CalibrationTableError.sameImages(["image 3.jpg and image 3.jpg"])) {
      try Self.table(of: [3, 1, 3])
    }
    let text =
      #"{"schemaVersion": 2, "network": "", "preprocessing": "", "tensors": {}, "pictures": [{"sha256": "\#(String(repeating: "A", count: 64))"}]}"#
    #expect(throws: CalibrationTableError.self) { try Self.read(text) }
  }

  /// A table of one tensor with some keys replaced, or left out where the replacement is empty.
  private static func text(_ changes: [String: String]) -> String {
    var members = [
      "nonFinite": "0", "exponent": "-1", "minimum": "-1", "maximum": "1024", "zeros": "3",
      "firstBin": "-3", "counts": "\"1 2" + String(repeating: " 0", count: 2049) + " 1\"",
      "count": "7",
    ]
    members.merge(changes) { $1 }
    let count = members.removeValue(forKey: "count") ?? ""
    let schema = members.removeValue(forKey: "schemaVersion") ?? "2"
    let histogram = members.sorted { $0.key < $1.key }.filter { $0.value != "" }
      .map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ")
    return """
      {"schemaVersion": \(schema), "network": "n", "preprocessing": "p", "pictures": [],
       "tensors": {"conv 5": {"histogram": {\(histogram)}, "count": \(count)}}}
      """
  }

  @Test("The text that the next tests break is sound") func theTextThatIsBrokenBelowIsSound() throws
  {
    let table = try Self.read(Self.text([:]))
    #expect(table.tensors["conv 5"]?.count == 7)
  }

  private static let zeros2051 = String(repeating: " 0", count: 2051)

  @Test(
    "Inconsistent tables are refused",
    arguments: [
      (["counts": "\"1 2 1\""], "3 counts, expected 2052"),
      (["counts": "\"1 2\(zeros2051) 1\""], "whole numbers"),
      (["counts": "\"1 -2\""], "whole numbers"), (["counts": "\"\""], "whole numbers"),
      (["counts": "\"1  2\""], "whole numbers"), (["counts": "\"1 2 \""], "whole numbers"),
      (["counts": "\"99999999999999999999\""], "whole numbers"), (["counts": "[1, 2]"], "a text"),
      (["counts": "\"0 2\(zeros2051.dropLast(4)) 1\""], "minimum"),
      (["counts": "\"1 2\(zeros2051.dropLast(2))\""], "maximum"),
      (["counts": "\"9007199254740992 2\(zeros2051.dropLast(4)) 1\""], "2^53"),
      (["zeros": "9007199254740992"], "2^53"), (["zeros": "-1"], "zeros"),
      (["zeros": "18446744073709551615"], "2^53"), (["nonFinite": "18446744073709551615"], "2^53"),
      (["nonFinite": "-1"], "nonFinite"), (["exponent": "0"], "expected -1"),
      (["exponent": "9223372036854775807"], "expected -1"), (["exponent": "-1.5"], "exponent"),
      (["firstBin": "-2"], "expected -3"), (["minimum": "2000"], "not below"),
      (["minimum": "1e99"], "minimum"), (["maximum": "NaN"], "JSON"),
      (["maximum": ""], "'maximum'"),
      (["maximum": "-0.5"], "exponent"), (["count": "8"], "is not 7"),
      (["count": "-7"], "is not 7"),
      (["nonFinite": ""], "'nonFinite'"),
    ])
  func whatDoesNotHoldTogetherIsRefused(changes: [String: String], words: String) throws {
    let error = #expect(throws: CalibrationTableError.self) {
      try Self.read(Self.text(changes))
    }
    let message = try #require(error).description
    #expect(message.contains(words), "\(message)")
    // JSON itself knows no NaN, so there is no place in it.
    if changes["maximum"] != "NaN" { #expect(message.contains("tensors.conv 5"), "\(message)") }
  }

  @Test("Counted zeros must be within the range") func zerosMustBeWithinTheRange() throws {
    let text = Self.text([
      "minimum": "512", "maximum": "1024", "zeros": "1", "exponent": "-1", "firstBin": "1024",
      "counts": "\"1" + String(repeating: " 0", count: 1023) + " 1\"", "count": "3",
    ])
    let error = #expect(throws: CalibrationTableError.self) { try Self.read(text) }
    #expect(try #require(error).description.contains("1 zeros"))
  }

  @Test(
    "Other text is refused as a table",
    arguments: [
      "", "{}", "[]", "null", "{\"schemaVersion\": 1}", "\u{0}", "{\"schemaVersion\"",
    ])
  func otherTextIsRefused(text: String) {
    #expect(throws: CalibrationTableError.self) { try Self.read(text) }
  }

  @Test("Other schema versions are refused") func otherSchemasAreRefused() throws {
    #expect(throws: CalibrationTableError.otherSchema(found: 1)) {
      try Self.read(Self.text(["schemaVersion": "1"]))
    }
  }
}
