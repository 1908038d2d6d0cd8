import Text

/// Turns the sections of a cfg into typed layers with shapes, and says everything that is wrong
/// with them.
struct NetworkParser {
  /// The most layers a network may have; darknet's largest cfg has 375.
  static let largestLayerCount = 10_000

  private let file: String
  private let size: ImageSize?
  private var diagnostics: [Diagnostic]
  private var net: NetSection?
  private var layers: [DraftLayer] = []
  /// What of the last layer's output no mistake has made a guess.
  private var certainty: LayerShape.Certainty = []

  /// Parses all sections.
  ///
  /// - Parameter size: what images measure; nil for what the cfg says.
  init(_ text: CfgText, file: String, size: ImageSize? = nil) {
    self.file = file
    self.size = size
    diagnostics = text.diagnostics
    guard let first = text.sections.first else {
      if diagnostics.isEmpty {
        let start = SourceLocation(file: file, line: 1, column: 1)
        diagnostics.append(
          Diagnostic(.error, at: start, "there is no section; a network starts with [net]"))
      }
      return
    }
    if !NetSection.names.contains(first.name) {
      report(.error, first.location, "the first section has to be [net], found [\(first.name)]")
    }
    let netIndex = text.sections.firstIndex { NetSection.names.contains($0.name) }
    let net = readNet(netIndex.map { text.sections[$0] }, location: first.location)
    if text.sections.count == 1, netIndex != nil {
      report(.error, first.location, "the network has no layers")
    }
    for (index, section) in text.sections.enumerated() where index != netIndex {
      if diagnostics.count >= CfgText.largestDiagnosticCount {
        report(.error, section.location, "too many mistakes; the rest of the file is not checked")
        break
      }
      if layers.count >= NetworkParser.largestLayerCount {
        report(
          .error, section.location,
          "more than \(NetworkParser.largestLayerCount) layers; this is no network")
        break
      }
      if NetSection.names.contains(section.name) {
        report(.error, section.location, "a second [\(section.name)]; a network has one")
      } else {
        layers.append(readLayer(section, net: net))
      }
    }
  }

  /// What was found.
  func result() -> ParsedNetwork {
    let sorted = diagnostics.enumerated()
      .sorted { ($0.element.location, $0.offset) < ($1.element.location, $1.offset) }
      .map(\.element)
    let layers = layers.enumerated().compactMap { index, draft in Layer(draft, index: index) }
    guard let net, layers.count == self.layers.count, !layers.isEmpty else {
      return ParsedNetwork(bestEffort: nil, diagnostics: sorted)
    }
    return ParsedNetwork(
      bestEffort: Network(file: file, net: net, layers: layers), diagnostics: sorted)
  }

  // MARK: Sections

  private mutating func readNet(_ text: CfgSection?, location: SourceLocation) -> NetSection {
    let section = text ?? CfgSection(name: "net", location: location)
    var reader = SectionReader(section, index: -1)
    let net = NetSection(reading: &reader, size: size)
    self.net = net
    // What a section that is not there lacks has been said already.
    guard text != nil else { return net }
    diagnostics += reader.diagnostics
    if reader.faultyKeys.isEmpty { certainty = .all }
    checkKeys(of: section, known: NetSection.keys.names)
    return net
  }

  /// Reads a layer. It is added by the caller, since what is seen of the layers before it here would
  /// make a copy of them all for each.
  private mutating func readLayer(_ section: CfgSection, net: NetSection) -> DraftLayer {
    let input = layers.last?.forwarded ?? net.input
    var reader = SectionReader(section, index: layers.count, timeSteps: net.timeSteps)
    let options = LayerOptions(
      dontLoad: reader.flag("dontload"), dontLoadScales: reader.flag("dontloadscales"))
    guard let type = LayerTypes.byName[section.name] else {
      reportUnknown(section)
      certainty = []
      return DraftLayer(
        text: section, type: section.name, rule: nil, options: options, input: input,
        output: input, forwarded: input, certainty: [])
    }
    let rule = type.init(reading: &reader)
    diagnostics += reader.diagnostics
    checkKeys(of: section, known: type.keys.names + KeyTable.everyLayer.names)
    var context = ShapeContext(
      index: layers.count, section: section, input: input, earlier: layers,
      faultyKeys: reader.faultyKeys, certainty: certainty)
    let shape = rule.shape(in: &context)
    diagnostics += context.diagnostics
    certainty = shape.certainty
    if !reader.faultyKeys.isEmpty { certainty.remove(.extent) }
    return DraftLayer(
      text: section, type: type.names[0], rule: context.holdsWeights ? rule : nil,
      options: options, input: input,
      output: shape.output, forwarded: shape.forwarded, certainty: certainty)
  }

  // MARK: Names

  private mutating func reportUnknown(_ section: CfgSection) {
    let hint =
      ForeignNames.section(section.name).map { "; \($0)" }
      ?? nearestName(to: section.name, in: LayerTypes.names).map { "; did you mean [\($0)]?" } ?? ""
    report(
      .error, section.location, "unknown section \(quoted("[\(section.name)]"))\(hint)")
  }

  private mutating func checkKeys(of section: CfgSection, known: [String]) {
    let room = max(CfgText.largestDiagnosticCount - diagnostics.count, 0)
    for entry in section.entries.lazy.filter({ !known.contains($0.key) }).prefix(room) {
      report(.warning, entry.keyLocation, unknownKey(entry.key, in: section, known: known))
    }
  }

  private func unknownKey(_ key: String, in section: CfgSection, known: [String]) -> String {
    let elsewhere = LayerTypes.sections(reading: key).prefix(3).map { "[\($0)]" }
    if !elsewhere.isEmpty {
      return "[\(section.name)] does not read \(quoted(key)), a key of "
        + elsewhere.joined(separator: ", ")
    }
    let hint = nearestName(to: key, in: known).map { "; did you mean \(quoted($0))?" } ?? ""
    return "unknown key \(quoted(key)) in [\(section.name)], which has no effect\(hint)"
  }

  private mutating func report(
    _ severity: Diagnostic.Severity, _ location: SourceLocation, _ message: String
  ) {
    diagnostics.append(Diagnostic(severity, at: location, message))
  }
}
