import Threads

extension PatchMoments {
  /// The products with filters; nil where there are none.
  var products: [Float]? {
    if case .products(let products) = difference { products } else { nil }
  }

  /// The same with products of the cross moments and filters in place of the cross moments, which take as
  /// much memory as the second moments and are needed for nothing else.
  ///
  /// - Parameters:
  ///   - weights: [M, C / groups, kernel height, kernel width], as they are before rounding.
  ///   - pool: the threads that share the work.
  consuming func withProducts(of weights: [Float], pool: ThreadPool) -> PatchMoments {
    guard case .moments(let cross) = difference else { return self }
    let (groups, columns, width) = (geometry.groups, geometry.columns, MomentLayout.panel)
    let channels = weights.count / max(columns * groups, 1)
    let panels = (channels + width - 1) / width
    let found = Workers(pool).map(groups * panels) { unit in
      let (group, panel) = (unit / panels, unit % panels)
      let rows = panel * width..<min((panel + 1) * width, channels)
      return blocks(ofGroup: group, of: cross).products(
        with: rows.map { row in
          let first = (group * channels + row) * columns
          return weights[first..<first + columns]
        })
    }
    difference = .products(Array(found.joined()))
    return self
  }
}

extension [MomentBlock] {
  /// Products with up to as many filters as a panel has lanes, one filter after the other.
  fileprivate func products(with filters: [ArraySlice<Float>]) -> [Float] {
    let width = MomentLayout.panel
    let sides = reduce(0) { $0 + $1.side }
    var result = Array<Float>(repeating: 0, count: filters.count * sides)
    var first = 0
    for block in self {
      var vectors = Array<Float>(repeating: 0, count: block.side * width)
      for (lane, filter) in filters.enumerated() {
        for column in block.columns {
          vectors[(column - block.columns.lowerBound) * width + lane] =
            filter[filter.startIndex + column]
        }
      }
      var products = Array<Float>(repeating: 0, count: vectors.count)
      block.addProduct(with: vectors, to: &products)
      for lane in filters.indices {
        for place in 0..<block.side {
          result[lane * sides + first + place] = products[place * width + lane]
        }
      }
      first += block.side
    }
    return result
  }
}
