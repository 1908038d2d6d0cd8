import JSON

/// An input or output of a model.
public struct TensorDescription: Hashable, Sendable {
  /// The extent of an axis.
  public enum Extent: Hashable, Sendable, CustomStringConvertible {
    /// A number of elements.
    case fixed(Int)
    /// One that every run may choose, by its name; `N` for the number of images.
    case named(String)

    /// The number or the name.
    public var description: String {
      switch self {
      case .fixed(let count): "\(count)"
      case .named(let name): name
      }
    }
  }

  /// The name.
  public var name: String
  /// The type of the elements: `float32`, `uint8`, ...
  public var elementType: String
  /// The extents; of images N, C, H, W.
  public var shape: [Extent]
  /// Fields that this version does not know.
  public var others: [String: JSONValue] = [:]

  /// Describes a tensor.
  public init(name: String, elementType: String, shape: [Extent]) {
    self.name = name
    self.elementType = elementType
    self.shape = shape
  }
}

extension TensorDescription {
  /// Name, type and shape, for example `input: float32 [N, 3, 416, 416]`.
  var format: String {
    "\(name): \(elementType) [\(shape.map(\.description).joined(separator: ", "))]"
  }
}

extension TensorDescription: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let name = reader.text("name", &problems)
    let elementType = reader.text("elementType", &problems)
    let shape = reader.take(
      "shape", "an array of whole numbers of 0 or more and names", &problems
    ) { value -> [Extent]? in
      guard let elements = value.elements else { return nil }
      let extents = elements.compactMap(Extent.init)
      return extents.count == elements.count ? extents : nil
    }
    others = reader.rest
    guard let name, let elementType, let shape else { return nil }
    self.name = name
    self.elementType = elementType
    self.shape = shape
  }

  var json: JSONValue {
    var builder = ObjectBuilder(others)
    builder.set("name", name)
    builder.set("elementType", elementType)
    // A scalar has a shape, too: none of its axes.
    builder.set("shape", JSONValue.array(shape.map(\.json)))
    return builder.json
  }
}

extension TensorDescription.Extent {
  fileprivate init?(_ value: JSONValue) {
    switch value {
    case .number(let number):
      guard let count = number.whole, count >= 0 else { return nil }
      self = .fixed(count)
    case .text(let name): self = .named(name)
    default: return nil
    }
  }

  fileprivate var json: JSONValue {
    switch self {
    case .fixed(let count): .whole(count)
    case .named(let name): .text(name)
    }
  }
}
