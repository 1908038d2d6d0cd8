import Files
import Graph
import ONNX
import Provenance
import Quantization
import Vision

/// A float network to an INT8 ONNX file.
public struct QuantizationRun: Sendable {
  /// The `.cfg` or `.onnx` file.
  public var model: String
  /// The weights of a cfg; nil for the file beside it.
  public var weights: String?
  /// A folder or a list of pictures; nil where tables stand for them.
  public var calibration: String?
  /// Class names to put into the model.
  public var names: String?
  /// How it is quantized.
  public var options = QuantizationOptions()
  /// How pictures are fitted; nil for a letterbox with the model's value.
  public var preprocessing: Preprocessing?
  /// Whether a picture that cannot be read is an error.
  public var isStrict = false
  /// What the outputs are; nil for what the model's are.
  public var outputForm: OutputForm?
  /// The threads that share the work.
  public var threads = Execution().threads

  /// Creates a run.
  public init(model: String) { self.model = model }

  /// What became of a run.
  public struct Summary: Sendable {
    /// The file written.
    public let path: String
    /// Its size.
    public let byteCount: Int
    /// Its SHA-256.
    public let digest: Digest
    /// The pictures it was calibrated with.
    public let pictureCount: Int
    /// What was chosen and what it costs.
    public let report: QuantizationReport
    /// Things worth saying.
    public let warnings: [String]
  }

  /// Quantizes, and writes the file when all went well.
  ///
  /// - Parameter progress: told what is being done, how much of it is done, and how much there is;
  ///   from any thread.
  /// - Throws: `PipelineError`.
  public func run(
    to output: String, progress: (@Sendable (String, Int, Int) -> Void)? = nil
  ) throws(PipelineError) -> Summary {
    let float = try FloatNetwork(path: model, weights: weights)
    guard let input = float.graph.contract.input, let calibration else {
      throw .usage("needs pictures to calibrate with; name them with --calibration")
    }
    let pictures = try CalibrationPictures(
      try CalibrationPictures.paths(of: calibration), input: input,
      preprocessing: preprocessing ?? .letterbox(for: input), isStrict: isStrict)
    let result: QuantizedNetwork
    do throws(QuantizationError) {
      let quantizer = try Quantizer(float.graph, options: options, threads: threads)
        .equalized(pictures)
      let counts = try quantizer.calibrate(
        pictures, progress: { done in progress?("calibrating", done, pictures.count) })
      result = try quantizer.quantize(counts: counts, source: pictures, progress: progress)
    } catch { throw PipelineError(error) }
    var graph = try float.completed(result.artifact)
    if let names {
      let labels = try Labels.read(path: names)
      try Labels.check(labels, against: graph.contract, path: names)
      graph.contract.labels = labels
    }
    var stream = DigestStream()
    do throws(ONNXError) {
      let summary = try ONNXModel.write(
        graph, options: WriteOptions(), to: output, observing: { stream.update($0) })
      return Summary(
        path: output, byteCount: summary.byteCount, digest: stream.digest(),
        pictureCount: pictures.usable.count, report: result.report,
        warnings: float.warnings + pictures.problems)
    } catch { throw PipelineError(error, path: output) }
  }
}

extension PipelineError {
  init(_ error: QuantizationError) {
    switch error {
    case .input(let text): self = .malformed(text)
    case .graph(let error): self = .fault(error.description)
    case .engine(let error): self.init(error)
    }
  }
}
