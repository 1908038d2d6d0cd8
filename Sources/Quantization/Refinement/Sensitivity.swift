import Graph

/// Finds the convolutions whose form costs the outputs most.
struct Sensitivity {
  let options: QuantizationOptions
  let noise: HeadNoise

  /// The convolutions that, in another form one at a time, take most noise off the heads.
  ///
  /// - Parameters:
  ///   - relieved: a scheme with some convolutions in the other form, such as float.
  ///   - progress: told how many convolutions have been tried.
  func mostSensitive(
    _ count: Int, in scheme: Scheme, relieved: (Scheme, Set<Int>) -> Scheme,
    progress: ((Int) -> Void)? = nil
  ) throws(QuantizationError) -> Set<Int> {
    var noises: [(node: Int, noise: Double)] = []
    for node in scheme.plan.convolutions {
      noises.append((node, try noise(of: relieved(scheme, [node]))))
      progress?(noises.count)
    }
    // Equal ones in the network's order, so that the choice is always the same.
    let sorted = noises.sorted { ($0.noise, $0.node) < ($1.noise, $1.node) }
    return Set(sorted.prefix(count).map(\.node))
  }

  /// The noise in the heads relative to the signal there.
  private func noise(of scheme: Scheme) throws(QuantizationError) -> Double {
    let quantized: Graph
    do throws(GraphError) { quantized = try scheme.emitted(options) } catch { throw .graph(error) }
    return try noise.noise(of: quantized)
  }
}
