import Foundation
import TestSupport
import Testing

/// Whatever the name of an output is, and however it leads there: what a command reads stays.
@Suite("No command replaces a file that it reads, or one that it has just written")
struct FilesInUseTests {
  let folder: WorkFolder

  init() throws {
    folder = try WorkFolder()
    let made = try folder.shell(
      """
      set -e
      cp '\(Shapes.cfg)' '\(Shapes.weights)' '\(Shapes.names)' .; cp '\(Fixtures.root.path)/LICENSE' .
      cp -r '\(ZooFolder.validation)' val; cp '\(ZooFolder.annotations)' ann.json; chmod -R u+w .
      mkdir m; $darkroom convert shapes.cfg shapes.weights --names shapes.names -qo m/shapes.onnx
      head -c 307200 /dev/zero > in.f32; cp in.f32 in.npz; mkdir o; cp in.f32 o/output_0.f32
      cp shapes.weights w.npz; ln -s shapes.weights link.npz; cp shapes.cfg x.onnx.provenance.json
      ln -s m/shapes.onnx model; $darkroom keygen key.pem
      """)
    guard made.status == 0 else { throw Shapes.Failure(outcome: made) }
  }

  /// A command, and the file that it would have replaced.
  private static let commands = [
    ("in.npz", "run shapes.cfg -i in.npz -o in.npz"),
    ("in.npz", "run shapes.cfg -i in.npz --dump in.npz"),
    ("w.npz", "run shapes.cfg --weights w.npz -i in.f32 -o w.npz"),
    ("shapes.weights", "run shapes.cfg -i in.f32 -o link.npz"),
    ("o/output_0.f32", "run shapes.cfg -i o/output_0.f32 -o o --force"),
    ("LICENSE", "convert shapes.cfg shapes.weights --license-file weights=LICENSE -o LICENSE"),
    (
      "x.onnx.provenance.json",
      "convert x.onnx.provenance.json shapes.weights -o x.onnx --force"
    ),
    (
      "val/000000.jpg",
      "evaluate m/shapes.onnx --images val --annotations ann.json --limit 2 "
        + "--detections val/000000.jpg"
    ),
    (
      "val/000000.jpg",
      "evaluate m/shapes.onnx --images val --annotations ann.json --limit 2 --shard 1/1 "
        + "-o val/000000.jpg"
    ),
    (
      "m/shapes.onnx.provenance.json",
      "evaluate m/shapes.onnx --images val --annotations ann.json --limit 2 --record "
        + "--detections m/shapes.onnx.provenance.json"
    ),
    (
      "m/shapes.onnx.provenance.json",
      "quantize m/shapes.onnx --calibration val --effort fast -o m/shapes.onnx.provenance.json"
    ),
    (
      "m/shapes.onnx.provenance.json",
      "quantize m/shapes.onnx --calibration val --effort fast -o q.onnx "
        + "--save-table m/shapes.onnx.provenance.json"
    ),
    ("m/shapes.onnx", "manifest create m -o model"),
    ("m/shapes.onnx", "manifest create m --sha256sum -o model"),
    ("m/shapes.onnx", "sign m --key key.pem -o model"),
  ]

  @Test("What is read stays, also behind a link and with --force", arguments: commands)
  func inputs(_ file: String, _ command: String) throws {
    let before = try folder.bytes(file)
    let outcome = try folder.shell("$darkroom \(command)")
    #expect([64, 73].contains(outcome.status), "\(outcome)")
    #expect(outcome.errors.contains("would be overwritten, but is read"), "\(outcome)")
    #expect(try folder.bytes(file) == before)
  }

  @Test(
    "Two outputs of one name are refused",
    arguments: [
      "run shapes.cfg -i in.f32 -o both.npz --dump both.npz",
      "evaluate m/shapes.onnx --images val --annotations ann.json --limit 2 --shard 1/1 "
        + "-o both.json --detections both.json",
    ])
  func outputs(_ command: String) throws {
    let outcome = try folder.shell("$darkroom \(command)")
    #expect(outcome.status == 73 && outcome.errors.contains("or written by this"), "\(outcome)")
  }

  @Test("A record is brought up to date, and outputs of an earlier run are replaced")
  func updates() throws {
    let outcome = try folder.shell(
      """
      set -e
      evaluate="$darkroom evaluate m/shapes.onnx --images val --annotations ann.json --limit 2 -q"
      $evaluate --record --detections d.json; $evaluate --record --detections d.json
      for i in 1 2; do
        $darkroom quantize m/shapes.onnx --calibration val --effort fast -qo m/q.onnx --save-table t
        $darkroom run m/q.onnx -i in.f32 -o out.npz
        $darkroom manifest create m; $darkroom sign m --key key.pem
      done
      """)
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test("A link to nothing is no name for an output")
  func dangling() throws {
    let outcome = try folder.shell(
      "ln -s sub/real link; $darkroom run shapes.cfg -i in.f32 -o link; test -L link")
    #expect(outcome.status == 0, "\(outcome)")
    let refused = try folder.shell(
      "ln -s sub/real l.onnx; $darkroom convert shapes.cfg shapes.weights -qo l.onnx")
    #expect(refused.status == 73 && refused.errors.contains("link to nothing"), "\(refused)")
  }
}
