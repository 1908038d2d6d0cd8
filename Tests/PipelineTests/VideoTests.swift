import Darknet
import Foundation
import Pipeline
import TestSupport
import Testing
import Vision

/// A recurrent detector on images that follow each other.
@Suite struct VideoTests {
  private static let cfg = """
    [net]
    width=32
    height=32
    channels=3
    [convolutional]
    filters=4
    size=3
    stride=8
    pad=1
    activation=leaky
    [conv_lstm]
    output=6
    size=3
    pad=1
    activation=linear
    [convolutional]
    filters=14
    size=1
    activation=linear
    [yolo]
    mask=0,1
    anchors=8,8, 16,20
    classes=2
    num=2

    """

  /// The model, and frames `clip/frame-8.png` to `clip/frame-10.png` with another clip beside them.
  private func files() throws -> (folder: TemporaryFolder, model: Model) {
    let folder = try TemporaryFolder()
    let cfg = try folder.file("x.cfg", Array(Self.cfg.utf8))
    let layout = WeightsLayout(network: try Network(text: Self.cfg, file: cfg))
    var random = SeededGenerator(seed: 4)
    let numbers: [Float] = (0..<(layout.byteCount - 20) / 4).map { _ in
      Float.random(in: -0.7...0.7, using: &random)
    }
    _ = try folder.file(
      "x.weights",
      [0, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
        + numbers.withUnsafeBytes { Array($0) })
    for clip in ["clip", "other"] {
      try FileManager.default.createDirectory(
        atPath: folder.path(clip), withIntermediateDirectories: false)
      for frame in 8...10 {
        let pixels = (0..<32 * 32 * 3).map { _ in UInt8.random(in: 0...255, using: &random) }
        try Image(width: 32, height: 32, pixels: pixels).write(
          to: folder.path("\(clip)/frame-\(frame).png"))
      }
    }
    return (folder, try Model.load(path: cfg, weights: folder.path("x.weights")))
  }

  @Test(
    "With --video what is remembered goes from frame to frame, in the order of numbers, by folder")
  func video() throws {
    let (folder, model) = try files()
    let names = ["clip/frame-10", "other/frame-9", "clip/frame-8", "clip/frame-9", "other/frame-8"]
    let paths = names.map { folder.path("\($0).png") }
    var run = try DetectionRun(
      model: model, names: nil, options: Detector.Options(threshold: 0.01))
    let apart = try run.run(on: paths, annotatedTo: nil).report.images
    #expect(apart.map(\.path) == paths)
    run.isVideo = true
    let video = try run.run(on: paths, annotatedTo: nil).report.images
    #expect(
      video.map(\.path)
        == [
          "clip/frame-8", "clip/frame-9", "clip/frame-10", "other/frame-8", "other/frame-9",
        ].map { folder.path("\($0).png") })
    // The same detector of its own, fed frame by frame.
    var detector = try Detector(model, options: Detector.Options(threshold: 0.01))
    detector.remembers = true
    for (index, image) in video.enumerated() {
      if index == 3 { detector.forget() }
      let expected = try detector.detections(in: Image(contentsOf: image.path))
      #expect(!expected.isEmpty)
      #expect(image.detections.map(\.score) == expected.map(\.score))
      let alone = try #require(apart.first { $0.path == image.path })
      let isFirst = index == 0 || index == 3
      #expect((alone.detections.map(\.score) == image.detections.map(\.score)) == isFirst)
    }
  }
}
