import Digests
import Foundation
import Provenance
import TestSupport
import Testing

/// Names from files in what every command prints: a terminal is given nothing that it would act upon,
/// and there are as many lines as with plain names.
@Suite("Hostile names")
struct HostileNamesTests {
  let folder: WorkFolder
  private static let images = Fixtures.root.appendingPathComponent("Images/shapes").path

  /// Names that files can have, no two of which some file system takes for the same.
  private static let names: [String] = {
    var seen: Set<String> = []
    return (HostileTexts.fixed + HostileTexts.random(60, seed: 3)).map { "n" + $0 }.filter { name in
      name.utf8.count < 200 && !name.utf8.contains(0) && !name.utf8.contains(UInt8(ascii: "/"))
        && !name.utf8.contains(UInt8(ascii: "\\"))
        && seen.insert(name.uppercased().lowercased()).inserted
    }
  }()

  init() throws { folder = try WorkFolder() }

  private func check(
    _ hostile: CommandLineTool.Outcome, like plain: CommandLineTool.Outcome? = nil,
    _ what: String, location: SourceLocation = #_sourceLocation
  ) {
    for text in [hostile.output, hostile.errors] {
      #expect(HostileTexts.harm(in: text).isEmpty, "\(what): \(text)", sourceLocation: location)
    }
    guard let plain else { return }
    #expect(hostile.status == plain.status, "\(what): \(hostile)", sourceLocation: location)
    for (text, other) in [(hostile.output, plain.output), (hostile.errors, plain.errors)] {
      let (found, meant) = (text.utf8.count { $0 == 0x0A }, other.utf8.count { $0 == 0x0A })
      #expect(found == meant, "\(what): \(hostile)\n\(plain)", sourceLocation: location)
    }
  }

  private func write(_ name: String, _ text: String, in place: String) throws {
    // Foundation's URLs make other names of some.
    let path = Array("\(folder.path(place))/\(name)".utf8CString)
    let file = path.withUnsafeBufferPointer { fopen($0.baseAddress, "w") }
    let open = try #require(file)
    fputs(text, open)
    fclose(open)
  }

  @Test("Files of a folder, in manifests, signatures and what is wrong with them")
  func folders() throws {
    for place in ["plain", "hostile"] {
      try FileManager.default.createDirectory(
        atPath: folder.path(place), withIntermediateDirectories: true)
      for (index, name) in Self.names.enumerated() {
        try write(place == "plain" ? "n\(index)" : name, "\(index)", in: place)
      }
    }
    try #require(try folder.darkroom("keygen", "key.pem").status == 0)
    func both(_ arguments: [String]) throws {
      let runs = try ["hostile", "plain"].map { place in
        try folder.darkroom(arguments.map { $0.replacingOccurrences(of: "FOLDER", with: place) })
      }
      check(runs[0], like: runs[1], "\(arguments)")
    }
    try both(["manifest", "create", "FOLDER"])
    try both(["sign", "FOLDER", "--key", "key.pem"])
    try both(["verify", "FOLDER", "--key", "key.pem.pub"])
    try both(["manifest", "verify", "FOLDER"])
    let digest = Digest(of: Array("0".utf8)).description
    try both(["manifest", "show", "FOLDER/manifest.json", digest])
    try both(["manifest", "show", "FOLDER/manifest.json", "no\u{1B}\nsuch"])
    for place in ["plain", "hostile"] {
      for (index, name) in Self.names.enumerated() {
        try write(place == "plain" ? "n\(index)" : name, "changed", in: place)
      }
      for name in ["new", "ok\u{1B}[31m"] {
        try write(place == "plain" ? name.filter(\.isLetter) : name + "\nok", "new", in: place)
      }
    }
    try both(["verify", "FOLDER", "--key", "key.pem.pub"])
    try both(["verify", "FOLDER"])
    try both(["manifest", "verify", "FOLDER"])
    try both(["manifest", "verify", "FOLDER", "--json"])
    try both(["notice", "FOLDER"])
  }

