import TestSupport

/// A megabyte that is shaped to make a reader work more than it should, and the command that reads it.
struct HostileInput: Sendable, CustomStringConvertible {
  /// The kind of file and the shape.
  let description: String
  /// What the file is called in the folder where the command is run.
  let file: String
  /// A line of shell, in which `$darkroom` is the program.
  let command: String
  /// The bytes of the file.
  let bytes: @Sendable () -> [UInt8]

  /// How large they are, about.
  static let size = 1 << 20

  /// The inputs of every reader.
  static let all: [HostileInput] = (texts + json + [cfg, models, others]).flatMap(\.self)
}

/// A shape, apart from the reader.
private struct Shape: Sendable {
  let name: String
  let bytes: @Sendable () -> [UInt8]

  /// The same text again and again: the text, or a beginning and the text, or these and an end.
  init(_ name: String, _ parts: String...) {
    self.name = name
    let start = parts.count > 1 ? parts[0] : ""
    let unit = Array(parts[min(1, parts.count - 1)].utf8)
    let end = parts.count > 2 ? parts[2] : ""
    bytes = {
      let repeated = repeatElement(unit, count: HostileInput.size / unit.count).joined()
      return Array(start.utf8) + Array(repeated) + Array(end.utf8)
    }
  }

  /// Another text each time.
  init(
    _ name: String, _ start: String = "", _ end: String = "", count: Int,
    unit: @escaping @Sendable (Int) -> String
  ) {
    self.name = name
    bytes = { Array(start.utf8) + (0..<count).flatMap { Array(unit($0).utf8) } + Array(end.utf8) }
  }
}

extension HostileInput {
  private static func inputs(
    _ kind: String, _ file: String, _ command: String, _ shapes: [Shape], _ more: [Shape] = []
  ) -> [HostileInput] {
    (shapes + more).map {
      HostileInput(
        description: "\(kind): \($0.name)", file: file, command: command, bytes: $0.bytes)
    }
  }

  /// Marks whose order Swift has to sort before it can compare.
  private static let marks = "\u{301}\u{316}"

  // MARK: Text

  private static let textShapes: [Shape] = [
    Shape("combining marks", marks), Shape("one long line", "a"), Shape("empty lines", "\n"),
    Shape("many short lines", "a\n"), Shape("spaces", " "), Shape("commas", ","),
    Shape("backslashes", "\\"), Shape("quotes", "\""), Shape("spaces and a letter", "a ", " "),
    Shape("carriage returns", "\r"), Shape("other line ends", "\u{2028}"),
    Shape("flags", "\u{1F1E6}"),
  ]
  private static let shapes = "'\(Shapes.cfg)' '\(Shapes.weights)'"
  /// A model with a record, so that what lies beside it is looked at.
  private static let model = "$darkroom convert \(shapes) -q -o m.onnx && "

  private static let texts: [[HostileInput]] = [
    inputs("names", "x.names", "$darkroom convert \(shapes) --names x.names -o o.onnx", textShapes),
    inputs(
      "list of images", "x.list",
      "$darkroom quantize '\(Shapes.cfg)' --calibration x.list -o o.onnx", textShapes),
    inputs(
      "sha256sum", "x.sha256", "$darkroom manifest verify . --manifest x.sha256",
      textShapes,
      [
        Shape("the same line", "\(String(repeating: "0", count: 64))  a\n"),
        Shape("a path of many parts", "\(String(repeating: "0", count: 64))  ", "a/"),
      ]),
    inputs("card", "README.md", model + "$darkroom verify .", textShapes),
    inputs("notice", "NOTICE.md", model + "$darkroom verify .", textShapes),
    inputs("statements", "m.onnx.intoto.jsonl", model + "$darkroom verify .", textShapes),
    inputs(
      "key", "x.pem", "head -c 65000 x.pem > k.pem; $darkroom sign . --key k.pem",
      textShapes, [Shape("short lines of a key", "-----BEGIN PRIVATE KEY-----\n", "A\n")]),
    inputs(
      "recipe", "x.yaml", "head -c 1048576 x.yaml > r.yaml; $darkroom zoo show r.yaml --store s",
      textShapes,
      [
        Shape("duplicate keys", "a: 1\n"),
        Shape("directives", count: 30_000) { "%TAG !a\($0)! tag:b,2000:c\n" },
        Shape("unknown keys", count: 100_000) { "k\($0): 1\n" },
        Shape("a list", "a:\n", "- b\n"), Shape("escaped marks", "a: \"", "\\u0301\\u0316", "\"\n"),
        Shape("marks over folded lines", "a: \"", "\u{301}\\\n \u{316}\\\n ", "\"\n"),
        Shape("anchors", "- &a [*a,*a]\n"), Shape("brackets", "["), Shape("question marks", "? "),
        Shape("a long key", "a", ": 1\n"), Shape("tags", "!a "), Shape("comments", "#\n"),
      ]),
    inputs(
      "VOC", "v/x.xml", "echo '[]' > r.json; $darkroom evaluate --results r.json --annotations v",
      textShapes,
      [
        Shape("nested elements", "<a>"), Shape("empty elements", "<annotation>", "<a/>"),
        Shape("objects", "<annotation><filename>a</filename>", "<object/>", "</annotation>"),
        Shape("entities", "<annotation>", "&#x301;", "</annotation>"),
        Shape("attributes", "<annotation ", "a='' ", "/>"), Shape("comments", "<!---->"),
        Shape("one name", "<", "a", ">"), Shape("CDATA", "<a>", "<![CDATA[]]>", "</a>"),
      ]),
    inputs(
      "labels", "l/a.txt",
      "cp '\(Shapes.image(0))' a.jpg; $darkroom evaluate '\(Shapes.cfg)' --weights "
        + "'\(Shapes.weights)' --images . --annotations l",
      textShapes, [Shape("objects", "0 0.5 0.5 0.1 0.1\n"), Shape("wrong", "0 x\n")]),
  ]

