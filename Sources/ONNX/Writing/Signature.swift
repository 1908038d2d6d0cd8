import Graph

/// The types of a graph's values as a file states them, with the batch as `N` where it is free.
struct Signature {
  private let graph: Graph
  private let precision: FloatPrecision
  /// The graph with another batch, to see which extents follow it; nil when the batch is fixed.
  private let rebatched: Graph?
  /// The graph for another size of images, likewise; nil when it is fixed.
  private let resized: Graph?
  /// What is float32 at every precision.
  private let region: Float32Region

  /// Prepares the types of `graph`.
  init(_ graph: Graph, precision: FloatPrecision) throws(ONNXError) {
    self.graph = graph
    self.precision = precision
    region = precision == .float16 ? Float32Region(graph) : Float32Region()
    do throws(GraphError) {
      resized = graph.isSizeOpen ? try graph.resizedForComparison() : nil
    } catch { throw .graph(error) }
    guard graph.isBatchDynamic else {
      rebatched = nil
      return
    }
    let batch = graph.inputs.first.map { graph[$0].type.shape.dimensions.first ?? 1 } ?? 1
    do throws(GraphError) { rebatched = try graph.rebatched(to: batch + 1) } catch {
      throw .graph(error)
    }
  }

  /// The type of a value.
  ///
  /// - Parameters:
  ///   - name: the name in the file; nil for that of the graph.
  ///   - isInterface: inputs and outputs have the graph's element type at every precision.
  func proto(
    of id: ValueID, name: String? = nil, isInterface: Bool
  ) -> Onnx_ValueInfoProto {
    let type = graph[id].type
    let others = rebatched?[id].type.shape.dimensions ?? type.shape.dimensions
    let hasVariableCount = graph.hasVariableCount(id)
    var tensor = Onnx_TypeProto.Tensor()
    let isHalf = !isInterface && precision == .float16 && !region.values.contains(id)
    tensor.elemType = Onnx_TensorProto.DataType(type.element, isHalf: isHalf).number
    tensor.shape.dim = zip(type.shape.dimensions, others).enumerated().map { axis, extents in
      var dimension = Onnx_TensorShapeProto.Dimension()
      if axis == 0, hasVariableCount {
        dimension.dimParam = "detections"
      } else if axis == 0, extents.0 != extents.1 {
        dimension.dimParam = "N"
      } else if let resized,
        let name = graph.openExtent(id, axis: axis, comparedWith: resized)
      {
        dimension.dimParam = name
      } else {
        dimension.dimValue = Int64(extents.0)
      }
      return dimension
    }
    var proto = Onnx_ValueInfoProto()
    proto.name = name ?? graph[id].name
    proto.type.tensorType = tensor
    return proto
  }

  /// The types of what darknet's layers give, in their order; inputs and outputs are not repeated.
  var layerOutputs: [Onnx_ValueInfoProto] {
    var seen = Set(graph.allInputs + graph.allOutputs)
    return graph.layerOutputs.sorted { $0.key < $1.key }.compactMap { _, id in
      guard graph[id].constant == nil, seen.insert(id).inserted else { return nil }
      return proto(of: id, isInterface: false)
    }
  }
}
