import Foundation
import TestSupport
import Testing

/// What somebody tries first: the demonstration, the report on the machine, manual pages.
@Suite("First contact")
struct FirstContactTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  @Test("The demonstration needs no file and makes a folder that verifies")
  func demo() throws {
    let outcome = try folder.darkroom("demo", "d")
    #expect(outcome.status == 0, "\(outcome)")
    // Each command is printed as it can be typed, and works so.
    let commands = outcome.output.split(separator: "\n").filter { $0.hasPrefix("$ darkroom ") }
    #expect(commands.count > 6)
    let typed = try folder.shell(
      String(commands.last?.dropFirst(2) ?? "").replacing(
        "darkroom", with: "$darkroom", maxReplacements: 1))
    #expect(typed.status == 0 && typed.output.contains("signature of"), "\(typed)")
    for path in [
      "d/model/shapes.onnx", "d/model/shapes-int8.onnx", "d/model/model.sig",
      "d/annotated/000004.jpg",
    ] {
      #expect(FileManager.default.fileExists(atPath: folder.path(path)), "\(path)")
    }
    // The files of the repository, byte for byte.
    for (name, source) in [
      ("checkpoint/shapes.weights", "Weights/shapes.weights"),
      ("images/validation/000099.jpg", "Images/shapes/validation/000099.jpg"),
    ] {
      #expect(
        try Data(contentsOf: URL(fileURLWithPath: folder.path("d/\(name)")))
          == Data(contentsOf: Fixtures.root.appendingPathComponent(source)))
    }
  }

  @Test("The demonstration does not go into a folder that holds something")
  func occupied() throws {
    try folder.file("d/mine.txt", "mine")
    let outcome = try folder.darkroom("demo", "d")
    #expect(outcome.status == 64 && outcome.errors.contains("d: is not empty"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("d")) == ["mine.txt"])
  }

  @Test("The report on the machine names what a report of a fault needs, and what to do")
  func doctor() throws {
    let outcome = try folder.shell(
      "DARKROOM_REGISTRY_TOKEN=s3cret DARKROOM_ONNXRUNTIME=nowhere.so SSL_CERT_FILE= SSL_CERT_DIR= $darkroom doctor"
    )
    #expect(outcome.status == 0)
    for name in ["program", "system", "processor", "kernels", "memory", "downloads", "store"] {
      #expect(outcome.output.contains("\n\(name) ") || outcome.output.hasPrefix(name), "\(name)")
    }
    #expect(outcome.output.contains("ONNX Runtime  not found"))
    #expect(outcome.output.contains("DARKROOM_ONNXRUNTIME=nowhere.so"))
    #expect(outcome.output.contains("DARKROOM_REGISTRY_TOKEN (set)"))
    #expect(!outcome.output.contains("s3cret"))
    let system = try String(contentsOfFile: "/etc/os-release", encoding: .utf8)
    let name = try #require(system.firstMatch(of: /PRETTY_NAME="([^"]*)"/)).1
    #expect(outcome.output.contains(name))
  }

  @Test("Every command has a manual page, the same each time, that man can read")
  func manual() throws {
    for name in ["one", "two"] {
      #expect(try folder.darkroom("generate", "man", "-o", name).status == 0)
    }
    let pages = try FileManager.default.contentsOfDirectory(atPath: folder.path("one")).sorted()
    let help = try folder.darkroom("--help").output
    let commands = help.split(separator: "\n").compactMap {
      $0.firstMatch(of: /^  ([a-z]+) {2,}/)?.1
    }
    #expect(commands.count > 20)
    for command in commands { #expect(pages.contains("darkroom-\(command).1"), "\(command)") }
    #expect(pages.contains("darkroom-zoo-build.1") && pages.contains("darkroom.1"))
    #expect(try folder.shell("diff -r one two").status == 0)
    let convert = try String(contentsOfFile: folder.path("one/darkroom-convert.1"), encoding: .utf8)
    #expect(convert.contains(".SH OPTIONS") && convert.contains("\\-\\-opset"))
    guard try folder.shell("command -v groff").status == 0 else { return }
    let checked = try folder.shell("for page in one/*; do groff -man -ww -z $page; done")
    #expect(checked.status == 0 && checked.errors.isEmpty, "\(checked)")
  }
}
