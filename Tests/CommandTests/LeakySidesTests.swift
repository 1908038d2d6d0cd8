import Foundation
import TestSupport
import Testing

/// `--leaky dual` from the command to hardware.
@Suite("Leaky ReLUs as sums of two sides")
struct LeakySidesTests {
  private let folder: WorkFolder
  private let fast = Shapes.quantize(with: Shapes.few) + ["--effort", "fast"]

  init() throws { folder = try WorkFolder() }

  @Test(
    "Leaky ReLUs as sums of two sides keep the rules of every target that computes them on 8 bits",
    arguments: ["onnxruntime", "hardware", "qnn", "stm32"])
  func sides(target: String) throws {
    let made = try folder.darkroom(
      fast + ["--leaky", "dual", "--target", target, "--report", "r.txt", "-o", "q.onnx"])
    #expect(made.status == 0, "\(made)")
    let report = String(decoding: try folder.bytes("r.txt"), as: UTF8.self)
    #expect(report.contains("leaky dual"))
    let check = try folder.darkroom(["check", "q.onnx"])
    #expect(check.status == 0, "\(check)")
  }

  @Test("They are replayed in C and Python", arguments: ["float", "fixed", "shift"])
  func replay(requantization: String) throws {
    let folder = try HardwareFolder(
      quantization: ["--leaky", "dual", "--requantization", requantization])
    let inC = try folder.replayC()
    #expect(inC.status == 0, "\(inC)")
    guard Peers.python != nil else { return }
    let inPython = try folder.replayPython()
    #expect(inPython.status == 0, "\(inPython)")
  }

  @Test("Every instruction set computes the same") func instructionSets() throws {
    let quantized = try folder.darkroom(fast + ["--leaky", "dual", "-o", "q.onnx"])
    #expect(quantized.status == 0, "\(quantized)")
    var pixels: [Float] = []
    for index in 0..<76800 { pixels.append(Float(index * 7919 % 256) / 255) }
    try pixels.withUnsafeBytes { Data($0) }.write(
      to: URL(fileURLWithPath: folder.path("x.f32")))
    func outputs(_ setting: String) throws -> [Data] {
      let outcome = try folder.shell(
        "\(setting) $darkroom run q.onnx --input x.f32 -o out --force -q")
      #expect(outcome.status == 0, "\(outcome)")
      return try (0..<2).map { try folder.bytes("out/output_\($0).f32") }
    }
    let expected = try outputs("")
    // The refusal of another name lists those of this machine.
    let offered = try folder.shell("DARKROOM_ISA=mmx $darkroom --version").errors
    for name in ["generic", "avx2", "avx512", "avx512vnni", "neon"] where offered.contains(name) {
      #expect(try outputs("DARKROOM_ISA=\(name)") == expected, "\(name)")
    }
  }
}
