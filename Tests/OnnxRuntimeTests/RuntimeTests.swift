import Foundation
import OnnxRuntime
import TestSupport
import Testing

@Suite("Finding and loading ONNX Runtime")
struct RuntimeTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "The library of the wheel is loaded and tells its version",
    .enabled(if: Peers.onnxRuntime != nil, Comment(rawValue: Peers.areMissing)))
  func loads() throws {
    let path = try #require(Peers.onnxRuntime)
    let runtime = try Runtime.load(path: path)
    #expect(path.hasSuffix("libonnxruntime.so.\(runtime.version)"))
    // A second one beside it is no less alive after the first has gone.
    var second: Runtime? = try Runtime.load(path: path)
    #expect(second?.version == runtime.version)
    second = nil
    #expect(throws: RuntimeError.self) {
      try RuntimeSession(runtime, path: folder.path("nosuch.onnx"))
    }
  }

  @Test("A file that is no library is refused with the loader's reason and a way out")
  func noLibrary() throws {
    for (name, content) in [
      ("empty.so", Data()), ("text.so", Data("not a library\n".utf8)),
      ("page.so", Data(repeating: 0, count: 5000)),
    ] {
      let path = folder.path(name)
      try content.write(to: URL(fileURLWithPath: path))
      let error = #expect(throws: RuntimeError.self) { try Runtime.load(path: path) }
      guard case .notALibrary(path, let reason) = error else {
        Issue.record("\(name): \(String(describing: error))")
        continue
      }
      #expect(!reason.isEmpty && !reason.contains(path))
      #expect(error?.description.contains("pip install onnxruntime") == true)
    }
  }

  @Test("Another library is refused for what it lacks", arguments: ["libz.so.1", "libc.so.6"])
  func anotherLibrary(name: String) throws {
    let folders = ["/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/lib64", "/usr/lib64"]
    let path = try #require(
      folders.map { "\($0)/\(name)" }.first { FileManager.default.fileExists(atPath: $0) })
    #expect(
      throws: RuntimeError.notOnnxRuntime(path: path, reason: "has no function OrtGetApiBase")
    ) { try Runtime.load(path: path) }
  }

  @Test("A file that is not there, and a folder")
  func noFile() throws {
    for (path, says) in [
      (folder.path("nosuch.so"), "No such file"), (folder.url.path, "is a folder"),
    ] {
      let error = #expect(throws: RuntimeError.self) { try Runtime.load(path: path) }
      guard case .file = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
      #expect(error?.description.contains(says) == true)
    }
  }
}
