import Graph

extension Graph {
  /// In what this graph is not the same as another, part by part; empty when they are the same.
  ///
  /// The order in which constants were added does not count.
  func differences(from other: Graph) -> [String] {
    var found: [String] = []
    func compare<Part: Equatable>(_ what: String, _ mine: Part, _ theirs: Part) {
      if mine != theirs { found.append("\(what): \(mine) instead of \(theirs)") }
    }
    compare("name", name, other.name)
    compare("batch", isBatchDynamic, other.isBatchDynamic)
    compare("contract", contract, other.contract)
    compare("inputs", inputs.map(describe), other.inputs.map(other.describe))
    compare("outputs", outputs.map(describe), other.outputs.map(other.describe))
    compare(
      "layer outputs", layerOutputs.mapValues(describe),
      other.layerOutputs.mapValues(other.describe))
    compare("nodes", nodes.map(\.name), other.nodes.map(\.name))
    for (mine, theirs) in zip(nodes, other.nodes) {
      compare("operation", AnyHashable(mine.operation), AnyHashable(theirs.operation))
      compare("origin of \(mine.name)", mine.origin, theirs.origin)
      compare("operands", mine.inputs.map(describe), theirs.inputs.map(other.describe))
      compare("results", mine.outputs.map(describe), theirs.outputs.map(other.describe))
    }
    let (mine, theirs) = (constants, other.constants)
    compare("constants", mine.keys.sorted(), theirs.keys.sorted())
    for (name, elements) in mine where theirs[name] != elements {
      found.append("elements of \(name) differ")
    }
    return found
  }

  private func describe(_ id: ValueID) -> String { "\(self[id].name) \(self[id].type)" }

  private var constants: [String: [UInt8]] {
    var constants: [String: [UInt8]] = [:]
    for value in values {
      if let constant = value.constant {
        constants[value.name] = constant.buffer.withUnsafeBytes { Array($0) }
      }
    }
    return constants
  }
}
