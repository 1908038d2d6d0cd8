import Foundation
import TestSupport
import Testing

/// Any call of the system can fail, the disk can be full from any moment on, a signal can come
/// between, and files can be read and written in pieces.
///
/// An ordinary run lets each place of the program fail once; with `DARKROOM_EVERY_FAULT=1` it is each
/// call, which takes long.
@Suite("Whatever call of the system fails, the answer is an error and nothing half is left")
struct FaultInjectionTests {
  private static let isThorough =
    ProcessInfo.processInfo.environment["DARKROOM_EVERY_FAULT"] == "1"

  /// A command, and the folder that it runs in.
  struct Scenario: CustomTestStringConvertible, Sendable {
    var name: String
    /// Shell that makes the folder.
    var prepare: String
    /// Shell that runs `$darkroom` once.
    var command: String
    /// Calls that have to be among those that can fail, lest the library does not see the program.
    var calls: Set<String>
    /// Whether every call fails in an ordinary run, too.
    var isShort = false

    var testDescription: String { name }
  }

  private static let inputs = """
    cp '\(Shapes.cfg)' '\(Shapes.weights)' '\(Shapes.names)' .
    mkdir images && cp '\(ZooFolder.calibration)'/00000[0-3].jpg images

    """

  static let scenarios = [
    Scenario(
      name: "convert",
      prepare: inputs + """
        mkdir out && $darkroom convert shapes.cfg shapes.weights --batch 2 -qo out/shapes.onnx
        """,
      command:
        "$darkroom convert shapes.cfg shapes.weights --names shapes.names -o out/shapes.onnx",
      calls: [
        "open", "close", "fstat", "mmap", "mkstemp", "fchmod", "write", "fsync", "rename", "stat",
        "realpath",
      ], isShort: true),
    Scenario(
      name: "quantize",
      prepare: inputs + """
        mkdir out && $darkroom convert shapes.cfg shapes.weights -qo out/shapes.onnx
        """,
      command: """
        $darkroom quantize out/shapes.onnx --calibration images --effort fast --threads 1 \
        --strict --report out/report.json -o out/shapes-int8.onnx
        """,
      calls: ["open", "mmap", "opendir", "readdir", "mkstemp", "write", "fsync", "rename"]),
    Scenario(
      name: "sign",
      prepare: inputs + """
        mkdir out && mv shapes.* out && $darkroom keygen key.pem && $darkroom manifest create out \
        && $darkroom sign out --key key.pem
        """,
      command: "$darkroom sign out --key key.pem --threads 1",
      calls: [
        "open", "read", "opendir", "readdir", "lstat", "mkstemp", "write", "fsync", "rename",
      ],
      isShort: true),
    Scenario(
      name: "zoo build",
      prepare: zoo,
      command: "\(ZooFolder.environment) $darkroom zoo build shapes --threads 1",
      calls: [
        "open", "create", "mkdir", "mkdtemp", "flock", "rename", "unlink", "rmdir", "opendir",
        "read",
      ]),
    Scenario(
      name: "zoo publish",
      prepare: zoo + """

        \(ZooFolder.environment) $darkroom zoo build shapes --threads 1
        """,
      command: "\(ZooFolder.environment) $darkroom zoo publish shapes -o out",
      calls: ["open", "create", "mkdir", "mkdtemp", "link", "ioctl", "rename", "unlink"]),
    Scenario(
      name: "zoo publish over an earlier publication",
      prepare: zoo + """

        \(ZooFolder.environment) $darkroom zoo build shapes --threads 1 \
        && $darkroom zoo publish shapes -o out
        """,
      command: "\(ZooFolder.environment) $darkroom zoo publish shapes -o out",
      calls: ["open", "rename", "unlink"]),
    Scenario(
      name: "zoo gc",
      prepare: zoo + """

        \(ZooFolder.environment) $darkroom zoo build shapes --threads 1
        sed -i 's/effort: fast/effort: fast, ranges: minmax/' \
          recipes/shapes.yaml
        $darkroom zoo build shapes --threads 1
        """,
      command: "\(ZooFolder.environment) $darkroom zoo gc",
      calls: ["opendir", "readdir", "unlink"], isShort: true),
  ]

  /// A recipe without an evaluation, of few images.
  private static let zoo = """
    set -e; mkdir recipes images; cp '\(ZooFolder.calibration)'/00000[0-1].jpg images
    cp '\(Shapes.cfg)' '\(Shapes.weights)' '\(Shapes.names)' \
      '\(Fixtures.root.appendingPathComponent("LICENSE").path)' recipes
    cat > recipes/shapes.yaml <<'END'
    schemaVersion: 1
    name: shapes
    title: Shapes
    description: The embedded detector.
    task: object-detection
    license: MIT
    licenseFile: LICENSE
    sources:
      cfg: {urls: [shapes.cfg], license: MIT, licenseFile: LICENSE,
        sha256: 8093c0bbeb21ecaa303d502dd74a3cba593a831d44c27a70697120ff69ca97b3}
      weights: {urls: [shapes.weights], license: MIT, licenseFile: LICENSE,
        sha256: 9188972f5080401748416015ca690464221c9c6dd9c9079398c13c617a1411b6}
      names: {urls: [shapes.names], license: MIT, licenseFile: LICENSE,
        sha256: 5dd75b6e9ee4cdb26aebfa3164728d3a1986a3c75dbd41ba623e25ed648ec685}
    quantization: {effort: fast}
    calibration: {name: Images, folder: ../images, license: MIT, licenseFile: LICENSE}
    gates: {licenses: [MIT]}
    END
    $darkroom keygen key.pem
    """

  @Test("Every failure of", arguments: scenarios)
  func failures(scenario: Scenario) throws {
    let run = try FaultRun(scenario, isThorough: FaultInjectionTests.isThorough)
    try run.tryAll()
  }
}