  @Test("Files that are not there, and arguments that are wrong")
  func errors() throws {
    func lines(_ name: String) -> [[String]] {
      [
        ["inspect", "\(name).cfg"], ["inspect", "\(name).onnx"],
        ["convert", Shapes.cfg, name, "-o", "x.onnx"], ["verify", name], ["trace", name],
        ["inspect", Shapes.cfg, "--\(name)"], ["inspect", Shapes.cfg, name],
        ["detect", Shapes.cfg, "x.jpg", "--threshold", name], ["report", name, "-o", "x.html"],
        ["zoo", "show", name, "--recipes", ".", "--store", "s"],
      ]
    }
    for name in Self.names {
      for (arguments, plain) in zip(lines(name), lines("plain")) {
        let outcome = try folder.darkroom(arguments)
        check(outcome, like: try folder.darkroom(plain), "\(arguments)")
        #expect(outcome.status > 1)
      }
    }
  }

  @Test("Names of classes, in detect, evaluate and inspect")
  func classes() throws {
    let count = try String(contentsOfFile: Shapes.names, encoding: .utf8).split(separator: "\n")
      .count
    let lines = (HostileTexts.fixed + HostileTexts.random(20, seed: 4)).map { text in
      // A names file has a name on each line.
      String(String.UnicodeScalarView(text.unicodeScalars.filter { !Character($0).isNewline }))
    }
    let annotations = try String(
      contentsOfFile: Self.images + "/instances_validation.json", encoding: .utf8)
    let truth = try #require(
      try JSONSerialization.jsonObject(with: Data(annotations.utf8)) as? [String: Any])
    var plain: [CommandLineTool.Outcome] = []
    let groups = stride(from: 0, to: lines.count - count, by: count).map {
      lines[$0..<$0 + count].map { "x\($0)x" }
    }
    for group in [(0..<count).map { "c\($0)" }] + groups {
      try folder.file("c.names", group.joined(separator: "\n"))
      var truth = truth
      truth["categories"] = group.enumerated().map {
        ["id": $0 + 1, "name": $1 + "\nforged"] as [String: Any]
      }
      try folder.file("truth.json", try JSONSerialization.data(withJSONObject: truth))
      let outcomes = try [
        ["convert", Shapes.cfg, Shapes.weights, "--names", "c.names", "-o", "c.onnx"],
        ["detect", "c.onnx", Shapes.image(0), Shapes.image(1)],
        ["detect", "c.onnx", Shapes.image(0), "--json"],
        ["evaluate", "--results", "results.json", "--annotations", "truth.json"],
        ["evaluate", "--results", "results.json", "--annotations", "truth.json", "--json"],
      ].map { arguments in
        if arguments[0] == "evaluate",
          !FileManager.default.fileExists(atPath: folder.path("results.json"))
        {
          try folder.file(
            "results.json", #"[{"image_id":1,"category_id":1,"bbox":[1,1,9,9],"score":0.5}]"#)
        }
        return try folder.darkroom(arguments)
      }
      if plain.isEmpty { plain = outcomes }
      for (hostile, plain) in zip(outcomes, plain) { check(hostile, like: plain, "\(group)") }
      #expect(outcomes.allSatisfy { $0.status == 0 }, "\(outcomes)")
    }
  }

  @Test("Names within ONNX files, in inspect, compare and quantize")
  func tensors() throws {
    let path = try Shapes.convert(in: folder)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    // Of the same length, so that the file stays one.
    for name in [
      "\u{1B}[31m\nok  wxyz", "\u{202E}\u{9B}\u{7F}\rabcdefg", "\u{2028}\u{85}a|`<b>xyz",
      "\n\n\n\n\n\n\n\n\n\n\n\n\n\n",
    ] {
      try #require(name.utf8.count == "layer_000_conv".utf8.count, "\(name.utf8.count)")
      var hostile = bytes
      while let range = hostile.range(of: Data("layer_013_conv".utf8)) {
        hostile.replaceSubrange(range, with: Data(name.utf8))
      }
      try #require(hostile != bytes)
      try folder.file("hostile.onnx", hostile)
      for arguments in [
        ["inspect", "MODEL"], ["inspect", "MODEL", "--json"],
        ["inspect", "MODEL", "--profile", "--runs", "1"],
        ["inspect", "MODEL", "--profile", "--runs", "1", "--json"],
        [
          "compare", "shapes.onnx", "MODEL", "--images", Self.images + "/validation", "--limit",
          "2",
        ],
        [
          "quantize", "MODEL", "--calibration", Self.images + "/calibration", "--effort", "fast",
          "--report", "x.txt", "-o", "x.onnx",
        ],
      ] {
        let runs = try ["hostile.onnx", "shapes.onnx"].map { model in
          try folder.darkroom(arguments.map { $0 == "MODEL" ? model : $0 })
        }
        check(runs[0], like: runs[1], "\(arguments)")
        #expect(runs[0].status == 0, "\(arguments): \(runs[0])")
      }
      let report = String(decoding: try folder.bytes("x.txt"), as: UTF8.self)
      #expect(HostileTexts.harm(in: report).isEmpty)
    }
  }

