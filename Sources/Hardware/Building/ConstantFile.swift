import Graph

/// Numbers that constants are made of.
protocol BinaryNumber {
  static var zero: Self { get }
  /// The same number.
  var double: Double { get }
}

extension UInt8: BinaryNumber { var double: Double { Double(self) } }
extension Int8: BinaryNumber { var double: Double { Double(self) } }
extension Int32: BinaryNumber { var double: Double { Double(self) } }
extension Float: BinaryNumber { var double: Double { Double(self) } }

/// All constants, in one file and each in its own.
struct ConstantFile {
  /// Where a constant begins in the file: a multiple of this, as engines that move memory want.
  static let alignment = 64
  /// Roles whose numbers stand in the description itself.
  private static let described: Set = ["multiplier", "shift", "table"]

  /// What the constants are.
  private(set) var constants: [HardwareNetwork.Constant] = []
  /// The bytes of each, as they are stored.
  private(set) var contents: [[UInt8]] = []

  /// The whole file.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for content in contents {
      bytes += content
      let rest = bytes.count % ConstantFile.alignment
      if rest > 0 { bytes += Array(repeating: 0, count: ConstantFile.alignment - rest) }
    }
    return bytes
  }

  /// Adds numbers.
  ///
  /// - Parameters:
  ///   - elements: in the order of the axes.
  ///   - fill: what fills up blocks.
  /// - Returns: the constant's number.
  mutating func add<Element: TensorElement & BinaryNumber>(
    _ role: String, _ elements: [Element], _ shape: StoredShape, fill: Element
  ) -> Int {
    let stored = shape.stored(elements, fill: fill)
    let bytes = stored.withUnsafeBytes { Array($0) }
    let last = constants.last
    let end = last.map { $0.offset + $0.bytes } ?? 0
    let number = constants.count
    constants.append(
      HardwareNetwork.Constant(
        index: number, role: role,
        file: "constants/\(NetworkBuilder.padded(number))_\(role).npy",
        type: Element.elementType.rawValue, axes: shape.axes.map(HardwareNetwork.Axis.init),
        storedShape: shape.stored,
        offset: (end + ConstantFile.alignment - 1) / ConstantFile.alignment
          * ConstantFile.alignment,
        bytes: bytes.count,
        values: ConstantFile.described.contains(role) ? elements.map(\.double) : nil))
    contents.append(bytes)
    return number
  }

  /// Adds a tensor of 8-bit values.
  mutating func add(_ role: String, _ tensor: Tensor, _ shape: StoredShape, fill: Int) -> Int {
    tensor.type.element == .int8
      ? add(role, tensor.elements(Int8.self), shape, fill: Int8(truncatingIfNeeded: fill))
      : add(role, tensor.elements(UInt8.self), shape, fill: UInt8(truncatingIfNeeded: fill))
  }
}
