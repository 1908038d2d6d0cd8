import Foundation
import TestSupport
import Testing

@Suite("Steps that are done one by one make the zoo of a build")
struct ZooStepTests {
  let zoo: ZooFolder

  init() throws { zoo = try ZooFolder() }

  /// Does every job of a plan, the parts in turn with either instruction set, the last part first.
  private static let all = """
    set -e
    do_all() {
      $darkroom zoo plan "$1" --part-images "$2" --json > plan.json
      python3 - plan.json > jobs <<'END'
    import json, sys
    jobs = json.load(open(sys.argv[1]))["models"][0]["jobs"]
    parts = [job for job in jobs if job["wanted"] == "part"]
    def key(job):
        first = [other for other in jobs if other["step"] == job["step"]][0]
        return jobs.index(first), ["equalization", "part", "whole"].index(job["wanted"]), -jobs.index(job)
    for job in sorted(jobs, key=key):
        print(*job["arguments"])
    END
      n=0
      while read -r line; do
        n=$((n + 1))
        isa=avx2
        if test $((n % 2)) = 0 && grep -q avx512_vnni /proc/cpuinfo; then isa=avx512vnni; fi
        DARKROOM_ISA=$isa $darkroom $line --work work -q > /dev/null
      done < jobs
      $darkroom zoo assemble "$1" --work work --store other -q > /dev/null
    }

    """

  /// What two stores differ in, but for folders of processes.
  private static let same = "diff -r -x locks -x work -x partial store other"

  private func check(_ name: String, partImages: Int) throws {
    let outcome = try zoo.shell(
      ZooStepTests.all + """
        do_all \(name) \(partImages)
        $darkroom zoo build \(name) -q > /dev/null
        \(ZooStepTests.same)
        """, timeout: 600)
    #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome)")
  }

  @Test("A detector with the default effort and a model for a target, in parts")
  func detector() throws {
    try zoo.write {
      $0.quantization = "  effort: balanced"
      $0.targets = ["openvino"]
    }
    try check("shapes", partImages: 4)
  }

  @Test("A detector with one scale for the weights of a layer, which tries both ways to equalize")
  func perTensor() throws {
    try zoo.write { $0.quantization = "  effort: balanced\n  granularity: per-tensor" }
    try check("shapes", partImages: 9)
  }

  @Test("A network that is equalized by nothing is planned without a decision on that")
  func fast() throws { try check("shapes", partImages: 5) }

  @Test("A classifier, in parts")
  func classifier() throws {
    let recipes = Fixtures.root.appendingPathComponent("Manifests").path
    let outcome = try zoo.shell(
      ZooStepTests.all + """
        export DARKROOM_RECIPES='\(recipes)'
        do_all shapes-classifier 40
        $darkroom zoo build shapes-classifier -q > /dev/null
        \(ZooStepTests.same)
        """, timeout: 600)
    #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome)")
  }

  /// A line of shell behind steps up to two parts of an evaluation.
  private func behindParts(_ line: String) throws -> CommandLineTool.Outcome {
    try zoo.shell(
      """
      step="$darkroom zoo step shapes"
      { $step pull --work w && $step convert --work w && $step evaluate-float --shard 1/2 --work w \\
        && $step evaluate-float --shard 2/2 --work w; } >/dev/null 2>&1 || exit 99
      \(line)
      """)
  }

  @Test("Parts that are missing, of another division or of another network are refused")
  func foreignParts() throws {
    let missing = try behindParts(
      "rm w/shapes/evaluate-float.2-of-2.json; $step evaluate-float --parts 2 --work w")
    #expect(missing.status != 0 && missing.errors.contains("2-of-2.json"), "\(missing)")
    let twice = try behindParts(
      """
      cp w/shapes/evaluate-float.1-of-2.json w/shapes/evaluate-float.2-of-2.json
      $step evaluate-float --parts 2 --work w
      """)
    #expect(twice.status != 0 && twice.errors.contains("given twice"), "\(twice)")
    let other = try behindParts(
      """
      sed -i 's/"key":"[0-9a-f]*"/"key":"\(String(repeating: "0", count: 64))"/' \\
        w/shapes/evaluate-float.2-of-2.json
      $step evaluate-float --parts 2 --work w
      """)
    #expect(other.status != 0 && other.errors.contains("do that part again"), "\(other)")
    #expect(try zoo.shell("test ! -e w/shapes/evaluate-float").status == 0)
  }

  @Test("A file that is not what its step left is refused, and nothing is assembled of it")
  func damagedFiles() throws {
    let damaged = try behindParts(
      "chmod u+w w/shapes/convert/shapes.onnx; printf x >> w/shapes/convert/shapes.onnx; "
        + "$step evaluate-float --parts 2 --work w")
    #expect(damaged.status != 0 && damaged.errors.contains("SHA-256"), "\(damaged)")
    let assembled = try zoo.shell("$darkroom zoo assemble shapes --work w --store other")
    #expect(assembled.status != 0 && assembled.errors.contains("shapes.onnx"), "\(assembled)")
    #expect(try zoo.shell("test -e other/models/shapes.json").status != 0)
  }

  @Test("Steps of a recipe that was changed meanwhile are not assembled")
  func staleSteps() throws {
    func write(_ quantization: String) throws {
      try zoo.write {
        $0.hasEvaluation = false
        $0.gates = "  minimumAgreement: 0.5"
        $0.quantization = quantization
      }
    }
    try write("  effort: fast")
    let outcome = try zoo.shell(
      """
      for name in pull convert quantize compare assemble; do
        $darkroom zoo step shapes $name --work w -q || exit 99
      done
      """)
    #expect(outcome.status == 0, "\(outcome)")
    try write("  effort: fast\n  ranges: minmax")
    let stale = try zoo.shell("$darkroom zoo assemble shapes --work w")
    #expect(stale.status != 0 && stale.errors.contains("quantize: was not done"), "\(stale)")
  }

  @Test("The same step may be done several times at once, and leaves one whole folder")
  func twice() throws {
    let outcome = try zoo.shell(
      """
      $darkroom zoo step shapes pull --work w -q
      for i in 1 2 3 4 5 6; do $darkroom zoo step shapes convert --work w -q & done; wait
      ls w/shapes; $darkroom zoo step shapes evaluate-float --work w -q
      """)
    #expect(
      outcome.status == 0
        && outcome.output.hasSuffix("convert\npull\nw/shapes/evaluate-float\n"), "\(outcome)")
  }
}