  @Test("What a cfg holds, in every diagnostic")
  func cfg() throws {
    for text in HostileTexts.fixed where !text.utf8.contains(0) {
      try folder.file(
        "x.cfg",
        "[net]\nwidth=32\(text)\nheight=32\nchannels=3\n[con\(text)]\n\(text)=1\nactivation=\(text)\n\(text)\n"
      )
      for command in [["inspect", "x.cfg"], ["convert", "x.cfg", Shapes.weights, "-o", "x.onnx"]] {
        let outcome = try folder.darkroom(command)
        check(outcome, "\(command) \(text.debugDescription)")
        #expect(outcome.status == 65)
        for line in outcome.errors.split(separator: "\n") {
          #expect(line.hasPrefix("x.cfg:"), "\(outcome)")
        }
      }
    }
  }

  @Test("Names within records, in trace, verify, card, bom, notice and provenance")
  func records() throws {
    _ = try Shapes.convert(in: folder)
    let path = folder.path("shapes.onnx.provenance.json")
    let original = try ProvenanceRecord(contentsOf: path)
    var plain: [CommandLineTool.Outcome] = []
    for text in ["plain"] + HostileTexts.fixed {
      var record = original
      record.artifact.title = "x\(text)x"
      record.artifact.attribution = "x\(text)x"
      record.artifact.architecture = "x\(text)x"
      record.materials[0].attribution = "x\(text)x"
      record.materials[0].file.name = "x\(text)x".replacingOccurrences(of: "/", with: "")
      record.artifact.inputs[0].name = "x\(text)x"
      try record.write(to: path)
      // Those of the record before.
      for suffix in ["intoto.jsonl", "cdx.json", "spdx.json"] {
        try? FileManager.default.removeItem(atPath: folder.path("shapes.onnx.\(suffix)"))
      }
      let outcomes = try [
        ["trace", "shapes.onnx"], ["trace", "shapes.onnx", "--json"], ["verify", "."],
        ["card", "shapes.onnx"], ["bom", "shapes.onnx"],
        ["bom", "shapes.onnx", "--format", "spdx"],
        ["notice", ".", "--check"], ["provenance", "shapes.onnx"],
      ].map { try folder.darkroom($0) }
      if plain.isEmpty { plain = outcomes }
      for (hostile, plain) in zip(outcomes, plain) {
        check(hostile, like: plain, text.debugDescription)
      }
    }
  }

  @Test("Recipes, in zoo list and zoo show")
  func recipes() throws {
    let add = ["zoo", "add", Shapes.cfg, Shapes.weights, "--recipes", "r"]
    try #require(try folder.darkroom(add).status == 0)
    let recipe = String(decoding: try folder.bytes("r/shapes.yaml"), as: UTF8.self)
    var plain: [CommandLineTool.Outcome] = []
    // Controls have no place in a recipe; what turns the direction of writing is a character.
    for text in ["plain", "\u{202E}gnp.exe", "\u{2066}x\u{2069}", "a\u{200B}b", "\u{E000}"] {
      try folder.file(
        "r/shapes.yaml",
        recipe.replacingOccurrences(of: "title: shapes", with: "title: \"\(text)\"")
          .replacingOccurrences(of: "tags: [darknet]", with: "tags: [darknet]"))
      let outcomes = try [
        ["zoo", "list"], ["zoo", "list", "--json"], ["zoo", "show", "shapes"],
        ["zoo", "show", "shapes", "--json"],
      ].map { try folder.darkroom($0 + ["--recipes", "r", "--store", "s"]) }
      if plain.isEmpty { plain = outcomes }
      for (hostile, plain) in zip(outcomes, plain) { check(hostile, like: plain, text) }
      #expect(outcomes.allSatisfy { $0.status == 0 }, "\(outcomes)")
    }
    try write("x\u{1B}[31m\nok.yaml", "name: \"\u{1B}[31m\"\n\u{202E}: x\n", in: "r")
    check(try folder.darkroom("zoo", "list", "--recipes", "r", "--store", "s"), "a bad recipe")
  }
}
