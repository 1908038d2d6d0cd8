/// What a recurrent network remembers from one run to the next: a tensor that a run takes and one of
/// the same type that it gives, which the next run takes in its place. Before the first run all its
/// elements are 0.
public struct State: Hashable, Sendable {
  /// Unique among states; files call the input `NAME_in` and the output `NAME_out`.
  public var name: String
  /// What a run takes.
  public var input: ValueID
  /// What a run gives.
  public var output: ValueID

  /// Creates a state of values that are in a graph.
  public init(name: String, input: ValueID, output: ValueID) {
    self.name = name
    self.input = input
    self.output = output
  }

  /// What the input of a state is called.
  public static func inputName(of name: String) -> String { "\(name)_in" }

  /// What the output of a state is called.
  public static func outputName(of name: String) -> String { "\(name)_out" }
}

extension Graph {
  /// All that a run takes: the inputs, then those of states.
  public var allInputs: [ValueID] { inputs + states.map(\.input) }

  /// All that a run gives: the outputs, then those of states.
  public var allOutputs: [ValueID] { outputs + states.map(\.output) }

  /// Adds what a run takes of a state, which `states` has to list when its output is known.
  public mutating func addStateInput(of name: String, _ type: TensorType) -> ValueID {
    let input = addInput(State.inputName(of: name), type)
    inputs.removeLast()
    return input
  }

  /// Makes an input that of a state.
  ///
  /// - Returns: whether there is such an input and an output of the same type for it; nothing changes
  ///   otherwise.
  public mutating func makeState(_ name: String, input: ValueID, output: ValueID) -> Bool {
    guard inputs.contains(input), outputs.contains(output), self[input].type == self[output].type,
      inputs.count > 1, !states.contains(where: { $0.name == name })
    else { return false }
    inputs.removeAll { $0 == input }
    if let position = outputs.lastIndex(of: output) { outputs.remove(at: position) }
    states.append(State(name: name, input: input, output: output))
    return true
  }
}
