import Foundation
import TestSupport
import Testing

/// Situations seen with public files, one folder each, with the answer that is right. Those that attack
/// have tests of their own: `ImageLimitTests`, `WindowTests`, `ProportionTests`.
@Suite("Cases seen with public files")
struct CasesTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  /// A command on a case, `$c` its folder and `$images` some images, and what has to come of it.
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var command: String
    var status: Int32
    var says: [String] = []
    var saysNot: [String] = []
    var testDescription: String { "\(name): \(command)" }
  }

  @Test(
    "Each case gets the right answer",
    arguments: [
      Case(
        name: "activation-synonyms", command: "inspect $c/lrelu.cfg", status: 65, says: ["'leaky'"],
        saysNot: ["did you mean"]),
      Case(
        name: "activation-synonyms", command: "inspect $c/hardswish.cfg", status: 0,
        says: ["taken as other programs mean it"], saysNot: ["did you mean"]),
      Case(
        name: "activation-synonyms", command: "inspect $c/sigmoid.cfg", status: 65,
        says: ["'logistic'"]),
      Case(
        name: "activation-synonyms", command: "inspect $c/none.cfg", status: 65, says: ["'linear'"]),
      Case(
        name: "all-zero-weights", command: "convert $c/net.cfg $c/net.weights -o x.onnx",
        status: 65,
        says: ["every weight is 0", "--allow-worthless"]),
      Case(
        name: "calibrated-with-nothing",
        command: "quantize $c/net.cfg --calibration $c/pictures -o x.onnx", status: 65,
        says: ["of one colour"]),
      Case(name: "cfg-called-txt", command: "inspect $c/net.cfg.txt", status: 0, says: ["yolo"]),
      Case(
        name: "classifier-names",
        command: "convert $c/net.cfg $c/net.weights --names $c/two.names -o x.onnx", status: 65,
        says: ["2 class names, but the network has 10"]),
      Case(
        name: "comment-after-activation", command: "inspect $c/net.cfg", status: 0,
        says: ["warning: ", "activation=leaky#asbefore", "trained"]),
      Case(
        name: "comment-after-activation", command: "inspect $c/semicolon.cfg", status: 0,
        says: ["warning: "]),
      Case(
        name: "comment-after-activation", command: "inspect $c/plain.cfg", status: 0,
        saysNot: ["warning: "]),
      Case(
        name: "compare-passes-vacuously",
        command: "compare $c/classifier-a.cfg $c/classifier-b.cfg --images $images", status: 1,
        says: ["failed: sqnr", "failed: top1"], saysNot: ["F1"]),
      Case(
        name: "compare-passes-vacuously",
        command: "compare $c/detector-a.cfg $c/detector-b.cfg --images $images --threshold 0.6",
        status: 1, says: ["not measured: f1"]),
      Case(
        name: "fewer-anchors-than-num",
        command: "convert $c/refused.cfg $c/net.weights -o x.onnx", status: 0, says: ["set num=3"]),
      Case(
        name: "grey-metadata",
        command:
          "convert $c/net.cfg $c/net.weights -o x.onnx && grep -c '\"color\":\"GRAY\"' x.onnx",
        status: 0),
      Case(
        name: "labels-missing",
        command:
          "evaluate $c/net.cfg --names $c/net.names --images $c/images --annotations $c/labels",
        status: 0, says: ["3 of 4 images have no label file"]),
      Case(
        name: "names-file-is-obj-data",
        command: "convert $c/net.cfg $c/net.weights --names $c/obj.data -o x.onnx", status: 66,
        says: ["lists the names 'n1'"], saysNot: ["class names"]),
      Case(
        name: "names-file-is-obj-data",
        command: "convert $c/net.cfg $c/net.weights --names $c/blank-line.names -o x.onnx",
        status: 65,
        says: ["line 2 is blank"]),
      Case(
        name: "nhwc-input",
        command: "compare $c/net.cfg $c/theirs.onnx --images $images --limit 4 --min-sqnr 60",
        status: 0,
        says: ["channels last"]),
      Case(
        name: "odd-length-weights", command: "convert $c/net.cfg $c/four-more.weights -o x.onnx",
        status: 65, says: ["something was appended"], saysNot: ["cut off"]),
      Case(
        name: "odd-length-weights", command: "convert $c/net.cfg $c/four-less.weights -o x.onnx",
        status: 65, says: ["cut off"], saysNot: ["another tool"]),
      Case(
        name: "one-bad-picture",
        command: "detect $c/net.cfg $c/1.png $c/2.png $c/3.png -o out && false || ls out",
        status: 0,
        says: ["3.png", "1 of 3 images could not be read"]),
      Case(name: "opset-28", command: "inspect $c/theirs.onnx", status: 0),
      Case(
        name: "prefix-weights", command: "convert $c/net.cfg $c/net.conv.1 -o x.onnx", status: 65,
        says: ["no whole network"], saysNot: ["opened as a prefix"]),
      Case(
        name: "zoo-name", command: "zoo add $c/YOLO-Mine.cfg $c/YOLO-Mine.weights", status: 64,
        says: ["--name", "yolo-mine"], saysNot: ["Manifests/"]),
    ])
  func answer(_ item: Case) throws {
    let path = Fixtures.own.folder("cases/\(item.name)").path
    let command = item.command.replacingOccurrences(of: "$c", with: path)
      .replacingOccurrences(of: "$images", with: Shapes.validation)
    let outcome = try folder.shell("$darkroom \(command)", timeout: 30)
    #expect(outcome.status == item.status, "\(outcome)")
    for text in item.says {
      #expect((outcome.output + outcome.errors).contains(text), "\(text): \(outcome)")
    }
    for text in item.saysNot {
      #expect(!(outcome.output + outcome.errors).contains(text), "\(text): \(outcome)")
    }
  }
}
