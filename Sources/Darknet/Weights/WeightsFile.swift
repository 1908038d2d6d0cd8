import Files
import Graph

/// A weights file in memory without a copy, checked against a network to the last byte.
public struct WeightsFile: Sendable {
  /// The file as the caller named it.
  public var path: String { mapping.path }
  /// The header.
  public let header: WeightsHeader
  /// What is stored where, of all layers of the network.
  public let layout: WeightsLayout
  /// The number of layers whose weights the file can hold: all of the network, or fewer when a
  /// prefix was asked for.
  public let layerCount: Int
  /// The network the file was checked against.
  public let network: Network
  /// The file.
  public let mapping: MappedFile

  /// Maps a file and checks that it is what the network needs.
  ///
  /// - Parameter allowPrefix: Accept a file that ends exactly behind a layer, as those that
  ///   training starts from do (`darknet53.conv.74`); later layers are absent then.
  /// - Throws: `WeightsError` when the file cannot be read, is no weights file, or is too short
  ///   or too long.
  public init(
    path: String, network: Network, allowPrefix: Bool = false
  ) throws(WeightsError) {
    do throws(FileError) {
      mapping = try MappedFile(path: path)
    } catch {
      throw .file(error)
    }
    let byteCount = mapping.count
    if let problem = mapping.withUnsafeBytes({ FileRole.weights.problem(of: $0) }) {
      throw .notWeights(path: path, problem: problem)
    }
    guard let header = mapping.withUnsafeBytes({ WeightsHeader($0) }) else {
      throw .headerTruncated(path: path, byteCount: byteCount)
    }
    let layout = WeightsLayout(network: network, header: header)
    if let mismatch = WeightsMismatch(
      path: path, found: byteCount,
      upper: byteCount < 20
        ? nil : mapping.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 16, as: UInt32.self) },
      layout: layout, network: network, allowsPrefix: allowPrefix)
    {
      throw .sizeMismatch(mismatch)
    }
    self.header = header
    self.layout = layout
    self.network = network
    let firstAbsent = layout.layers.first { $0.end > byteCount }
    layerCount = firstAbsent?.layer ?? network.layers.count
  }

  /// One array that a layer uses: its own, or with `share_index` that of the layer it shares
  /// with. Nil when it has none such (`dontload`, `dontloadscales`, no normalization) or the file
  /// is a prefix that ends before.
  public func block(layer: Int, role: WeightsRole, part: String? = nil) -> WeightsBlock? {
    layout.block(layer: owner(of: layer), role: role, part: part).flatMap { block in
      block.end <= mapping.count ? block : nil
    }
  }

  /// The layer whose arrays a layer uses: itself, but for `share_index`.
  public func owner(of layer: Int) -> Int {
    var owner = layer
    // References go back only, so that this ends.
    while network.layers.indices.contains(owner),
      let shared = (network.layers[owner].section as? ConvolutionalSection)?.sharedLayer
    {
      owner = shared
    }
    return owner
  }

  /// Calls `body` with the floats as they lie in the file; they must not be kept beyond the call.
  ///
  /// - Precondition: the block is one that `block` or, in a whole file, `layout` gave.
  public func withUnsafeFloats<R, E: Error>(
    of block: WeightsBlock, _ body: (UnsafeBufferPointer<Float>) throws(E) -> R
  ) throws(E) -> R {
    // Headers have 16 or 20 bytes, so that every float is aligned in the mapping.
    try mapping.withUnsafeBytes { (bytes) throws(E) in
      let block = UnsafeRawBufferPointer(rebasing: bytes[block.offset..<block.end])
      return try body(block.assumingMemoryBound(to: Float.self))
    }
  }

  /// A copy of the floats in natural order: matrices that lie transposed are put right.
  public func floats(of block: WeightsBlock) -> [Float] {
    withUnsafeFloats(of: block) { stored in
      block.isTransposed
        ? transposed(stored, rows: block.count / block.shape[0], columns: block.shape[0])
        : Array(stored)
    }
  }

  /// The bytes in natural order, borrowed from the file except where a matrix has to be
  /// transposed.
  public func buffer(of block: WeightsBlock) -> TensorBuffer {
    if block.isTransposed {
      let floats = floats(of: block)
      return TensorBuffer(byteCount: block.byteCount) { target in
        floats.withUnsafeBytes { target.copyMemory(from: $0) }
      }
    }
    return mapping.withUnsafeBytes { bytes in
      TensorBuffer(
        borrowing: UnsafeRawBufferPointer(rebasing: bytes[block.offset..<block.end]),
        owner: mapping, isFileMapping: true)
    }
  }

  /// The array in natural order as a tensor of the block's shape.
  public func tensor(of block: WeightsBlock) throws(OperationError) -> Tensor {
    Tensor(type: TensorType(.float32, try Shape(block.shape)), buffer: buffer(of: block))
  }
}

/// A matrix given row by row, column by column.
func transposed(_ matrix: some RandomAccessCollection<Float>, rows: Int, columns: Int) -> [Float] {
  let start = matrix.startIndex
  return Array(unsafeUninitializedCapacity: rows * columns) { target, count in
    for row in 0..<rows {
      for column in 0..<columns {
        let element = matrix[matrix.index(start, offsetBy: row * columns + column)]
        target.initializeElement(at: column * rows + row, to: element)
      }
    }
    count = rows * columns
  }
}
