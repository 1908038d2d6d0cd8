import Digests
import Files
import Graph

/// ONNX files in and out.
public enum ONNXModel {
  /// Writes a graph to a file, which appears only when it is whole.
  ///
  /// The same graph gives the same bytes. What no output depends on is left out; activations that
  /// ONNX lacks are composed of operators that it has. Tensors go from the graph to the file one by
  /// one, so the memory needed beside the graph does not grow with the model.
  ///
  /// A model that one file cannot hold, or for which `options` ask so, has its large tensors in a file
  /// `PATH.data` beside it, which is there first.
  ///
  /// - Parameter observing: is given all bytes in order while they are written, for a digest.
  /// - Throws: `ONNXError`, of the cases that concern writing.
  public static func write(
    _ graph: Graph, options: WriteOptions = WriteOptions(), to path: String,
    observing: ((UnsafeRawBufferPointer) -> Void)? = nil
  ) throws(ONNXError) -> WriteSummary {
    let dataPath = path + ExternalTensors.suffix
    let layout = try ModelLayout(graph, options, dataName: Folder.name(of: dataPath))
    let digest = layout.external == nil ? nil : try writeData(of: layout, to: dataPath)
    let start = try layout.start(dataDigest: digest)
    do throws(FileError) {
      var sink = FileSink(file: try AtomicFile(path: path), observer: observing)
      try layout.write(start, to: &sink)
      try sink.commit()
    } catch {
      throw .file(error)
    }
    return layout.summary
  }

  /// Writes the tensors that stand beside a model; their SHA-256.
  private static func writeData(
    of layout: ModelLayout, to path: String
  ) throws(ONNXError) -> Digest {
    var stream = DigestStream()
    do throws(FileError) {
      var sink = FileSink(file: try AtomicFile(path: path)) { stream.update($0) }
      try layout.writeData(to: &sink)
      try sink.commit()
    } catch {
      throw .file(error)
    }
    return stream.digest()
  }

  /// The bytes that `write` puts into a file, for small models.
  ///
  /// - Throws: `ONNXError`, of the cases that concern writing.
  public static func bytes(
    of graph: Graph, options: WriteOptions = WriteOptions()
  ) throws(ONNXError) -> [UInt8] {
    let layout = try ModelLayout(graph, options)
    var sink = MemorySink()
    let start = try layout.start()
    do throws(FileError) { try layout.write(start, to: &sink) } catch { throw .file(error) }
    return sink.bytes
  }

  /// What `write` and `bytes` would say of a graph, without writing it.
  ///
  /// - Throws: `ONNXError`, of the cases that concern writing.
  public static func summary(
    of graph: Graph, options: WriteOptions = WriteOptions()
  ) throws(ONNXError) -> WriteSummary {
    try ModelLayout(graph, options).summary
  }

  /// Reads a file as a graph.
  ///
  /// Constants stay in the file, which is mapped into memory as long as the graph or one of its
  /// tensors lives; float16 ones become float32. Compositions of activations become one node again
  /// (`RecognizeActivations`), `Identity`, `Dropout` and casts between float types become nothing. A
  /// batch that is not fixed is recorded as 1 with `isBatchDynamic`.
  ///
  /// - Throws: `ONNXError`, of the cases that concern reading.
  public static func read(path: String) throws(ONNXError) -> Graph {
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path: path) } catch { throw .file(error) }
    return try read(file)
  }

  /// Reads a model of a file that is open already; see `read(path:)`.
  ///
  /// - Throws: `ONNXError`, of the cases that concern reading.
  public static func read(_ file: MappedFile) throws(ONNXError) -> Graph {
    try file.withUnsafeBytes { (bytes) throws(ONNXError) in
      try ModelReader.read(bytes, owner: file)
    }
  }

  /// Gives the bytes that `write` puts into a file to somebody, in order, without a file.
  ///
  /// - Throws: `ONNXError`, of the cases that concern writing.
  public static func stream(
    _ graph: Graph, options: WriteOptions = WriteOptions(),
    to reader: (UnsafeRawBufferPointer) -> Void
  ) throws(ONNXError) {
    let layout = try ModelLayout(graph, options)
    let start = try layout.start()
    do throws(FileError) {
      try withoutActuallyEscaping(reader) { (reader) throws(FileError) in
        var sink = ReaderSink(reader: reader)
        try layout.write(start, to: &sink)
      }
    } catch { throw .file(error) }
  }

  /// Reads a model that is in memory already; see `read(path:)`.
  ///
  /// - Throws: `ONNXError`, of the cases that concern reading.
  public static func read(_ bytes: [UInt8]) throws(ONNXError) -> Graph {
    let copy = bytes.withUnsafeBytes { source in
      TensorBuffer(byteCount: source.count) { $0.copyMemory(from: source) }
    }
    return try copy.withUnsafeBytes { (source) throws(ONNXError) in
      try ModelReader.read(source, owner: copy)
    }
  }
}
