import Engine
import Evaluation
import Graph
import Text
import Threads
import Vision

/// Detectors that look at pictures side by side, each on a thread of its own.
struct DetectorPool {
  private let model: Model
  private let options: Detector.Options
  private let workers: Workers

  /// Prepares a model.
  ///
  /// - Parameters:
  ///   - options: how detections are made; its threads are how many pictures are looked at at once.
  ///   - progress: told how many pictures are done, from any thread.
  init(
    _ model: Model, options: Detector.Options, progress: (@Sendable (Int) -> Void)? = nil
  ) {
    self.model = model
    var options = options
    workers = Workers(threads: options.execution.threads, progress: progress)
    options.execution.threads = 1
    self.options = options
  }

  /// Does something with every picture that can be read, in order.
  ///
  /// - Throws: `PipelineError`, with all pictures that cannot be read.
  func map<Result>(
    _ paths: [String], _ body: (Detector, Picture, Int) throws(PipelineError) -> Result
  ) throws(PipelineError) -> [Result] {
    let results = try workers.map(
      paths.count,
      state: { () throws(PipelineError) in try Detector(model, options: options) },
      {
        (detector: inout Detector, index: Int) throws(PipelineError)
          -> Swift.Result<Result, PipelineError> in
        do throws(PipelineError) {
          let picture: Picture
          do throws(PictureError) { picture = try Picture(contentsOf: paths[index]) } catch {
            throw PipelineError(error)
          }
          return .success(try body(detector, picture, index))
        } catch { return .failure(error) }
      }
    ).results
    var values: [Result] = []
    var errors: [PipelineError] = []
    for result in results {
      switch result {
      case .success(let value): values.append(value)
      case .failure(let error): errors.append(error)
      }
    }
    if let error = PipelineError(all: errors) { throw error }
    return values
  }
}

extension PipelineError {
  /// How many mistakes are told at once.
  private static let mostLines = 20

  /// Several errors as one, of the kind of the first; nil for none.
  public init?(all errors: [PipelineError]) {
    guard let first = errors.first else { return nil }
    var lines = errors.prefix(PipelineError.mostLines).map(\.lines)
    if errors.count > lines.count { lines.append("and \(errors.count - lines.count) more") }
    let text = lines.joined()
    switch first {
    case .unreadable: self = .unreadable(text)
    case .malformed: self = .malformed(text)
    case .unwritable: self = .unwritable(text)
    case .usage: self = .usage(text)
    case .fault: self = .fault(text)
    }
  }
}
