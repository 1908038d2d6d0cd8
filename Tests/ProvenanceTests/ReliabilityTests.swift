import Foundation
import JSON
import Provenance
import TestSupport
import Testing

/// A changed byte anywhere is found, or does provably nothing.
@Suite struct ReliabilityTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// A bit flipped, a byte replaced, taken out or put in; never the same bytes.
  private func damaged(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var copy = bytes
    let index = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0, 1, 2: copy[index] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 3: copy[index] = copy[index] &+ UInt8.random(in: 1...255, using: &random)
    case 4: copy.remove(at: index)
    default: copy.insert(UInt8.random(in: 0...255, using: &random), at: index)
    }
    return copy
  }

  /// Damages a document many times; whatever is still read must mean the same to the last byte.
  private func attack(
    _ text: String, seed: UInt64, read: ([UInt8]) throws -> String
  ) throws {
    let bytes = Array(text.utf8)
    let meaning = try JSONValue(parsing: bytes).canonicalBytes
    var random = SeededGenerator(seed: seed)
    var (caught, harmless) = (0, 0)
    for round in 0..<3000 {
      let damaged = damaged(bytes, &random)
      guard damaged != bytes else { continue }
      do {
        let back = try read(damaged)
        harmless += 1
        #expect(back == text, "round \(round)")
        #expect(try JSONValue(parsing: damaged).canonicalBytes == meaning, "round \(round)")
      } catch is DocumentError {
        caught += 1
      }
    }
    // White space that was changed for other white space, or doubled.
    #expect(harmless > 0 && harmless < 300)
    #expect(caught > 2500)
  }

  @Test("A damaged record is refused or reads as before") func records() throws {
    let float = try Samples.float()
    for (seed, record) in [float, try Samples.int8(parent: float)].enumerated() {
      try attack(record.text, seed: UInt64(seed)) {
        try ProvenanceRecord(parsing: $0, source: "r").text
      }
    }
  }

  @Test("A damaged manifest is refused or reads as before") func manifests() throws {
    try fill()
    let text = try Manifest.create(folder: folder.url.path).text
    try attack(text, seed: 3) { try Manifest(parsing: $0, source: "m").text }
  }

  /// No document that was cut short is read, whatever its length.
  @Test("No truncated record is read") func cutShort() throws {
    let bytes = Array(try Samples.float().text.utf8)
    for count in 0..<(bytes.count - 1) {
      #expect(throws: DocumentError.self) {
        try ProvenanceRecord(parsing: Array(bytes[..<count]), source: "r")
      }
    }
  }

  private func fill() throws {
    let float = try Samples.float()
    let int8 = try Samples.int8(parent: float)
    var random = SeededGenerator(seed: 1)
    for name in ["tiny.onnx", "tiny-int8.onnx", "tiny.cfg", "tiny.weights", "a.jpg", "b.jpg"] {
      try folder.file(name, "content of \(name)")
    }
    try folder.file(
      "other.bin", Data((0..<5000).map { _ in UInt8.random(in: 0...255, using: &random) }))
    try folder.file("license", "YOLO LICENSE\n")
    try folder.file("tiny.onnx.provenance.json", float.text)
    try folder.file("tiny-int8.onnx.provenance.json", int8.text)
    try Notice(folders: [folder.url.path]).write(to: folder.url.path)
    try FileManager.default.removeItem(atPath: folder.path("license"))
  }

  /// Every file of a folder is damaged many times; its manifest and its list of hashes always name
  /// exactly that file.
  @Test("Manifest and list of hashes name exactly the damaged file") func folders() throws {
    try fill()
    let manifest = try Manifest.create(folder: folder.url.path)
    var random = SeededGenerator(seed: 2)
    for file in manifest.files {
      let bytes = Array(try folder.bytes(file.path))
      for _ in 0..<40 {
        let damaged = damaged(bytes, &random)
        guard damaged != bytes else { continue }
        try folder.file(file.path, Data(damaged))
        let report = try manifest.verify(folder: folder.url.path)
        #expect(report.findings.map(\.path) == [file.path])
        #expect(report.findings.map(\.kind) == [.changed])
        let listed = try manifest.digestList.verify(folder: folder.url.path)
        #expect(listed.findings.map(\.path) == [file.path])
      }
      try folder.file(file.path, Data(bytes))
      #expect(try manifest.verify(folder: folder.url.path).holds)
    }
  }

  /// Whatever a lineage stands on is damaged; the trace is never complete then.
  @Test("A trace over damaged files is complete only where a record still says the same")
  func lineage() throws {
    try fill()
    let artifact = folder.path("tiny-int8.onnx")
    #expect(try Trace(of: artifact).isComplete)
    var random = SeededGenerator(seed: 4)
    var harmless = 0
    for name in [
      "tiny-int8.onnx", "tiny.onnx", "tiny.cfg", "tiny.weights", "a.jpg", "b.jpg",
      "tiny.onnx.provenance.json", "tiny-int8.onnx.provenance.json",
    ] {
      let bytes = Array(try folder.bytes(name))
      for _ in 0..<60 {
        let damaged = damaged(bytes, &random)
        guard damaged != bytes else { continue }
        try folder.file(name, Data(damaged))
        guard try Trace(of: artifact).isComplete else { continue }
        harmless += 1
        #expect(name.hasSuffix(".json"))
        #expect(
          try JSONValue(parsing: damaged).canonicalBytes
            == JSONValue(parsing: bytes).canonicalBytes)
      }
      try folder.file(name, Data(bytes))
    }
    #expect(harmless < 20)
    #expect(try Trace(of: artifact).isComplete)
  }

  @Test("A damaged notice is found") func notices() throws {
    try fill()
    let notice = try Notice(folders: [folder.url.path])
    #expect(notice.files.count == 2)
    var random = SeededGenerator(seed: 5)
    for file in notice.files {
      for _ in 0..<200 {
        let damaged = damaged(file.bytes, &random)
        guard damaged != file.bytes else { continue }
        try folder.file(file.path, Data(damaged))
        #expect(notice.check(folder: folder.url.path).map(\.path) == [file.path])
      }
      try folder.file(file.path, Data(file.bytes))
    }
  }

  /// A damaged list of hashes is refused, finds something, or says the same.
  @Test("A damaged list of hashes is refused, finds something, or reads the same") func lists()
    throws
  {
    try fill()
    let manifest = try Manifest.create(folder: folder.url.path)
    let list = manifest.digestList
    let bytes = Array(list.text.utf8)
    var random = SeededGenerator(seed: 6)
    var harmless = 0
    for _ in 0..<600 {
      let damaged = damaged(bytes, &random)
      guard damaged != bytes, let read = try? DigestList(parsing: damaged, source: "l") else {
        continue
      }
      guard try read.verify(folder: folder.url.path).holds else { continue }
      harmless += 1
      #expect(read.entries.map(\.digest) == list.entries.map(\.digest))
      #expect(read.entries.map(\.path) == list.entries.map(\.path))
    }
    #expect(harmless < 100)
  }
}
