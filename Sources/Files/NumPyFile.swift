/// Files of NumPy, version 1.0 (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
public enum NumPyFile {
  private static let codes = ["uint8": "|u1", "int8": "|i1", "int32": "<i4", "float32": "<f4"]

  /// A file.
  ///
  /// - Parameters:
  ///   - elements: the elements' bytes, little-endian, outermost axis first.
  ///   - type: `uint8`, `int8`, `int32` or `float32`.
  public static func bytes(of elements: [UInt8], type: String, shape: [Int]) -> [UInt8] {
    let extents = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let code = codes[type] ?? type
    var text = "{'descr': '\(code)', 'fortran_order': False, 'shape': (\(extents)), }"
    // The elements begin at a multiple of 64.
    let length = (10 + text.utf8.count + 1 + 63) / 64 * 64 - 10
    text += String(repeating: " ", count: length - text.utf8.count - 1) + "\n"
    let sizes = [UInt8(truncatingIfNeeded: length), UInt8(truncatingIfNeeded: length >> 8)]
    return [0x93] + Array("NUMPY".utf8) + [1, 0] + sizes + Array(text.utf8) + elements
  }
}
