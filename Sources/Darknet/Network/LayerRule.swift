/// What there is to know about a layer type; a new one is a file with a conforming section and an
/// entry in `LayerTypes`.
protocol LayerRule: LayerSection {
  /// The section names in the cfg, darknet's canonical one first.
  static var names: [String] { get }
  /// The keys of the section.
  static var keys: KeyTable { get }

  /// Reads the section.
  init(reading reader: inout SectionReader)
  /// Computes the output and checks that the layer fits what it reads.
  func shape(in context: inout ShapeContext) -> LayerShape
  /// The arithmetic of one image.
  func work(from input: FeatureShape, to output: FeatureShape) -> Work
  /// What the layer stores in the weights file, in order.
  func parameters(
    from input: FeatureShape, to output: FeatureShape, options: LayerOptions
  ) -> [ParameterBlock]
}

extension LayerRule {
  static var keys: KeyTable { KeyTable() }

  func work(from input: FeatureShape, to output: FeatureShape) -> Work { Work() }

  func parameters(
    from input: FeatureShape, to output: FeatureShape, options: LayerOptions
  ) -> [ParameterBlock] { [] }
}

/// The typed contents of one section after `[net]`: one conforming type for each layer type.
///
/// Values are what darknet uses: defaults filled in, references absolute, impossible values
/// refused.
public protocol LayerSection: Sendable {}

/// The keys that every layer section may have and that matter beyond training.
public struct LayerOptions: Hashable, Sendable {
  /// `dontload`: the layer owns no bytes in the weights file.
  public let dontLoad: Bool
  /// `dontloadscales`: scales, means and variances are not in the weights file.
  public let dontLoadScales: Bool
}
