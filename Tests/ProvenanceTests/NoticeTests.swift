import Foundation
import Provenance
import TestSupport
import Testing

@Suite struct NoticeTests {
  private let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private func records() throws -> [ProvenanceRecord] {
    let float = try Samples.float()
    return [float, try Samples.int8(parent: float)]
  }

  private func write(_ records: [ProvenanceRecord]) throws {
    for record in records {
      let path = ProvenanceRecord.path(for: folder.path(record.artifact.file.name))
      try record.write(to: path)
    }
  }

  private func notice() throws -> Notice { try Notice(folders: [folder.url.path]) }

  @Test("A notice has a section for each kind of material") func sections() throws {
    try write(try records())
    try folder.file("license", "YOLO LICENSE\n")
    let notice = try notice()
    let float = try Samples.float()
    // The last line seals it.
    let unsealed = notice.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(3)
    #expect(
      unsealed.joined(separator: "\n") + "\n" == """
        # NOTICE

        This notice is generated from the provenance records of the artifacts below; change them, not it.

        ## Artifacts

        ### tiny-int8.onnx

        - Licence: MIT
        - SHA-256: \(Samples.file("tiny-int8.onnx").digest)

        ### tiny.onnx (Tiny)

        - Licence: MIT
        - SHA-256: \(float.artifact.file.digest)

        ## Materials

        What the artifacts were made from; they hold it in another form.

        ### tiny.cfg (cfg)

        - Licence: LicenseRef-YOLO-2
        - Attribution: Joseph Redmon, Alexey Bochkovskiy
        - From: https://example.org/tiny.cfg
        - SHA-256: \(Samples.file("tiny.cfg").digest)

        ### tiny.weights (weights)

        - Licence: LicenseRef-YOLO-2
        - Attribution: Joseph Redmon, Alexey Bochkovskiy
        - From: https://example.org/tiny.weights
        - SHA-256: \(Samples.file("tiny.weights").digest)

        ## Data used for calibration

        Ranges of activations were counted on these images; they are not redistributed.

        ### COCO val2017 (2 images)

        - Licence: CC-BY-4.0
        - Attribution: COCO Consortium
        - From: https://cocodataset.org
        - SHA-256: \(try records()[1].calibration?.digest.description ?? "")

        ## Data used for measurement

        Accuracy was measured on this data; it is not redistributed.

        ### COCO val2017 (5000 images)

        - Licence: CC-BY-4.0
        - Attribution: COCO Consortium
        - From: https://cocodataset.org
        - SHA-256: \(Samples.file("instances_val2017.json").digest)

        ## Tools

        These programs took part; they are not redistributed.

        ### ONNX Runtime (1.20.0, second opinion)

        - Licence: MIT

        ### darkroom (0.1.0)

        - Licence: NOASSERTION
        - From: https://example.org/darkroom

        ## Licences

        - CC-BY-4.0: https://spdx.org/licenses/CC-BY-4.0.html
        - LicenseRef-YOLO-2: text in LICENSES/LicenseRef-YOLO-2.txt
        - MIT: https://spdx.org/licenses/MIT.html

        """)
    #expect(notice.files.map(\.path) == ["LICENSES/LicenseRef-YOLO-2.txt", "NOTICE.md"])
    #expect(notice.files[0].bytes == Array("YOLO LICENSE\n".utf8))
    #expect(
      notice.warnings == [
        "darkroom: its licence is not known; NOASSERTION",
        "CC-BY-4.0: no text with the copyright lines is given; its address on spdx.org stands instead",
        "MIT: no text with the copyright lines is given; its address on spdx.org stands instead",
      ])
  }

  /// What is written can be checked without the files that it was made from.
  @Test("A notice can be checked without the files it was made from") func check() throws {
    try write(try records())
    let license = try folder.file("license", "YOLO LICENSE\n")
    try notice().write(to: folder.url.path)
    try FileManager.default.removeItem(at: license)
    let notice = try notice()
    #expect(notice.check(folder: folder.url.path).isEmpty)
    let text = notice.text.replacingOccurrences(of: "Redmon", with: "Redman")
    try folder.file("NOTICE.md", text)
    try folder.file("LICENSES/Old.txt", "x")
    let findings = notice.check(folder: folder.url.path)
    let lines = notice.text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.contains("Redmon") }) + 1
    #expect(
      findings.map(\.description) == [
        "changed: NOTICE.md: differs from line \(line) on: has \"- Attribution: Joseph Redman, Alexey "
          + "Bochkovskiy\", but the records give \"- Attribution: Joseph Redmon, Alexey Bochkovskiy\"",
        "extra: LICENSES/Old.txt: is in no record; remove it or record it",
      ])
    try FileManager.default.removeItem(atPath: folder.path("NOTICE.md"))
    #expect(notice.check(folder: folder.url.path).map(\.kind) == [.missing, .extra])
    // The text is now nowhere as it was recorded.
    try folder.file("LICENSES/LicenseRef-YOLO-2.txt", "YOLO LICENCE\n")
    let error = #expect(throws: DocumentError.self) { try self.notice() }
    #expect(error?.description.contains("its licence text darknet-LICENSE") == true)
  }

  /// Texts of one licence with different copyright lines share a file and stay whole.
  @Test("Texts of one licence with different copyright lines stay whole") func severalTexts() throws
  {
    var records = try records()
    let texts = ["MIT, Copyright A\n", "MIT, Copyright B, no newline at the end", ""]
    for (index, text) in texts.enumerated() {
      records[0].materials.append(
        Material(
          role: .names, file: Samples.file("n\(index)\n===== sha256"),
          license: try LicenseStatement("MIT"), licenseFile: Samples.file("L\(index)", text)))
      try folder.file("L\(index)", text)
    }
    let list = Calibration.listText([Samples.file("unused")])
    try folder.file("list.txt", list)
    try folder.file("license", "YOLO LICENSE\n")
    try write(records)
    let first = try notice()
    try first.write(to: folder.url.path)
    let mit = try #require(first.files.first { $0.path == "LICENSES/MIT.txt" })
    for text in texts where !text.isEmpty {
      #expect(String(decoding: mit.bytes, as: UTF8.self).contains(text))
    }
    for name in ["L0", "L1", "L2", "license"] {
      try FileManager.default.removeItem(atPath: folder.path(name))
    }
    let second = try notice()
    #expect(second.files == first.files)
    #expect(second.check(folder: folder.url.path).isEmpty)
  }

  /// The order of the records changes nothing, nor does saying something twice.
  @Test("The order of records changes nothing, nor does repetition") func order() throws {
    let records = try records()
    try folder.file("license", "YOLO LICENSE\n")
    let shelf = try FileIndex([folder.url.path])
    let one = try Notice(of: records, texts: shelf, source: "r")
    let two = try Notice(of: records.reversed() + records, texts: shelf, source: "r")
    #expect(one.files == two.files && one.warnings == two.warnings)
  }

  @Test("Composed and unknown licences are listed") func composedAndUnknownLicences() throws {
    var record = try Samples.float()
    record.materials = [
      Material(
        role: .cfg, file: Samples.file("a"),
        license: try LicenseStatement("GPL-2.0-only WITH GCC-exception-2.0 OR mit"),
        licenseFile: Samples.file("t", "text")),
      Material(role: .weights, file: Samples.file("b"), licenseFile: Samples.file("u", "unknown")),
      Material(
        role: .names, file: Samples.file("c"), license: try LicenseStatement("LicenseRef-x")),
      Material(role: .names, file: Samples.file("d"), license: .noLicense),
      Material(role: .names, file: Samples.file("e"), license: try LicenseStatement("Foo")),
    ]
    record.measurements = []
    try folder.file("t", "text")
    try folder.file("u", "unknown")
    let notice = try Notice(
      of: [record], texts: try FileIndex([folder.url.path]), source: "r")
    let unknown = "LicenseRef-\(Samples.digest("unknown").description.prefix(12))"
    #expect(
      notice.files.map(\.path) == [
        "LICENSES/GCC-exception-2.0.txt", "LICENSES/GPL-2.0-only.txt",
        "LICENSES/\(unknown).txt", "LICENSES/MIT.txt", "NOTICE.md",
      ])
    #expect(notice.text.contains("- \(unknown): text in LICENSES/\(unknown).txt"))
    for warning in [
      "b: its licence is not known; NOASSERTION", "d: has no licence, which permits nothing",
      "e: 'Foo' is not on SPDX's list", "LicenseRef-x: no text is given, and SPDX has none",
      "Foo: no text is given, and SPDX has none",
    ] {
      #expect(notice.warnings.contains(warning), "\(warning)")
    }
  }

  /// What others wrote cannot pass for more than a text.
  @Test("Attributions from records cannot pass for Markdown") func markdownInNames() throws {
    var record = try Samples.float()
    record.materials = [
      Material(
        role: .cfg, file: Samples.file("a"), license: try LicenseStatement("MIT"),
        attribution: "A\n## Artifacts\n<script> [x](y) \u{1B}[31m")
    ]
    let notice = try Notice(of: [record], texts: try FileIndex([]), source: "r")
    #expect(
      notice.text.contains(
        ##"- Attribution: A \#\# Artifacts &lt;script&gt; \[x\](y) \\u\{1B\}\[31m"## + "\n"))
  }

  @Test("A missing parent record is named") func missingParent() throws {
    let record = try records()[1]
    let notice = try Notice(of: [record], texts: try FileIndex([]), source: "r")
    #expect(notice.warnings.first?.contains("the record of its parent") == true)
    #expect(notice.text.contains("### tiny.onnx (parentModel)"))
  }

  @Test("A folder without records has no notice") func noRecords() throws {
    let error = #expect(throws: DocumentError.self) { try notice() }
    #expect(error?.description.contains("holds no record") == true)
    try folder.file("a.provenance.json", "{}")
    #expect(throws: DocumentError.self) { try notice() }
  }
}
