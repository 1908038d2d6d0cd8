extension Graph {
  /// Checks what every graph must satisfy: unique names, values computed once and before they are
  /// read, and recorded types equal to computed ones.
  ///
  /// Readers call it when they are done and `PassPipeline` after each pass, in every build: it takes
  /// less than a hundredth of the time of a conversion.
  ///
  /// - Throws: the first violation, as `GraphError`.
  public func validate() throws(GraphError) {
    var names: Set<String> = []
    for value in values where !names.insert(value.name).inserted {
      throw .duplicateName(value.name)
    }
    var nodeNames: Set<String> = []
    var known = Set(allInputs)
    for (index, value) in values.enumerated() where value.constant != nil {
      known.insert(ValueID(index))
    }
    for node in nodes {
      guard nodeNames.insert(node.name).inserted else { throw .duplicateName(node.name) }
      for input in node.inputs where !known.contains(input) {
        throw .valueNotComputed(node: node.name, value: self[input].name)
      }
      let types: [TensorType]
      do throws(OperationError) {
        types = try node.operation.outputTypes(for: node.inputs.map { self[$0].type })
      } catch {
        throw .operandsDoNotFit(node: node.name, reason: error)
      }
      guard node.operandRoles.count == node.inputs.count else {
        throw .operandsWithoutRole(node: node.name)
      }
      for (output, type) in zip(node.outputs, types) {
        guard known.insert(output).inserted else {
          throw .valueComputedTwice(node: node.name, value: self[output].name)
        }
        guard self[output].type == type else {
          throw .typeMismatch(
            value: self[output].name, recorded: self[output].type, computed: type)
        }
      }
    }
    for output in allOutputs where !known.contains(output) {
      throw .valueNotComputed(node: "(output)", value: self[output].name)
    }
    for state in states where self[state.input].type != self[state.output].type {
      throw .typeMismatch(
        value: self[state.output].name, recorded: self[state.input].type,
        computed: self[state.output].type)
    }
    for (layer, output) in layerOutputs.sorted(by: { $0.key < $1.key })
    where !known.contains(output) {
      throw .valueNotComputed(node: "(layer \(layer))", value: self[output].name)
    }
  }
}
