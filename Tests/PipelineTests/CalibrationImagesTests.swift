import Graph
import Quantization
import TestSupport
import Testing
import Vision

@testable import Pipeline

/// What is recorded of calibration images is what was used.
@Suite struct CalibrationImagesTests {
  @Test("An image that is changed between being hashed and being used ends the run")
  func changed() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("a.png")
    func write(_ red: UInt8) throws {
      try Image(width: 8, height: 8, filledWith: Color(red: red, green: 0, blue: 0))
        .write(to: path)
    }
    try write(1)
    let images = try CalibrationImages(
      [path], input: InputContract(width: 8, height: 8, channels: 3), preprocessing: .stretch,
      isStrict: false)
    #expect(try images.input(at: 0)?.first?.count == 192)
    try write(2)
    let error = #expect(throws: QuantizationError.self) { try images.input(at: 0) }
    guard case .unreadable(let text) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(text.contains("a.png: was changed while it was used"))
  }
}