  // MARK: JSON

  private static let jsonShapes: [Shape] = [
    Shape("escapes", "{\"a\":\"", "\\n", "\"}"), Shape("a key of escapes", "{\"", "\\n", "\":1}"),
    Shape("Unicode escapes", "{\"a\":\"", "\\u00e9", "\"}"),
    Shape("surrogates", "{\"a\":\"", "\\ud83d\\ude00", "\"}"),
    Shape("marks in a key", "{\"a", marks, "\":1}"),
    Shape("escaped marks in a key", "{\"a", "\\u0301\\u0316", "\":1}"),
    Shape("nested arrays", "["), Shape("nested objects", "{\"a\":"),
    Shape("digits", "{\"schemaVersion\":1", "9", "}"),
    Shape("a fraction", "{\"schemaVersion\":0.", "3", "}"),
    Shape("an exponent", "{\"schemaVersion\":1e", "9", "}"),
    Shape("numbers", "{\"a\":[", "0,", "0]}"), Shape("empty objects", "[", "{},", "{}]"),
    Shape("empty arrays", "[", "[],", "[]]"), Shape("empty texts", "[", "\"\",", "\"\"]"),
    Shape("keys", "{", "\"a\":1}", count: 90_000) { "\"k\($0)\":0," },
    Shape("the same key", "{", "\"a\":0,", "\"b\":0}"),
    Shape("spaces", " "), Shape("lines", "\n"), Shape("a text without an end", "{\"", "a"),
  ]

  private static let json: [[HostileInput]] = [
    inputs(
      "manifest", "x.json", "$darkroom manifest verify . --manifest x.json",
      jsonShapes,
      [
        Shape("files", "{\"schemaVersion\":1,\"files\":[", "{},", "{}]}"),
        Shape(
          "a path of many parts", "{\"schemaVersion\":1,\"files\":[{\"path\":\"", "a/",
          "a\",\"size\":1,\"sha256\":\"\(String(repeating: "0", count: 64))\","
            + "\"mediaType\":\"a\",\"license\":\"MIT\"}]}"),
      ]),
    inputs("record", "m.provenance.json", "$darkroom rebuild m.provenance.json", jsonShapes),
    inputs("statement", "m.onnx.intoto.jsonl", model + "$darkroom verify .", jsonShapes),
    inputs(
      "statements", "m.onnx.intoto.jsonl", model + "$darkroom verify .",
      [
        Shape("lines", "{}\n"),
        Shape(
          "signatures", "{\"payloadType\":\"a\",\"payload\":\"\",\"signatures\":[",
          "{\"sig\":\"\"},", "{}]}"),
      ]),
    inputs(
      "signature", "model.sig", "$darkroom keygen k >/dev/null; $darkroom verify . --key k.pub",
      jsonShapes),
    inputs("policy", "x.json", model + "$darkroom notice . --policy x.json", jsonShapes),
    inputs(
      "COCO", "x.json",
      "echo '[]' > r.json; $darkroom evaluate --results r.json --annotations x.json",
      jsonShapes,
      [
        Shape("annotations", "{\"annotations\":[", "{},", "{}]}"),
        Shape("lists", "{\"images\":[]", ",\"images\":[]", "}"),
        Shape("the same image", "{\"images\":[", "{\"id\":1},", "{\"id\":1}]}"),
      ]),
    inputs(
      "results", "x.json",
      "echo '{\"images\":[],\"annotations\":[],\"categories\":[]}' > t.json; "
        + "$darkroom evaluate --results x.json --annotations t.json", jsonShapes),
    inputs("shard", "x.json", "$darkroom evaluate merge x.json", jsonShapes),
    inputs(
      "table", "x.json",
      "$darkroom quantize '\(Shapes.cfg)' --weights '\(Shapes.weights)' --table x.json -o o.onnx",
      jsonShapes),
    inputs("report", "x.json", "$darkroom report x.json -o r.html", jsonShapes),
  ]

