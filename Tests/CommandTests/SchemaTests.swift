import Foundation
import TestSupport
import Testing

/// What other programs read is as `docs/formats.md` and the schemas in `docs/schemas` say.
@Suite("Formats", .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
struct SchemaTests {
  private let schemas = Fixtures.root.appendingPathComponent("docs/schemas").path

  /// Checks files with their schemas, and the schemas with changes of the files.
  private func check(_ files: [(schema: String, path: String)]) throws {
    let result = try Peers.run(
      // Registries are those of RegistryTests.
      "schemas.py",
      ["--elsewhere", "inspect-registry", schemas] + files.flatMap { [$0.schema, $0.path] })
    #expect(result.status == 0 && result.output.isEmpty, "\(result.output)\(result.errors)")
  }

  @Test("Every kind of file that commands write is as its schema says, and no other")
  func files() throws {
    let zoo = try ZooFolder()
    let folder = zoo.folder
    let license = Fixtures.root.appendingPathComponent("LICENSE").path
    try zoo.write { $0.targets = ["openvino"] }
    // A store of its own, for a source that is not as the recipe says.
    try zoo.write {
      $0.name = "wrong"
      $0.weightsHash = String(repeating: "0", count: 64)
    }
    try folder.file(
      "policy.json",
      """
      {"schemaVersion": 1, "allow": ["MIT"],
       "exempt": [{"sha256": "\(String(repeating: "0", count: 64))", "reason": "a test"}]}
      """)
    let outcome = try zoo.shell(
      """
      set -e
      mkdir m
      said() { for role in "$@"; do
        echo --license $role=MIT --license-file "$role=\(license)" --attribution $role=Somebody \\
          --source $role=https://example.org/$role
      done; }
      judge="--images \(ZooFolder.validation) --annotations \(ZooFolder.annotations)"
      kept="--record --dataset Shapes --dataset-license MIT --json"
      $darkroom convert '\(Shapes.cfg)' '\(Shapes.weights)' --names '\(Shapes.names)' \\
        -o m/float.onnx $(said cfg weights names model) --title Shapes --json >convert.json
      $darkroom convert '\(Shapes.cfg)' '\(Shapes.weights)' --heads nms --precision float16 \\
        --batch dynamic -q -o nms.onnx
      $darkroom quantize m/float.onnx --calibration '\(ZooFolder.calibration)' --effort fast \\
        -o m/int8.onnx $(said calibration model) --save-table table.json --report quantize.json \\
        --json >quantize-json.json
      $darkroom quantize m/float.onnx --table table.json --calibration '\(ZooFolder.calibration)' \\
        --effort fast --target stm32 --qdq fused -o stm32.onnx --json >quantize-target.json
      budget="--calibration \(ZooFolder.calibration) --effort fast"
      $darkroom quantize m/float.onnx $budget --max-drop 90 --budget-images \(ZooFolder.validation) \
        --annotations \(ZooFolder.annotations) -o drop.onnx --report drop.json --json >drop-json.json
      $darkroom quantize m/float.onnx $budget --min-f1 0.1 -o f1.onnx --json >f1.json
      $darkroom quantize m/float.onnx $budget --min-sqnr 90 -o sqnr.onnx --json >sqnr.json || test $? = 1
      $darkroom check stm32.onnx --json >check.json || test $? = 1
      $darkroom check m/float.onnx --target xint8 --json >check-float.json || test $? = 1
      $darkroom quantize m/float.onnx --table table.json --save-table again.json --json \\
        >calibrated.json
      $darkroom inspect '\(Shapes.cfg)' --weights '\(Shapes.weights)' --json >inspect-cfg.json
      $darkroom inspect m/int8.onnx --json >inspect.json
      $darkroom inspect m/float.onnx --profile --runs 2 --json >profile.json
      $darkroom hardware m/int8.onnx --image '\(Shapes.image(0))' -q -o hardware
      $darkroom quantize m/float.onnx --table table.json --effort fast --requantization shift -q \\
        -o shift.onnx
      $darkroom hardware shift.onnx --block 4 -q -o hardware-shift
      $darkroom detect m/float.onnx '\(Shapes.image(0))' '\(Shapes.image(1))' --json >detect.json
      $darkroom evaluate m/float.onnx $judge --limit 4 --resamples 20 --darknet-map $kept \\
        --detections found.json >evaluate.json
      $darkroom evaluate --results found.json --annotations '\(ZooFolder.annotations)' \\
        --resamples 0 --json >evaluate-results.json
      $darkroom convert '\(ShapesClassifier.cfg)' '\(ShapesClassifier.weights)' -q \\
        --names '\(ShapesClassifier.names)' -o classifier.onnx
      $darkroom classify classifier.onnx '\(ShapesClassifier.image("star"))' --json >classify.json
      $darkroom evaluate classifier.onnx --images '\(ShapesClassifier.validation)' --limit 50 \\
        --labels by-folder $kept >evaluate-classifier.json
      $darkroom quantize classifier.onnx --calibration '\(ShapesClassifier.calibration)' -q \\
        --effort fast -o classifier-int8.onnx >/dev/null
      $darkroom compare classifier.onnx classifier-int8.onnx --limit 9 $kept \\
        --images '\(ShapesClassifier.validation)' >compare-classifier.json
      $darkroom evaluate m/int8.onnx $judge --limit 4 --shard 1/2 -o shard.json
      $darkroom compare m/float.onnx m/int8.onnx --images '\(ZooFolder.validation)' --limit 4 \\
        $kept >compare.json
      $darkroom quantize m/float.onnx --calibration '\(Shapes.few)' --effort baseline -q \\
        -o baseline.onnx >/dev/null
      $darkroom compare m/float.onnx m/int8.onnx --baseline baseline.onnx \\
        --images '\(ZooFolder.validation)' --limit 4 --json >compare-baseline.json
      $darkroom provenance m/float.onnx
      $darkroom provenance m/int8.onnx --card
      mkdir texts
      cp '\(license)' texts
      $darkroom notice m --search texts --policy policy.json >notice.txt
      $darkroom manifest create m
      $darkroom manifest verify m --json >verify.json
      $darkroom trace m/int8.onnx --json >trace.json
      mkdir changed
      cp m/*.onnx m/*.provenance.json changed
      echo >>changed/float.onnx
      $darkroom trace changed/int8.onnx --json >trace-changed.json || test $? = 1
      $darkroom doctor --json >doctor.json
      $darkroom zoo build shapes --json >zoo-build.json
      $darkroom zoo publish shapes -o published
      $darkroom zoo withdraw shapes --reason 'Trained on the wrong images.' --successor shapes-2
      $darkroom zoo site shapes -o site
      $darkroom zoo list --remote site --json >zoo-remote.json
      $darkroom zoo pull shapes --from site --as theirs --accept-withdrawn
      $darkroom zoo diff theirs published/ --json >zoo-diff.json
      $darkroom zoo show theirs --json >zoo-show-theirs.json
      $darkroom zoo pull wrong 2>pull.txt && exit 1
      $darkroom zoo list --json >zoo-list.json
      $darkroom zoo plan shapes --part-images 4 --json >zoo-plan.json
      $darkroom zoo plan shapes --json >zoo-plan-whole.json
      $darkroom zoo show shapes --json >zoo-show.json
      $darkroom zoo show wrong --json >zoo-show-wrong.json
      echo >>m/NOTICE.md
      rm m/README.md
      $darkroom manifest verify m --json >verify-changed.json || test $? = 1
      """, timeout: 600)
    try #require(outcome.status == 0, "\(outcome)")

    let files: [(schema: String, names: [String])] = [
      (
        "model-metadata",
        [
          "m/float.onnx", "m/int8.onnx", "nms.onnx", "shift.onnx", "stm32.onnx",
          "classifier-int8.onnx",
        ]
      ),
      (
        "record",
        [
          "m/float.onnx.provenance.json", "m/int8.onnx.provenance.json",
          "published/shapes-int8.onnx.provenance.json",
          "published/shapes-int8-openvino.onnx.provenance.json", "stm32.onnx.provenance.json",
          "drop.onnx.provenance.json", "classifier.onnx.provenance.json",
          "classifier-int8.onnx.provenance.json",
        ]
      ),
      ("manifest", ["m/manifest.json", "published/manifest.json"]),
      ("license-policy", ["policy.json"]),
      ("calibration-table", ["table.json"]),
      (
        "quantize",
        [
          "quantize.json", "quantize-json.json", "calibrated.json", "quantize-target.json",
          "drop.json",
          "drop-json.json", "f1.json", "sqnr.json",
        ]
      ),
      ("check", ["check.json", "check-float.json"]),
      ("convert", ["convert.json"]),
      ("inspect", ["inspect-cfg.json", "inspect.json"]),
      ("profile", ["profile.json"]),
      ("detect", ["detect.json"]),
      ("doctor", ["doctor.json"]),
      ("classify", ["classify.json"]),
      ("hardware", ["hardware/network.json", "hardware-shift/network.json"]),
      ("evaluate", ["evaluate.json", "evaluate-results.json"]),
      ("evaluate-classifier", ["evaluate-classifier.json"]),
      ("shard", ["shard.json"]),
      ("compare", ["compare.json", "compare-baseline.json", "compare-classifier.json"]),
      ("manifest-verify", ["verify.json", "verify-changed.json"]),
      ("trace", ["trace.json", "trace-changed.json"]),
      ("site", ["site/models.json"]),
      ("zoo-plan", ["zoo-plan.json", "zoo-plan-whole.json"]),
      ("zoo-list", ["zoo-build.json", "zoo-list.json"]),
      ("zoo-show", ["zoo-show.json", "zoo-show-wrong.json", "zoo-show-theirs.json"]),
      ("zoo-remote", ["zoo-remote.json"]),
      ("zoo-diff", ["zoo-diff.json"]),
    ]
    try check(
      files.flatMap { schema, names in names.map { (schema: schema, path: folder.path($0)) } })
  }

  @Test("The tables of docs/formats.md are those of the schemas") func tables() throws {
    let result = try Peers.run("schema_tables.py", [])
    #expect(
      result.status == 0 && result.output.isEmpty,
      """
      python3 Tests/Peers/schema_tables.py --write makes them so:
      \(result.output)\(result.errors)
      """)
  }

  @Test("A wrong file is not taken for a sound one") func wrong() throws {
    let folder = try WorkFolder()
    let outcome = try folder.shell(
      """
      $darkroom inspect '\(Shapes.cfg)' --weights '\(Shapes.weights)' --json >sound.json
      sed 's/"index"/"number"/' sound.json >wrong.json
      """)
    try #require(outcome.status == 0, "\(outcome)")
    let result = try Peers.run("schemas.py", [schemas, "inspect", folder.path("wrong.json")])
    #expect(result.output.contains("'index' is a required property"), "\(result)")
    #expect(result.output.contains("'number' was unexpected"), "\(result)")
  }
}
