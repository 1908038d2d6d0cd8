import Files
import Graph
import Text
import Vision

/// A detector run on image files.
public struct DetectionRun {
  private var detector: Detector
  private let labels: [String]
  /// What is written of what was found.
  public var form = DetectionForm.images
  private let classCount: Int
  /// Whether files in the folder that is written to are replaced.
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
    classCount = options.classMap?.count ?? model.graph.contract.heads.map(\.classes).max() ?? 0
  }

  /// Finds objects in images, in the order given.
  ///
  /// - Parameter folder: where annotated images are written under their own names, or what `form` says
  ///   in place of them; nil for nowhere.
  /// - Throws: a `Failure`; where an image is an error, those before it have been written.
  public func run(on paths: [String], annotatedTo folder: String?) throws -> Outcome {
    if let folder {
      try checkNames(of: paths, in: folder)
      let names = Set(paths.map(name)).sorted()
      try Folder.create(folder)
      try DerivedFile.check(names.map { DerivedFile("\(folder)/\($0)") }, replacement)
    }
    var images: [DetectionReport.Image] = []
    var skipped: [any Failure] = []
    for sequence in isVideo ? SequenceOrder.sequences(of: paths) : [paths] {
      detector.forget()
      for path in sequence {
        let image: InputSource
        switch try decoded(path, for: detector.input, isStrict: isStrict) {
        case .success(let read): image = read
        case .failure(let failure):
          skipped.append(failure)
          continue
        }
        let detections = try detector.detections(in: image)
        if let folder, form == .images {
          let annotated = Annotator(names: labels).annotate(image.shown, with: detections)
          try annotated.write(to: "\(folder)/\(DetectionRun.annotatedName(of: path))")
        }
        images.append(DetectionReport.Image(path, image, detections, labels: labels))
      }
    }
    let report = DetectionReport(images: images)
    if let folder, form != .images, !images.isEmpty {
      let files = try report.files(form, names: labels, count: classCount).map {
        (file: DerivedFile("\(folder)/\($0.name)"), bytes: Array($0.text.utf8))
      }
      try DerivedFile.write(files, replacement)
    }
    return (report, skipped)
  }

  /// The file that is written of an image.
  private func name(of path: String) -> String {
    if let joint = form.joint { return joint }
    switch form {
    case .yolo: return DetectionForm.stem(of: path) + ".txt"
    case .voc: return DetectionForm.stem(of: path) + ".xml"
    case .images, .coco, .darknet: return DetectionRun.annotatedName(of: path)
    }
  }

  /// Two images of the same name from different folders would overwrite each other, and one in
  /// the folder itself would be lost.
  private func checkNames(of paths: [String], in folder: String) throws {
    let originals = Set(paths.compactMap(FileIdentity.init(path:)))
    var taken: [String: String] = [:]
    for path in paths where form.joint == nil {
      let name = name(of: path)
      if let other = taken[name], other != path {
        throw PipelineError.usage(
          "\(other) and \(path) would both be written as \(name); "
            + (form == .images ? "annotate them in two runs" : "write them in two runs"))
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
