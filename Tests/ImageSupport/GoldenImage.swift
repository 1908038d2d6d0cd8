import Foundation
import TestSupport
import Vision

/// A real model with a letterboxed image and what darknet computes from it.
public struct GoldenImage: Sendable, CustomStringConvertible {
  private let model: URL
  /// The golden folder, with darknet's layers.
  public let folder: FixtureFolder
  private let name: String

  /// The network description.
  public var cfg: String { file("cfg") }
  /// The stored weights.
  public var weights: String { file("weights") }
  /// For example `yolov4-tiny/golden-dog`.
  public let description: String

  private func file(_ type: String) -> String {
    model.appendingPathComponent("\(name).\(type)").path
  }

  private init(model: URL, golden: String) {
    self.model = model
    name = model.lastPathComponent
    folder = FixtureFolder(model.appendingPathComponent(golden))
    description = "\(name)/\(golden)"
  }

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

  /// Every golden image of every model, and of the embedded one.
  public static let all: [GoldenImage] = {
    guard let shared = Fixtures.shared else { return [] }
    let models =
      Fixtures.names(in: "models").map { shared.appendingPathComponent("models/\($0)") }
      + [shared.appendingPathComponent("shapes")]
    return models.flatMap { model in
      let names = (try? FileManager.default.contentsOfDirectory(atPath: model.path)) ?? []
      return names.filter { $0.hasPrefix("golden-") }.sorted().map {
        GoldenImage(model: model, golden: $0)
      }
    }
  }()
}