  // MARK: Networks

  private static let cfg: [HostileInput] = inputs(
    "cfg", "x.cfg", "$darkroom inspect x.cfg",
    textShapes,
    [
      Shape("sections", "[net]\nwidth=32\nheight=32\nchannels=3\n", "[route]\nlayers=-1\n"),
      Shape("empty sections", "[net]\n", "[a]\n"), Shape("brackets", "["),
      Shape(
        "activations", "[net]\nwidth=32\nheight=32\nchannels=3\n", "[activation]\nactivation=relu\n"
      ),
      Shape("dropouts", "[net]\nwidth=32\nheight=32\nchannels=3\n", "[dropout]\n"),
      Shape("the same key", "[net]\n", "a=1\n"),
      Shape("unknown keys", "[net]\n", count: 90_000) { "k\($0)=1\n" },
      Shape("a long list", "[net]\nwidth=32\nheight=32\nchannels=3\n[route]\nlayers=-1", ",-1"),
      Shape("commas", "[net]\nsteps=1", ","), Shape("digits", "[net]\nwidth=1", "9"),
      Shape("a long fraction", "[net]\ndecay=0.", "3"), Shape("comments", "#\n"),
      Shape("a long key", "[net]\n", "a", "=1\n"), Shape("a long section", "[", "a", "]\n"),
      Shape("equals signs", "[net]\n", "="),
    ])

  /// Files of ONNX; a graph is field 7 of a model.
  private static let models: [HostileInput] = [
    repeated("empty nodes", [0x0A, 0]), repeated("empty initializers", [0x2A, 0]),
    repeated("empty inputs", [0x5A, 0]), repeated("unknown fields", [0xF8, 0x07, 0]),
    repeated("nodes of empty operands", [0x0A, 4, 0x0A, 0, 0x0A, 0]),
    repeated("nodes of empty attributes", [0x0A, 4, 0x2A, 0, 0x2A, 0]),
    onnx("nested graphs") {
      // Each level is a node with an attribute with a graph.
      var graph: [UInt8] = []
      for _ in 0..<2000 {
        for tag in [UInt8(0x32), 0x2A, 0x0A] { graph = field(tag, graph) }
      }
      return graph
    },
    onnx("a name of marks") {
      let name = String(repeating: marks, count: size / 8)
      return node(from: name, to: name)
    },
    onnx("a shape of many axes") {
      input(axes: size / 8) + chain(20_000)
    },
    onnx("a long chain") {
      input(axes: 1) + chain(40_000) + field(0x62, field(0x0A, Array("v39999".utf8)))
    },
  ]

  private static func onnx(
    _ name: String, _ graph: @escaping @Sendable () -> [UInt8]
  ) -> HostileInput {
    HostileInput(
      description: "ONNX: \(name)", file: "x.onnx", command: "$darkroom inspect x.onnx",
      bytes: { [0x08, 8, 0x42, 2, 0x10, 13] + field(0x3A, graph()) })
  }

  private static func repeated(_ name: String, _ unit: [UInt8]) -> HostileInput {
    onnx(name) { Array(repeatElement(unit, count: size / unit.count).joined()) }
  }

  /// An input `x` of floats with axes of 1.
  private static func input(axes: Int) -> [UInt8] {
    let dimensions = Array(repeatElement([UInt8]([0x0A, 2, 0x08, 1]), count: axes).joined())
    let type = field(0x0A, [0x08, 1] + field(0x12, dimensions))
    return field(0x5A, field(0x0A, [0x78]) + field(0x12, type))
  }

  private static func node(from input: String, to output: String) -> [UInt8] {
    var node = field(0x0A, Array(input.utf8))
    node += field(0x12, Array(output.utf8))
    node += field(0x22, Array("Relu".utf8))
    return field(0x0A, node)
  }

  /// Nodes after each other, from `x` on.
  private static func chain(_ count: Int) -> [UInt8] {
    (0..<count).flatMap { node(from: $0 == 0 ? "x" : "v\($0 - 1)", to: "v\($0)") }
  }

  /// A field of protobuf with a length.
  private static func field(_ tag: UInt8, _ contents: [UInt8]) -> [UInt8] {
    var length: [UInt8] = []
    var rest = contents.count
    while rest >= 0x80 {
      length.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return [tag] + length + [UInt8(rest)] + contents
  }

  private static let others: [HostileInput] = inputs(
    "weights", "x.weights", "$darkroom inspect '\(Shapes.cfg)' --weights x.weights",
    [Shape("zeros", "\0"), Shape("text", "a"), Shape("a page", "<html>")])
}
