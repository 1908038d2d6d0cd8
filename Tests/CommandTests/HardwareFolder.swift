import Foundation
import TestSupport

/// A folder that `darkroom hardware` wrote, and its programs.
struct HardwareFolder {
  let work: WorkFolder
  let name: String

  /// Quantizes a network, fast, and writes it out.
  init(
    _ model: [String] = [Shapes.cfg, "--weights", Shapes.weights, "--calibration", Shapes.few],
    quantization: [String] = [], images: [String] = [Shapes.image(0), Shapes.image(1)],
    options: [String] = []
  ) throws {
    work = try WorkFolder()
    name = "out"
    let quantize = ["quantize"] + model + ["--effort", "fast", "-q", "-o", "int8.onnx"]
    try check(try work.darkroom(quantize + quantization))
    try check(
      try work.darkroom(
        ["hardware", "int8.onnx", "-o", name, "-q"] + images.flatMap { ["--image", $0] } + options))
    let compile = "cc -std=c99 -O2 -Wall -Wextra -Werror -pedantic \(name)/replay.c -o replay"
    try check(try work.shell(compile))
  }

  private func check(_ outcome: CommandLineTool.Outcome) throws {
    guard outcome.status == 0 else { throw Shapes.Failure(outcome: outcome) }
  }

  /// What `replay.c` says.
  func replayC(timeout: Double = 120) throws -> CommandLineTool.Outcome {
    try work.shell("./replay \(name)", timeout: timeout)
  }

  /// What `replay.py` says.
  func replayPython(timeout: Double = 120) throws -> CommandLineTool.Outcome {
    let python = Peers.python?.path ?? "python3"
    return try work.shell("'\(python)' \(name)/replay.py \(name)", timeout: timeout)
  }

  /// Every file, by its path in the folder.
  func files() throws -> [String] {
    try work.entries().filter { $0.hasPrefix("\(name)/") && !$0.hasSuffix("__pycache__") }
      .filter {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: work.path($0), isDirectory: &isFolder)
          && !isFolder.boolValue
      }
      .map { String($0.dropFirst(name.count + 1)) }
  }

  /// The description.
  func network() throws -> JSONDocument {
    try JSONDocument(String(decoding: work.bytes("\(name)/network.json"), as: UTF8.self))
  }
}
