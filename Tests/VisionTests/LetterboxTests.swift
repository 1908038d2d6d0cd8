import Foundation
import Graph
import TestSupport
import Testing
import Vision

@Suite("Fitting pictures into inputs")
struct LetterboxTests {
  /// Every golden picture: its model's folder and the name of its source picture.
  static let goldens: [String] = {
    let models = Fixtures.names(in: "models").flatMap { model in
      Fixtures.names(in: "models/\(model)").filter { $0.hasPrefix("golden-") }
        .map { "models/\(model)/\($0)" }
    }
    let shapes = Fixtures.names(in: "shapes").filter { $0.hasPrefix("golden-") }
      .map { "shapes/\($0)" }
    return models + shapes
  }()

  /// The goldens were made by OpenCV, whose fixed-point arithmetic is reproduced exactly.
  @Test(
    "The letterboxed picture has the same bytes as OpenCV's",
    .enabled(if: Fixtures.shared != nil, Comment(rawValue: Fixtures.sharedIsMissing)),
    arguments: goldens)
  func golden(folder: String) throws {
    let shared = try #require(Fixtures.shared)
    let name = try #require(folder.split(separator: "-").last)
    let source =
      folder.hasPrefix("shapes") ? "shapes/validation/\(name).jpg" : "images/\(name).jpg"
    let picture = try Picture(contentsOf: shared.appendingPathComponent(source).path)
    let golden = try Picture(
      contentsOf: shared.appendingPathComponent("\(folder)/letterboxed.png").path)
    let input = InputContract(width: golden.width, height: golden.height, channels: 3)
    let result = try Preprocessing.letterbox().apply(to: picture, input: input)
    let plane = golden.width * golden.height
    var differing = 0
    for index in 0..<plane {
      for channel in 0..<3
      where result.values[channel * plane + index]
        != Float(golden.pixels[index * 3 + channel]) / 255
      {
        differing += 1
      }
    }
    #expect(differing == 0)
  }
}
