import Evaluation
import Graph
import Text
import Threads
import Vision

/// Detectors that look at images side by side, each on a thread of its own.
struct DetectorPool {
  private let model: Model
  private let options: Detector.Options
  private let workers: Workers

  /// Prepares a model.
  ///
  /// - Parameters:
  ///   - options: how detections are made; its threads are how many images are looked at at once.
  ///   - progress: told how many images are done, from any thread.
  init(
    _ model: Model, options: Detector.Options, progress: (@Sendable (Int) -> Void)? = nil
  ) {
    self.model = model
    var options = options
    workers = Workers(threads: options.execution.threads, progress: progress)
    options.execution.threads = 1
    self.options = options
  }

  /// Does something with every image that can be read, in order.
  ///
  /// - Parameter isStrict: whether an image that cannot be read is an error.
  /// - Returns: what came of each image, nil of those that cannot be read; and why.
  /// - Throws: where `isStrict`, all images that cannot be read; where no image can be read.
  func map<Result>(
    _ paths: [String], isStrict: Bool, _ body: (Detector, Image, Int) throws -> Result
  ) throws -> (results: [Result?], skipped: [any Failure]) {
    let results = try workers.map(
      paths.count,
      state: { () in try Detector(model, options: options) },
      {
        (detector: inout Detector, index: Int) throws
          -> Swift.Result<Result, ImageError> in
        switch try decoded(paths[index], isStrict: false) {
        case .success(let image): .success(try body(detector, image, index))
        case .failure(let failure): .failure(failure)
        }
      }
    ).results
    var values: [Result?] = []
    var failures: [ImageError] = []
    for result in results {
      switch result {
      case .success(let value): values.append(value)
      case .failure(let failure):
        values.append(nil)
        failures.append(failure)
      }
    }
    if isStrict || failures.count == paths.count { try SeveralFailures.check(failures) }
    return (values, failures)
  }
}
