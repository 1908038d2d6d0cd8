import Graph

extension Quantizer {
  /// The network in the form that its heads are stored in, and what is known of its values.
  struct Prepared {
    var graph: Graph
    /// What values hold.
    var histograms: [ValueID: Histogram]
    /// How some values are stored, whatever they hold.
    var given: [ValueID: QuantizationEncoding] = [:]
  }

  /// The network with split heads; what is counted of it serves whichever way heads are stored.
  func splitNetwork() throws(QuantizationError) -> Graph {
    var graph = network
    do throws(GraphError) { try PassPipeline([SplitHeads()]).apply(to: &graph) } catch {
      throw .graph(error)
    }
    return graph
  }

  /// The network in the form that its heads are to be stored in.
  func prepared(_ counts: [String: Histogram]) throws(QuantizationError) -> Prepared {
    switch options.headForm {
    case .int32, .float: break
    case .single: if let even = try evenNetwork(counts) { return even }
    case .split:
      let graph = try splitNetwork()
      return Prepared(
        graph: graph, histograms: CalibrationPass.histograms(of: graph, counts: counts))
    }
    return Prepared(
      graph: network, histograms: CalibrationPass.histograms(of: network, counts: counts))
  }

  /// The network whose heads have parts of one range; nil where none can have, or none may.
  private func evenNetwork(
    _ counts: [String: Histogram]
  ) throws(QuantizationError) -> Prepared? {
    guard options.evensHeads else { return nil }
    let split = try splitNetwork()
    // Whatever zero points and scales the tensor may have, those of parts are factors and summands.
    var free = options
    free.head = .split
    free.symmetry = .asymmetric
    free.scales = .any
    let encodings = EncodingChoice.encodings(
      for: StoragePlan(split, options: free),
      histograms: CalibrationPass.histograms(of: split, counts: counts), options: free)
    let even = EvenHeads(of: network, form: options.encodingForm) { name in
      split.value(named: name).flatMap { encodings[$0] }
    }
    guard !even.heads.isEmpty else { return nil }
    let graph: Graph
    do throws(GraphError) { graph = try even.applied(to: network) } catch { throw .graph(error) }
    var prepared = Prepared(
      graph: graph, histograms: CalibrationPass.histograms(of: graph, counts: counts))
    for (node, channels) in even.heads {
      guard let value = graph.value(named: EvenHeads.name(of: network.nodes[node])) else {
        continue
      }
      prepared.given[value] = channels.encoding
      prepared.histograms[value] = even.histogram(of: node, in: network, counts: counts)
    }
    return prepared
  }
}
