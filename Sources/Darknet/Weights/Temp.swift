import Graph
import Files
public final class TempWeights: ParameterSource {
  var at: [Int: [WeightsRole: (Int, Int)]] = [:]
  let file: MappedFile
  public init(_ n: Network, _ path: String) throws(FileError) {
    file = try MappedFile(path: path)
    let major = file.bytes.loadUnaligned(fromByteOffset: 0, as: Int32.self), minor = file.bytes.loadUnaligned(fromByteOffset: 4, as: Int32.self)
    var o = major * 10 + minor >= 2 ? 20 : 16
    for l in n.layers {
      for b in l.rule.parameters(from: l.input, to: l.output, options: l.options) {
        let c = b.shape.reduce(1, *)
        at[l.index, default: [:]][b.role] = (o, c)
        o += 4 * c
      }
      if let c = l.section as? ConvolutionalSection, let s = c.sharedLayer { at[l.index] = at[s] }
    }
    print("end", o, file.bytes.count)
  }
  public func tensor(_ role: WeightsRole, of layer: Layer, shape: Shape) throws(LoweringError) -> Tensor {
    guard let (o, c) = at[layer.index]?[role], c == shape.count else { throw .parametersMissing(layer: layer.index, location: layer.location, reason: "no \(role)") }
    return Tensor(type: TensorType(.float32, shape), buffer: TensorBuffer(borrowing: UnsafeRawBufferPointer(rebasing: file.bytes[o..<o + 4 * c]), owner: file))
  }
}
