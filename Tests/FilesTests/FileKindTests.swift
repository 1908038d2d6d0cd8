import Files
import Foundation
import TestSupport
import Testing

/// One recognizer for all readers.
struct FileKindTests {
  private func kind(_ bytes: [UInt8]) -> FileKind? { bytes.withUnsafeBytes { FileKind($0) } }

  @Test(
    "A text is recognized by how it begins",
    arguments: [
      ("", FileKind.empty), ("\n <!DOCTYPE html>\n", .webPage), ("<html><head>", .webPage),
      ("404: Not Found", .missingPage), ("Not Found\n", .missingPage),
      ("version https://git-lfs.github.com/spec/v1\noid sha256:00\n", .gitLFSPointer),
      ("[net]\n<<<<<<< HEAD\nwidth=1\n=======\n", .mergeConflict),
      ("# yolo\n\n[net]\nwidth=1\n", .darknetCfg), ("\u{FEFF}[network]\n", .darknetCfg),
      ("classes= 3\ntrain  = data/train.txt\nnames = data/obj.names\n", .darknetData),
      ("7767517\n3 3\nInput data 0 1 data\n", .ncnn), ("{\"a\": 1}", .json), ("[{\"a\":1}]", .json),
      ("<?xml version=\"1.0\"?>\n<net name=\"x\" version=\"11\">", .openVINO),
      ("<?xml version=\"1.0\"?>\n<annotation>", .xml), ("<svg xmlns=\"\">", .svg),
      ("person\nbicycle\n", .text), ("häuser\n", .text),
    ])
  func texts(text: String, expected: FileKind) {
    #expect(kind(Array(text.utf8)) == expected)
  }

  @Test(
    "A binary file is recognized by its magic number",
    arguments: [
      ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], FileKind.hdf5),
      ([0xFF, 0xFE, 0x5B, 0, 0x6E, 0], .utf16),
      ([0x5B, 0, 0x6E, 0, 0x65, 0, 0x74, 0, 0x5D, 0], .utf16),
      ([0x1C, 0, 0, 0, 0x54, 0x46, 0x4C, 0x33], .tfLite), ([0x1F, 0x8B, 8, 0], .gzip),
      ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .sevenZip),
      ([0x52, 0x61, 0x72, 0x21, 0x1A, 0x07, 0], .rar), ([0xFF, 0xD8, 0xFF, 0xE0], .jpeg),
      (
        [0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19],
        .oldPyTorch
      ),
      ([0x80, 0x04, 0x95], .pickle), (Array("GGUF".utf8), .gguf),
      ([0, 0, 0, 0, 2, 0, 0, 0, 5, 0, 0, 0] + Array(repeating: 0, count: 12), .darknetWeights),
      (Array(repeating: 0, count: 257) + Array("ustar".utf8), .tar),
    ])
  func binaries(bytes: [UInt8], expected: FileKind) {
    #expect(kind(bytes) == expected)
  }

  @Test(
    "Files of other programs are recognized",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func made() throws {
    let folder = try WorkFolder()
    let outcome = try StartedProgram(
      try #require(Peers.python).path,
      [
        "-c",
        """
        import numpy, onnx, onnx.helper as h, tarfile, zipfile, gzip, lzma, bz2, pickle
        x = h.make_tensor_value_info("x", 1, [1]); y = h.make_tensor_value_info("y", 1, [1])
        g = h.make_graph([h.make_node("Relu", ["x"], ["y"])], "g", [x], [y])
        onnx.save(h.make_model(g), "onnx"); numpy.save(open("numPy", "wb"), numpy.zeros(3))
        numpy.savez(open("numPyArchive", "wb"), a=numpy.zeros(3))
        zipfile.ZipFile("zip", "w").writestr("a.txt", "a")
        zipfile.ZipFile("pyTorch", "w").writestr("archive/data.pkl", "a")
        zipfile.ZipFile("keras", "w").writestr("metadata.json", "{}")
        t = tarfile.open("tar", "w"); t.add("/etc/hostname"); t.close(); gzip.open("gzip", "w").write(b"a")
        lzma.open("xz", "w").write(b"a"); bz2.open("bzip2", "w").write(b"a")
        pickle.dump([1], open("pickle", "wb"))
        """,
      ], in: folder.url
    ).end(timeout: 60)
    #expect(outcome.status == 0, "\(outcome)")
    for kind in FileKind.allCases {
      guard let bytes = try? folder.bytes("\(kind)") else { continue }
      #expect(self.kind(Array(bytes)) == kind, "\(kind)")
    }
    #expect(try folder.entries().count == 11)
  }

  @Test("Whatever is needed, another kind is named with what to do, and the right one is not")
  func roles() {
    let page = Array("<html>".utf8)
    for role in [FileRole.cfg, .weights, .onnx, .names, .image, .list, .annotations] {
      let problem = page.withUnsafeBytes { role.problem(of: $0) }
      #expect(
        problem
          == "is a web page, where \(role.words) is needed; the download was answered with a page; "
          + "use the direct link")
    }
    #expect(Array("[net]".utf8).withUnsafeBytes { FileRole.cfg.problem(of: $0) } == nil)
    #expect(Array("person\ncar".utf8).withUnsafeBytes { FileRole.names.problem(of: $0) } == nil)
  }
}
