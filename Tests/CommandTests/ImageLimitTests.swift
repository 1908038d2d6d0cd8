import Foundation
import TestSupport
import Testing

/// Images of a few bytes that ask for gigabytes or minutes, given to the program.
@Suite("Images that ask for too much")
struct ImageLimitTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// Runs `detect` with 512 MB of memory and 10 s of a processor; the system holds it to both.
  private func detect(_ image: String) throws -> CommandLineTool.Outcome {
    try folder.shell(
      "ulimit -t 10; ulimit -d 524288; $darkroom detect '\(Shapes.cfg)' --weights "
        + "'\(Shapes.weights)' '\(image)'", timeout: 300)
  }

  private static func big(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  @Test(
    "44 bytes of PNG whose chunk claims two gigabytes",
    arguments: ["tEXt", "zTXt", "iTXt", "iCCP", "eXIf", "sPLT", "hIST", "pCAL", "sCAL", "abCd"])
  func chunkLength(name: String) throws {
    // Signature and header of a grey image of 1 x 1 with its checksum.
    let start: [UInt8] = [
      0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0,
      1,
      0, 0, 0, 1, 8, 0, 0, 0, 0, 0x3A, 0x7E, 0x9B, 0x55,
    ]
    var bytes = start
    bytes += Self.big(0x7FFF_FFF0)
    bytes += Array(name.utf8)
    bytes += [0, 0, 0]
    try folder.file("a.png", Data(bytes))
    let outcome = try detect("a.png")
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.contains("a.png: ") && outcome.errors.contains("\(name) at byte 33"))
    #expect(outcome.errors.contains("only 3 follow"), "\(outcome)")
  }

  @Test("A JPEG with arithmetic coding that claims 268 million pixels, and one of 499 scans")
  func arithmetic() throws {
    try folder.file("one.jpg", Data(HostileImages.arithmeticJPEG(side: 16384, scans: 1)))
    try folder.file("many.jpg", Data(HostileImages.arithmeticJPEG(side: 512, scans: 499)))
    let one = try detect("one.jpg")
    #expect(one.status == 65 && one.errors.contains("16384 x 16384 pixels in"), "\(one)")
    #expect(one.errors.contains("scale it down"))
    let many = try detect("many.jpg")
    #expect(many.status == 65 && many.errors.contains("499 scans, more than the 100"), "\(many)")
  }

  @Test("The images with which it was found")
  func found() throws {
    for name in ["attack-png-chunk-length", "attack-jpeg-arith"] {
      let cases = Fixtures.own.folder("cases/\(name)")
      let images = cases.names.filter { $0 != "HOW" }
      for image in images {
        let outcome = try detect(cases.file(image))
        #expect(outcome.status == 65, "\(image): \(outcome)")
        #expect(outcome.errors.contains(image))
      }
    }
  }
}
