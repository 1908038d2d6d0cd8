import Graph
import Text
import Threads
import Vision

/// A model that looks at images.
protocol ImageLooker {
  /// What the network takes.
  var input: InputContract { get }
}

/// Models that look at images side by side, each on a thread of its own.
struct ImagePool<Looker: ImageLooker> {
  private let workers: Workers
  private let make: () throws -> Looker

  /// Prepares.
  ///
  /// - Parameters:
  ///   - threads: how many images are looked at at once.
  ///   - progress: told how many images are done, from any thread.
  ///   - make: makes a model ready to run; called once for each thread.
  init(
    threads: Int, progress: (@Sendable (Int) -> Void)? = nil, _ make: @escaping () throws -> Looker
  ) {
    workers = Workers(threads: threads, progress: progress)
    self.make = make
  }

  /// Does something with every image that can be read, in order.
  ///
  /// - Parameter isStrict: whether an image that cannot be read is an error.
  /// - Returns: what came of each image, nil of those that cannot be read; and why.
  /// - Throws: where `isStrict`, all images that cannot be read; where no image can be read.
  func map<Result>(
    _ paths: [String], isStrict: Bool, _ body: (Looker, InputSource, Int) throws -> Result
  ) throws -> (results: [Result?], skipped: [any Failure]) {
    let results = try workers.map(
      paths.count, state: make,
      {
        (looker: inout Looker, index: Int) throws
          -> Swift.Result<Result, ImageError> in
        switch try decoded(paths[index], for: looker.input, isStrict: false) {
        case .success(let image): .success(try body(looker, image, index))
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

extension ImagePool<Detector> {
  /// Prepares a detector.
  ///
  /// - Parameter options: how detections are made; its threads are how many images are looked at at
  ///   once.
  init(
    _ model: Model, options: Detector.Options, progress: (@Sendable (Int) -> Void)? = nil
  ) {
    var single = options
    single.execution.threads = 1
    self.init(threads: options.execution.threads, progress: progress) { [single] in
      try Detector(model, options: single)
    }
  }
}

extension ImagePool<Classifier> {
  /// Prepares a classifier.
  ///
  /// - Parameters:
  ///   - preprocessing: how images are fitted; nil for what the model asks for.
  ///   - execution: how the model is run; its threads are how many images are looked at at once.
  init(
    _ model: Model, preprocessing: Preprocessing?, execution: Execution,
    progress: (@Sendable (Int) -> Void)? = nil
  ) {
    var single = execution
    single.threads = 1
    self.init(threads: execution.threads, progress: progress) { [single] in
      try Classifier(model, preprocessing: preprocessing, execution: single)
    }
  }
}
