import Foundation
import TestSupport
import Testing

/// What a file asks of the program: time and memory in proportion to its size, whatever is in it.
///
/// Time is that of the processor, which a busy machine does not change, and limited by the system, so
/// that a hang is a failure and not a wait. Five seconds are fifty times what any of these takes here;
/// work that grows with the square of a megabyte takes minutes or hours.
@Suite("Time and memory in proportion")
struct ProportionTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  private static let shapes = "'\(Shapes.cfg)' '\(Shapes.weights)'"
  /// A file of holes, and a command that comes upon it.
  private static let sparse = [
    ("x.cfg", "inspect x.cfg"), ("x.onnx", "inspect x.onnx"),
    ("x.weights", "convert '\(Shapes.cfg)' x.weights -o o.onnx"),
    ("x.names", "convert \(shapes) --names x.names -o o.onnx"),
    ("x.txt", "convert \(shapes) --license-file cfg=x.txt -o o.onnx"),
    ("x.f32", "run m/m.onnx -i x.f32 -o o.npz"),
    ("x.list", "quantize m/m.onnx --calibration x.list -o o.onnx"),
    ("m/NOTICE.md", "notice m --check"), ("m/manifest.json", "manifest create m"),
    ("m/manifest.json", "verify m"),
    ("m/model.sig", "verify m"), ("m/m.onnx.provenance.json", "trace m/m.onnx"),
    ("s/models/shapes.json", "zoo list --store s --recipes '\(Fixtures.root.path)/Manifests'"),
  ]

  @Test("100 GB of nothing are told of, not read", arguments: sparse)
  func holes(_ file: String, _ command: String) throws {
    let outcome = try folder.shell(
      """
      mkdir m && $darkroom convert \(Self.shapes) -qo m/m.onnx && $darkroom notice m -q \
        && $darkroom zoo init --store s >/dev/null && mkdir -p s/models && truncate -s 100G \(file) || exit 99
      ulimit -t 5; ulimit -d 524288; $darkroom \(command)
      """, timeout: 300)
    #expect([1, 65, 66, 73].contains(outcome.status), "\(outcome)")
    #expect((outcome.output + outcome.errors).contains(file.split(separator: "/").last ?? ""))
    #expect(!(try folder.entries()).contains { $0.hasPrefix("o.") })
  }

  @Test("A hostile megabyte takes no more than 5 s and 512 MB", arguments: HostileInput.all)
  func proportion(_ input: HostileInput) throws {
    try folder.file(input.file, Data(input.bytes()))
    let outcome = try folder.shell(
      "ulimit -t 5; ulimit -d 524288; \(input.command)", timeout: 300)
    // Done, a check that does not hold, wrong usage, malformed or not readable; but not killed.
    #expect(
      [0, 1, 64, 65, 66].contains(outcome.status), "\(outcome.status) \(outcome.errors.prefix(500))"
    )
    #expect(outcome.output.utf8.count + outcome.errors.utf8.count < 4 << 20)
  }
}
