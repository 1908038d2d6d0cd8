import Files
import Graph
import Text
import Vision

/// A detector run on image files.
public struct DetectionRun {
  private var detector: Detector
  private let labels: [String]
  /// Whether files in the folder of annotated images are replaced.
  public var replacement = Replacement.own
  /// Whether an image that cannot be read is an error.
  public var isStrict = false
  /// Whether the images of a folder follow each other in time, so that a recurrent model remembers from
  /// one to the next; they are then looked at folder by folder in the order of their names, and it
  /// begins anew with each folder.
  public var isVideo = false { didSet { detector.remembers = isVideo } }

  /// What was found, and why images that were left out could not be read.
  public typealias Outcome = (report: DetectionReport, skipped: [any Failure])

  /// Prepares a model.
  ///
  /// - Parameter names: a names file; nil for the names in the model.
  /// - Throws: a `Failure`.
  public init(
    model: Model, names: String?, options: Detector.Options
  ) throws {
    detector = try Detector(model, options: options)
    labels = try model.classNames(names, map: options.classMap)
  }

  /// Finds objects in images, in the order given.
  ///
  /// - Parameter folder: where annotated images are written under their own names; nil for
  ///   nowhere.
  /// - Throws: a `Failure`; where an image is an error, those before it have been written.
  public func run(on paths: [String], annotatedTo folder: String?) throws -> Outcome {
    if let folder {
      try checkNames(of: paths, in: folder)
      let names = Set(paths.map(DetectionRun.annotatedName)).sorted()
      try Folder.create(folder)
      try DerivedFile.check(names.map { DerivedFile("\(folder)/\($0)") }, replacement)
    }
    var images: [DetectionReport.Image] = []
    var skipped: [any Failure] = []
    for sequence in isVideo ? SequenceOrder.sequences(of: paths) : [paths] {
      detector.forget()
      for path in sequence {
        let image: Image
        switch try decoded(path, isStrict: isStrict) {
        case .success(let read): image = read
        case .failure(let failure):
          skipped.append(failure)
          continue
        }
        let detections = try detector.detections(in: image)
        if let folder {
          let annotated = Annotator(names: labels).annotate(image, with: detections)
          try annotated.write(to: "\(folder)/\(DetectionRun.annotatedName(of: path))")
        }
        images.append(DetectionReport.Image(path, image, detections, labels: labels))
      }
    }
    return (DetectionReport(images: images), skipped)
  }

  /// Two images of the same name from different folders would overwrite each other, and one in
  /// the folder itself would be lost.
  private func checkNames(of paths: [String], in folder: String) throws {
    let originals = Set(paths.compactMap(FileIdentity.init(path:)))
    var taken: [String: String] = [:]
    for path in paths {
      let name = DetectionRun.annotatedName(of: path)
      if let other = taken[name], other != path {
        throw PipelineError.usage(
          "\(other) and \(path) would both be written as \(name); annotate them in two runs")
      }
      taken[name] = path
      if let target = FileIdentity(path: "\(folder)/\(name)"), originals.contains(target) {
        throw PipelineError.usage(
          "\(path): would be overwritten by an annotated image; choose another folder")
      }
    }
  }

  /// The file's own name, with `.png` appended when its ending names no format we write.
  private static func annotatedName(of path: String) -> String {
    let name = Folder.name(of: path)
    return ImageFormat(path: name) == nil ? name + ".png" : name
  }
}
