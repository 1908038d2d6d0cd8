import TestSupport
import Vision

/// A real model with a letterboxed image and what darknet computes from it.
public struct GoldenImage: Sendable, CustomStringConvertible {
  /// For example `yolov4-tiny/golden-dog`.
  public let description: String
  /// The network description.
  public let cfg: String
  /// The stored weights.
  public let weights: String
  /// The golden folder, with darknet's layers.
  public let folder: FixtureFolder

  /// darknet's outputs of the layers that are stored: raw heads and head layers.
  public var layers: [(index: Int, values: [Float])] {
    folder.layerIndices.compactMap { index in folder.layer(index).map { (index, $0) } }
  }

  /// The letterboxed image as C, H, W planes of 0 to 1.
  public func input() throws -> [Float] {
    let image = try Image(contentsOf: folder.file("letterboxed.png"))
    let pixels = image.pixels
    return (0..<3).flatMap { channel in
      stride(from: channel, to: pixels.count, by: 3).map { Float(pixels[$0]) / 255 }
    }
  }

  /// Every golden image of the embedded detector, and of the models in `shared`.
  public static let all: [GoldenImage] =
    golden(in: Fixtures.own.folder("shapes")).map { folder in
      GoldenImage(
        description: "shapes/\(folder.url.lastPathComponent)",
        cfg: Fixtures.root.appendingPathComponent("Cfg/shapes.cfg").path,
        weights: Fixtures.root.appendingPathComponent("Weights/shapes.weights").path,
        folder: folder)
    }
    + Fixtures.names(in: "models").flatMap { name -> [GoldenImage] in
      guard let model = try? Fixtures.folder("models/\(name)") else { return [] }
      return golden(in: model).map { folder in
        GoldenImage(
          description: "\(name)/\(folder.url.lastPathComponent)",
          cfg: model.file("\(name).cfg"), weights: model.file("\(name).weights"), folder: folder)
      }
    }

  private static func golden(in model: FixtureFolder) -> [FixtureFolder] {
    model.names.filter { $0.hasPrefix("golden-") }.map(model.folder)
  }
}
