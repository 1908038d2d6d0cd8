import Quantization

extension Recipe {
  /// One of the models that are made by a recipe.
  public enum Variant: Hashable, Sendable {
    case float
    /// In the form that `quantization` describes, or in that of one of the `targets`.
    case int8(DeploymentTarget?)
  }

  /// The models that are made, the float one first and those for targets last.
  public var variants: [Variant] { [.float] + int8Variants }

  /// The INT8 models that are made.
  var int8Variants: [Variant] {
    quantization == nil ? [] : [.int8(nil)] + targets.map { .int8($0) }
  }

  /// The name of a model's file.
  public func fileName(of variant: Variant) -> String { "\(name)\(variant.suffix).onnx" }

  /// How an INT8 model is made; nil of the float one, and where there is to be none.
  func parameters(of variant: Variant) -> QuantizationParameters? {
    guard case .int8(let target) = variant, var parameters = quantization else { return nil }
    if let target { parameters.options = parameters.options.formed(for: target) }
    return parameters
  }

  /// The runtime that a model is for; nil where the recipe names none.
  func target(of variant: Variant) -> DeploymentTarget? { parameters(of: variant)?.options.target }
}

extension Recipe.Variant: RawRepresentable, CaseIterable {
  /// Every model that a recipe can make.
  public static let allCases: [Recipe.Variant] =
    [.float, .int8(nil)] + DeploymentTarget.ofRecipes.map { .int8($0) }

  /// As recipes and steps write it: `float`, `int8`, `int8-openvino`.
  public var rawValue: String {
    switch self {
    case .float: "float"
    case .int8(nil): "int8"
    case .int8(let target?): "int8-\(target.rawValue)"
    }
  }

  /// A model by what recipes call it.
  public init?(rawValue: String) {
    guard let variant = Recipe.Variant.allCases.first(where: { $0.rawValue == rawValue }) else {
      return nil
    }
    self = variant
  }
}

extension Recipe.Variant {
  /// What the name of its file has behind that of the recipe.
  fileprivate var suffix: String { self == .float ? "" : "-\(rawValue)" }

  /// What people call it.
  var title: String {
    switch self {
    case .float: "float"
    case .int8(nil): "INT8"
    case .int8(let target?): "INT8 for \(target.rawValue)"
    }
  }
}

extension DeploymentTarget {
  /// The targets that a recipe may name: LiteRT's own quantizer makes the INT8 model of the float one.
  static let ofRecipes = allCases.filter { $0 != .litert }

  /// Why a recipe may not name another one.
  static let floatOnly =
    "whose own quantizer makes the INT8 model of the float model; ship the float model, and remove it "
    + "here"
}
