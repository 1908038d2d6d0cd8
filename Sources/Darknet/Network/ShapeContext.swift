import Text

/// What a layer sees of the network when its shape is computed, and where it reports what does
/// not fit.
struct ShapeContext {
  /// The index of the layer.
  let index: Int
  /// The layer's section as text.
  let section: CfgSection
  /// What the layer before forwards.
  let input: FeatureShape
  /// The layers before this one.
  let earlier: [DraftLayer]
  /// The keys of the section whose values are guesses.
  let faultyKeys: Set<String>
  /// What of the output computed so far is certain; at first what is certain of the input.
  var certainty: LayerShape.Certainty
  /// Whether the layer's weights can be held.
  private(set) var holdsWeights = true
  /// What does not fit.
  private(set) var diagnostics: [Diagnostic] = []

  init(
    index: Int, section: CfgSection, input: FeatureShape,
    earlier: [DraftLayer], faultyKeys: Set<String>, certainty: LayerShape.Certainty
  ) {
    self.index = index
    self.section = section
    self.input = input
    self.earlier = earlier
    self.faultyKeys = faultyKeys
    self.certainty = certainty
  }

  // MARK: Reporting

  /// Reports a mistake at a key's value, or at the header.
  mutating func error(_ message: String, at key: String? = nil) {
    let location = key.flatMap { section[$0]?.valueLocation } ?? section.location
    error(message, at: location)
  }

  /// Reports a mistake anywhere in the cfg.
  mutating func error(_ message: String, at location: SourceLocation) {
    diagnostics.append(Diagnostic(.error, at: location, message))
  }

  /// Reports something of unexpected effect.
  mutating func warn(_ message: String, at key: String? = nil) {
    let location = key.flatMap { section[$0]?.valueLocation } ?? section.location
    diagnostics.append(Diagnostic(.warning, at: location, message))
  }

  /// Reports a mistake about a shape, unless the shape is a guess already; then what depends on
  /// it is a guess too.
  mutating func misfit(
    _ part: LayerShape.Certainty, _ message: String, at key: String? = nil
  ) {
    if certainty.isSuperset(of: part) { error(message, at: key) }
    certainty.subtract(part)
  }

  // MARK: Other layers

  /// The layer before this one in words.
  var previousName: String {
    earlier.last.map { "layer \(index - 1) ([\($0.type)])" } ?? "[net]"
  }

  /// An earlier layer; nil only where a mistake has been reported already.
  func layer(_ target: Int) -> DraftLayer? {
    earlier.indices.contains(target) ? earlier[target] : nil
  }

  /// Whether the values of these keys are the author's and no guesses.
  func isSound(_ keys: String...) -> Bool { faultyKeys.isDisjoint(with: keys) }

  /// Takes over that a part of the output depends on nothing but these keys.
  mutating func settle(_ part: LayerShape.Certainty, by keys: String...) {
    certainty.subtract(part)
    if faultyKeys.isDisjoint(with: keys) { certainty.insert(part) }
  }

  /// Takes over that shapes derived from this layer are only as certain as its own.
  mutating func rely(on layer: DraftLayer) { certainty.formIntersection(layer.certainty) }

  // MARK: Shapes

  /// Reports unless the input is a feature map.
  mutating func requireMap() {
    if input.isVector {
      misfit(
        .all,
        "[\(section.name)] needs a feature map, but \(previousName) gives \(input)")
    }
  }

  /// A feature map of these extents; reports when it is too large to be held.
  mutating func map(channels: Int, height: Int, width: Int) -> FeatureShape {
    if let shape = FeatureShape(channels: channels, height: height, width: width) { return shape }
    misfit(.all, tooLarge("an output of \(width)x\(height)x\(channels)"))
    return .single
  }

  /// A vector of so many values; reports when it is too long to be held.
  mutating func vector(_ count: Int?) -> FeatureShape {
    if let count, let shape = FeatureShape(vector: count) { return shape }
    misfit(.all, tooLarge("an output of \(count.map { "\($0) values" } ?? "so many values")"))
    return .single
  }

  /// Reports when there are more weights than can be held.
  mutating func limitWeights(_ factors: Int..., at key: String) {
    var count: Int? = 1
    for factor in factors { count = count.flatMap { checkedProduct($0, factor) } }
    if count ?? .max > FeatureShape.largestCount {
      holdsWeights = false
      error(tooLarge("\(factors.map(String.init).joined(separator: " x ")) weights"), at: key)
    }
  }

  private func tooLarge(_ what: String) -> String {
    "\(what) cannot be held: at most \(FeatureShape.largestCount) values"
  }

  /// The windows along one axis: (extent + padding - size) / stride + 1, `padding` being the total
  /// of both sides. Reports when not one fits.
  mutating func windows(extent: Int, padding: Int, size: Int, stride: Int, axis: String) -> Int {
    // Sums of 32-bit numbers do not overflow.
    let room = extent + padding - size
    guard room >= 0 else {
      misfit(
        .extent,
        "the window of \(size) does not fit the input's \(axis) of \(extent)"
          + (padding > 0 ? " and padding of \(padding)" : ""), at: "size")
      return 1
    }
    return room / stride + 1
  }

  /// The result: `forwarded` is `output` unless it is given.
  func result(_ output: FeatureShape, forwarded: FeatureShape? = nil) -> LayerShape {
    LayerShape(output: output, forwarded: forwarded ?? output, certainty: certainty)
  }
}
