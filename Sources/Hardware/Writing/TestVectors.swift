import Digests
import Engine
import Files
import Graph
import JSON
import Pipeline
import Text
import Vision

/// Runs a model on images and writes down every tensor.
struct TestVectors {
  private let package: HardwarePackage
  private let session: Session
  private let detector: Detector?
  private let labels: [String]
  private let input: InputContract
  private let preprocessing: Preprocessing

  /// Makes a model ready to run.
  ///
  /// - Throws: a `Failure`, where it takes no image.
  init(
    _ model: Model, _ package: HardwarePackage, preprocessing: Preprocessing?, threads: Int
  ) throws {
    let graph = model.graph
    guard let input = graph.contract.input, graph.inputs.count == 1,
      graph[graph.inputs[0]].type.shape.dimensions == TestVectors.shape(of: input)
    else {
      throw HardwareError.input(
        "does not say how an image becomes its input, or takes several; leave the images out")
    }
    self.package = package
    self.input = input
    self.preprocessing = preprocessing ?? .usual(for: input)
    labels = graph.contract.labels
    let execution = Execution(threads: threads)
    session = try model.session(
      observing: Set(package.tensors.map(\.value)), execution: execution)
    detector =
      graph.contract.heads.isEmpty
      ? nil
      : try Detector(
        model, options: Detector.Options(preprocessing: preprocessing, execution: execution))
  }

  private static func shape(of input: InputContract) -> [Int] {
    switch input.form.axes {
    case .nchw: [1, input.channels, input.height, input.width]
    case .nhwc: [1, input.height, input.width, input.channels]
    }
  }

  /// Checks that an image can be read and fitted into the input.
  ///
  /// - Throws: a `Failure`.
  func check(_ path: String) throws {
    _ = try prepared(InputSource(contentsOf: path, for: input))
  }

  /// An image as the model takes it: its numbers, or its bytes.
  private func prepared(_ image: InputSource) throws -> [Float] {
    try preprocessing.apply(to: image, input: input).given(to: input)
  }

  /// Writes the vectors of an image.
  func write(
    _ path: String, number: Int, to stage: inout HardwareFolder.Stage
  ) throws -> HardwareNetwork.TestImage {
    let image = try InputSource(contentsOf: path, for: input)
    _ = try session.run([prepared(image)])
    let name = Folder.name(of: path)
    let end = name.lastIndex(of: ".") ?? name.endIndex
    let folder = "vectors/\(NetworkBuilder.name(number, String(name[..<end])))"
    for (tensor, place) in zip(package.network.tensors, package.tensors) {
      try stage.write(
        NumPyFile.bytes(
          of: bytes(of: place.value, tensor, place.shape), type: tensor.type,
          shape: tensor.storedShape), to: "\(folder)/\(tensor.file)")
    }
    var boxes: String?
    if let detector {
      let found = try detector.detections(in: image)
      let report = DetectionReport.Image(name, image, found, labels: labels)
      let path = "\(folder)/boxes.json"
      try stage.write(Array(try JSONEncoding.text(report).utf8) + [10], to: path)
      boxes = path
    }
    return HardwareNetwork.TestImage(
      name: name, sha256: "\(try Digest(ofFile: path))", folder: folder, boxes: boxes)
  }

  /// The bytes of a tensor as it is stored.
  private func bytes(
    of value: ValueID, _ tensor: HardwareNetwork.StoredTensor, _ shape: StoredShape
  ) -> [UInt8] {
    if let constant = tensor.constant { return package.constants[constant] }
    let elements = session.read(value)
    guard tensor.type != ElementType.float32.rawValue else {
      return shape.stored(elements, fill: 0).withUnsafeBytes { Array($0) }
    }
    return shape.stored(
      elements.map { UInt8(truncatingIfNeeded: Int($0)) },
      fill: UInt8(truncatingIfNeeded: tensor.zeroPoint ?? 0))
  }
}
