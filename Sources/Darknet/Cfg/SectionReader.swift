import Text

/// Reads typed values from one section, as darknet does, and collects what is wrong with them.
///
/// After a mistake it answers with the closest usable value, so that reading goes on and finds
/// the other mistakes.
struct SectionReader {
  /// The section as text.
  let section: CfgSection
  /// The index of the layer, -1 for `[net]`.
  let index: Int
  /// `time_steps` of the network, on which defaults of recurrent layers depend.
  let timeSteps: Int
  /// What was wrong so far.
  private(set) var diagnostics: [Diagnostic] = []
  /// The keys whose values are guesses now.
  private(set) var faultyKeys: Set<String> = []

  init(_ section: CfgSection, index: Int, timeSteps: Int = 1) {
    self.section = section
    self.index = index
    self.timeSteps = timeSteps
  }

  /// Reports a mistake at a key's value, or at the header when the key is missing; `location` is
  /// a place within the value.
  mutating func error(_ message: String, at key: String, _ location: SourceLocation? = nil) {
    report(.error, message, at: key, location)
  }

  /// Reports something of no or unexpected effect.
  mutating func warn(_ message: String, at key: String, _ location: SourceLocation? = nil) {
    report(.warning, message, at: key, location)
  }

  private mutating func report(
    _ severity: Diagnostic.Severity, _ message: String, at key: String,
    _ location: SourceLocation? = nil
  ) {
    if severity == .error { faultyKeys.insert(key) }
    guard diagnostics.count < CfgText.largestDiagnosticCount else { return }
    let place = location ?? section[key]?.valueLocation ?? section.location
    diagnostics.append(Diagnostic(severity, at: place, message))
  }

  // MARK: Single values

  /// Text, or nil when the key is missing or has no value.
  func text(_ key: String) -> String? {
    section[key].flatMap { $0.value.isEmpty ? nil : $0.value }
  }

  /// A whole number, read like `atoi`.
  mutating func integer(_ key: String, default fallback: Int) -> Int {
    guard let entry = section[key], !entry.text.isEmpty else { return fallback }
    return integer(entry.text, of: key, at: entry.valueLocation) ?? fallback
  }

  /// A whole number of at least 1.
  mutating func positive(_ key: String, default fallback: Int) -> Int {
    let value = integer(key, default: fallback)
    if value < 1 { error("\(key)=\(value) has to be at least 1", at: key) }
    return max(value, 1)
  }

  /// A whole number of at least 0.
  mutating func natural(_ key: String, default fallback: Int) -> Int {
    let value = integer(key, default: fallback)
    if value < 0 { error("\(key)=\(value) may not be negative", at: key) }
    return max(value, 0)
  }

  /// A whole number of which only counts whether it is 0.
  mutating func flag(_ key: String) -> Bool { integer(key, default: 0) != 0 }

  /// A real number, read like `atof`.
  mutating func real(_ key: String, default fallback: Float) -> Float {
    guard let entry = section[key], !entry.text.isEmpty else { return fallback }
    return real(entry.text, of: key, at: entry.valueLocation) ?? fallback
  }

  /// One of the names of a closed set. `otherwise` says what darknet does with another name,
  /// `severity` how serious that is.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, default fallback: Choice, otherwise: String,
    _ severity: Diagnostic.Severity = .error
  ) -> Choice where Choice.RawValue == String {
    guard let name = text(key) else { return fallback }
    if let choice = Choice(rawValue: name) {
      warnOfComment(at: key, name, otherwise)
      return choice
    }
    let names = Choice.allCases.map(\.rawValue)
    let hint =
      (Choice.self == Activation.self ? ForeignNames.activation(name) : nil)
      ?? nearestName(to: name, in: names).map { "did you mean \(quoted($0))?" }
      ?? "known are \(names.joined(separator: ", "))"
    report(severity, "unknown \(key) \(quoted(name)), \(otherwise); \(hint)", at: key)
    return fallback
  }

  /// AlexeyAB's darknet takes a comment for a part of the name, so that a network may have been
  /// trained as another one than its cfg says.
  private mutating func warnOfComment(at key: String, _ name: String, _ otherwise: String) {
    guard let entry = section[key], !entry.comment.isEmpty else { return }
    let read = shortened(name + entry.comment)
    warn(
      """
      AlexeyAB's darknet reads \(key)=\(read), \(otherwise), so the weights may have been trained \
      that way; hank-ai's darknet, and this program, read \(quoted(name)). Put the comment on a line \
      of its own, and \(key) to what the weights were trained with
      """, at: key)
  }

  /// An activation function.
  mutating func activation(_ key: String = "activation", default fallback: Activation) -> Activation
  {
    if let name = text(key), let known = ForeignNames.forkActivations[name] {
      warn(
        """
        AlexeyAB's darknet has no \(key)=\(name) and silently uses relu; taken as other programs \
        mean it. If AlexeyAB's trained the weights, \(key)=relu is right
        """, at: key)
      return known
    }
    return choice(key, default: fallback, otherwise: "for which darknet would silently use relu")
  }

  // MARK: Numbers

  /// A whole number, or nil when the text is none; `location` is where it stands.
  mutating func integer(
    _ text: String, of key: String, at location: SourceLocation
  ) -> Int? {
    number(text, of: key, at: location, kind: "whole number", integerPrefix)
  }

  /// A real number, or nil when the text is none; `location` is where it stands.
  mutating func real(_ text: String, of key: String, at location: SourceLocation) -> Float? {
    number(text, of: key, at: location, kind: "number", realPrefix)
  }

  private mutating func number<Value>(
    _ text: String, of key: String, at location: SourceLocation, kind: String,
    _ read: (String) -> NumberPrefix<Value>?
  ) -> Value? {
    let compact = removingBlanks(text)
    guard let prefix = read(compact) else {
      error(
        "\(key)=\(shortened(compact)) is not a \(kind); darknet would read 0", at: key, location)
      return nil
    }
    guard let value = prefix.value else {
      error("\(key)=\(shortened(compact)) is out of range", at: key, location)
      return nil
    }
    let hasBlanks = text.split(whereSeparator: { $0 == " " || $0 == "\t" }).count > 1
    if !prefix.isWhole || hasBlanks {
      let reason = hasBlanks ? "has blanks, which darknet removes" : "is not a \(kind)"
      let read = "\(value)".hasSuffix(".0") ? "\("\(value)".dropLast(2))" : "\(value)"
      warn("\(key)=\(shortened(text)) \(reason); darknet reads \(read)", at: key, location)
    }
    return value
  }
}
