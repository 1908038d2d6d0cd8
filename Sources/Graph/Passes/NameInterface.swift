import Text

/// What the input and the outputs of a network are to be called.
public struct InterfaceNames: Hashable, Sendable {
  /// The only input; nil for the usual name of the output form.
  public var input: String?
  /// The outputs, in order; empty for the usual names of the output form.
  public var outputs: [String]

  /// Creates names; without arguments the usual ones.
  public init(input: String? = nil, outputs: [String] = []) {
    self.input = input
    self.outputs = outputs
  }

  /// The most characters of a name.
  private static let longest = 128

  /// Whether runtimes take a name: letters, digits and `_ - . / :`, as names of files and of variables
  /// in configurations have them.
  public static func isValid(_ name: String) -> Bool {
    (1...longest).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        switch Unicode.Scalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "-", ".", "/", ":": true
        default: false
        }
      }
  }

  /// What is wrong with names as such, whatever the network; nil for nothing.
  public var problem: String? {
    let all = (input.map { [$0] } ?? []) + outputs
    for name in all where !InterfaceNames.isValid(name) {
      return "\(quoted(name)) is no name of an input or output; take up to "
        + "\(InterfaceNames.longest) letters, digits and the characters _ - . / :"
    }
    var seen: Set<String> = []
    for name in all where !seen.insert(name).inserted {
      return "the name \(quoted(name)) is given twice; inputs and outputs need names of their own"
    }
    return nil
  }

  /// The names with those of a form where none are given.
  public func completed(for form: OutputForm) -> InterfaceNames {
    InterfaceNames(
      input: input ?? form.layout.inputName,
      outputs: outputs.isEmpty ? form.layout.outputNames : outputs)
  }
}

extension Graph {
  /// Why the network's input and outputs cannot be called so; nil where they can.
  public func problem(with names: InterfaceNames) -> String? {
    if let problem = names.problem { return problem }
    if names.input != nil, inputs.count != 1 {
      return "the network has \(inputs.count) inputs, so one name does not name them"
    }
    if !names.outputs.isEmpty, names.outputs.count != outputs.count {
      return "\(counted(names.outputs.count, "name")) for \(counted(outputs.count, "output")) "
        + "(\(outputs.map { self[$0].name }.joined(separator: ", ")))"
    }
    let own = Set((names.input == nil ? [] : inputs) + (names.outputs.isEmpty ? [] : outputs))
    for name in (names.input.map { [$0] } ?? []) + names.outputs {
      if let other = value(named: name), !own.contains(other) {
        return "\(quoted(name)) is the name of another tensor of the network; choose another name"
      }
    }
    return nil
  }

  /// Gives the input and the outputs names.
  ///
  /// - Precondition: `problem(with:)` is nil.
  public mutating func name(_ names: InterfaceNames) {
    var wanted: [(ValueID, String)] = []
    if let name = names.input, let input = inputs.first { wanted.append((input, name)) }
    wanted += zip(outputs, names.outputs).map { ($0, $1) }
    wanted.removeAll { self[$0].name == $1 }
    // Names may change places.
    for (value, _) in wanted { rename(value, to: "\(self[value].name)_unnamed") }
    for (value, name) in wanted { rename(value, to: name) }
  }
}
