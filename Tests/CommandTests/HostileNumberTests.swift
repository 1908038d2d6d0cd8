import Foundation
import TestSupport
import Testing

@Suite("Numbers in files, however large, are read or refused")
struct HostileNumberTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// What is in the place of a number.
  private static let numbers = [
    "9223372036854775807", "-9223372036854775808", "9007199254740992", "18446744073709551615",
    "1e308", "-1e308", "-1", "0", "3.4e38",
  ]

  /// A file with numbers, and commands that read it as `hostile`.
  private struct Reading {
    var file: String
    var commands: [String]
  }

  private static let sources = """
    set -e; mkdir images model; cp '\(Shapes.cfg)' '\(Shapes.weights)' '\(Shapes.names)' .
    cp '\(ZooFolder.calibration)'/00000[0-2].jpg images
    $darkroom convert shapes.cfg shapes.weights -o model/a.onnx --json > convert.json
    $darkroom quantize shapes.cfg --calibration images -q --save-table table.json
    $darkroom quantize model/a.onnx --calibration images --effort fast -qo model/b.onnx \
      --report quantize.json
    $darkroom compare model/a.onnx model/b.onnx --images images --json --min-f1 0 > compare.json
    $darkroom inspect model/a.onnx --profile --json > profile.json
    $darkroom detect shapes.cfg images/00000?.jpg --json > detect.json
    $darkroom evaluate shapes.cfg --images '\(ZooFolder.validation)' --limit 3 \
      --annotations '\(ZooFolder.annotations)' --json > evaluate.json
    $darkroom evaluate shapes.cfg --images '\(ZooFolder.validation)' --limit 3 \
      --annotations '\(ZooFolder.annotations)' --shard 1/2 -o shard.json
    $darkroom manifest create model; mkdir recorded; cp model/a.onnx recorded
    cp model/a.onnx.provenance.json record.json; cp model/manifest.json manifest.json
    head -c 4000 '\(ZooFolder.annotations)' > annotations.json
    """

  private static let readings = [
    Reading(
      file: "table.json",
      commands: [
        "quantize shapes.cfg --table hostile --calibration images --effort fast -qo x.onnx",
        "quantize shapes.cfg --table hostile --merge table.json --save-table y.json",
      ]),
    Reading(file: "shard.json", commands: ["evaluate merge hostile"]),
    Reading(
      file: "evaluate.json", commands: ["report hostile -o x.html"]),
    Reading(file: "compare.json", commands: ["report hostile -o x.html"]),
    Reading(file: "quantize.json", commands: ["report hostile -o x.html"]),
    Reading(file: "profile.json", commands: ["report hostile -o x.html"]),
    Reading(file: "detect.json", commands: ["report hostile -o x.html"]),
    Reading(file: "convert.json", commands: ["report hostile -o x.html"]),
    Reading(
      file: "manifest.json",
      commands: ["manifest verify model --manifest hostile"]),
    Reading(
      file: "record.json",
      commands: [
        "trace recorded/a.onnx", "provenance recorded/a.onnx --card",
        "notice recorded", "rebuild --check recorded/a.onnx.provenance.json --search .",
      ]),
    Reading(
      file: "shapes.cfg",
      commands: ["inspect hostile.cfg", "convert hostile.cfg shapes.weights -o x.onnx"]),
  ]

  @Test("The calibration counts of one tensor sum up to more than fits")
  func countsOverflow() throws {
    let counts = Array(repeating: "9007199254740992", count: 8192).joined(separator: " ")
    try folder.file(
      "table.json",
      """
      {"network": "n", "pictures": [], "preprocessing": "p", "schemaVersion": 2, "tensors": {"t":
        {"count": 1, "histogram": {"counts": "\(counts)", "exponent": -12, "firstBin": -4096,
         "maximum": 0.9999, "minimum": -0.9999, "nonFinite": 0, "zeros": 0}, "mean": 0, "power": 0}}}
      """)
    let outcome = try folder.darkroom(
      "quantize", Shapes.cfg, "--weights", Shapes.weights, "--table", "table.json", "--save-table",
      "x.json")
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("there are more than 2^53 numbers"), "\(outcome)")
  }

  @Test("Each number in turn is one that is too much for something")
  func hostileNumbers() throws {
    let made = try folder.shell(HostileNumberTests.sources)
    guard made.status == 0 else { throw Shapes.Failure(outcome: made) }
    for reading in HostileNumberTests.readings { try check(reading) }
  }

  private func check(_ reading: Reading) throws {
    let name = reading.file.hasSuffix(".cfg") ? "hostile.cfg" : "hostile"
    let text = try String(contentsOfFile: folder.path(reading.file), encoding: .utf8)
    var tried: Set<String> = []
    for place in HostileNumberTests.places(in: text) where tried.insert(place.key).inserted {
      for number in HostileNumberTests.numbers {
        try folder.file(
          reading.file == "record.json" ? "recorded/a.onnx.provenance.json" : name,
          text.replacingCharacters(in: place.range, with: number))
        for command in reading.commands {
          let outcome = try folder.shell("$darkroom \(command)", timeout: 60)
          #expect(
            [0, 1, 64, 65, 66].contains(outcome.status) && !outcome.timedOut,
            "\(reading.file): \(place.key) = \(number): \(command): \(outcome)")
        }
      }
    }
    #expect(!tried.isEmpty, "\(reading.file) has no numbers")
  }

  /// The numbers of a text, with what comes before them: the last key, and whether it is a list's.
  private static func places(in text: String) -> [(key: String, range: Range<String.Index>)] {
    var places: [(key: String, range: Range<String.Index>)] = []
    let pattern =
      #/"?(?<key>[A-Za-z_][A-Za-z_0-9]*)"?\s*[:=]\s*(?<lists>[\[\s]*)(?<number>-?[0-9][0-9.e+-]*)/#
    for match in text.matches(of: pattern) {
      let number = match.output.number
      places.append(
        (
          String(match.output.key) + match.output.lists.filter { $0 == "[" },
          number.startIndex..<number.endIndex
        ))
    }
    return places
  }
}
