import Foundation
import TestSupport
import Testing

/// `quantize` with a limit of what may be lost: what is bought is bought for a reason, and what is said of
/// the model is what other commands find on the same images.
@Suite("Budget of a quantization")
struct BudgetTests {
  let folder: WorkFolder
  /// A poor beginning, which leaves much to buy.
  private let poor =
    Shapes.quantize(with: Shapes.calibration) + ["--effort", "fast", "--threads", "2"]
  private let judged = ["--budget-images", ZooFolder.validation]

  init() throws { folder = try WorkFolder() }

  private func budget(_ name: String) throws -> JSONDocument {
    let json = try JSONDocument(String(decoding: folder.bytes(name), as: UTF8.self))
    return try #require(json["budget"])
  }

  @Test("--min-sqnr buys until compare finds that ratio on the images it was judged on")
  func signal() throws {
    let outcome = try folder.darkroom(
      poor + judged + ["--min-sqnr", "29", "-o", "q.onnx", "--report", "r.json"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try folder.entries() == ["q.onnx", "q.onnx.provenance.json", "r.json"])
    #expect(
      outcome.output.contains("\nbudget: signal to noise at least 29.0 dB, judged on 100 images"))
    #expect(outcome.output.contains("\nthe budget holds, bought: "))
    let budget = try budget("r.json")
    let steps = budget["steps"]?.elements ?? []
    #expect(steps.count > 1, "the model without purchases has less")
    let found = steps.compactMap { $0["figures"]?["sqnr"]?.number }
    #expect(found.dropLast().allSatisfy { $0 < 29 } && (found.last ?? 0) >= 29)
    #expect(steps.last?["bytes"]?.number == Double(try folder.bytes("q.onnx").count))
    for (limit, status) in [((found.last ?? 0) - 0.01, 0), ((found.last ?? 0) + 0.01, 1)] {
      let compared = try folder.darkroom([
        "compare", Shapes.cfg, "q.onnx", "--weights", Shapes.weights, "--images",
        ZooFolder.validation, "--min-sqnr", "\(limit)", "-q",
      ])
      #expect(compared.status == status, "\(compared)")
    }
  }

  @Test("--min-f1 is the F1 that compare finds; --max-drop the AP that evaluate finds less")
  func detections() throws {
    for (name, options) in [
      ("f1", ["--min-f1", "0.5"]),
      ("drop", ["--max-drop", "5", "--annotations", ZooFolder.annotations]),
    ] {
      let outcome = try folder.darkroom(
        poor + judged + options + ["-o", "\(name).onnx", "--report", "\(name).json"])
      #expect(outcome.status == 0, "\(outcome)")
      #expect(outcome.output.contains("the budget holds, nothing was bought"), "\(outcome)")
    }
    let float = try Shapes.convert(in: folder)
    let compared = try folder.darkroom([
      "compare", float, "f1.onnx", "--images", ZooFolder.validation, "--json", "-q",
    ])
    let f1 = try JSONDocument(compared.output)["detections"]?["f1"]
    #expect(f1 == (try budget("f1.json"))["steps"]?.elements.last?["figures"]?["f1"])
    let aps = try [float, "drop.onnx"].map { model in
      let outcome = try folder.darkroom([
        "evaluate", model, "--images", ZooFolder.validation, "--annotations",
        ZooFolder.annotations, "--resamples", "0", "--json", "-q",
      ])
      return try #require(try JSONDocument(outcome.output)["metrics"]?["ap"]?.number)
    }
    let drop = try budget("drop.json")
    let lost = try #require(drop["steps"]?.elements.last?["figures"]?["drop"]?.number)
    #expect(abs(lost - 100 * (aps[0] - aps[1])) < 1e-9)
    #expect(drop["floatAP"]?.number == aps[0])
    let interval = drop["interval"]?.elements.compactMap(\.number) ?? []
    #expect(interval.count == 2 && interval[0] < lost && lost < interval[1])
    let record = try JSONDocument(
      String(decoding: folder.bytes("drop.onnx.provenance.json"), as: UTF8.self))
    let measured = record["measurements"]?.elements.last
    let figures = measured?["figures"]?.elements ?? []
    #expect(figures.first { $0["name"]?.string == "apPointsLost" }?["value"]?.number == lost)
  }

  @Test("Without other images every fourth is kept: neither calibrated with nor in the record")
  func kept() throws {
    let outcome = try folder.darkroom(poor + ["--min-sqnr", "5", "-o", "q.onnx"])
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("calibrated with 45 images"))
    #expect(outcome.output.contains("judged on 15 images kept for it"))
    let rebuilt = try folder.darkroom([
      "rebuild", "--check", "q.onnx.provenance.json", "--search", Shapes.calibration, "--search",
      Fixtures.root.path + "/Cfg", "--search", Fixtures.root.path + "/Weights",
    ])
    #expect(rebuilt.status == 0 && rebuilt.output.hasPrefix("reproduced"), "\(rebuilt)")
  }

  @Test(
    "Where nothing helps: status 1, no model, and what was tried; another limit goes on from it")
  func failing() throws {
    let shown = try folder.darkroom(poor + judged + ["--min-sqnr", "90", "-o", "q.onnx", "--json"])
    #expect(shown.status == 1, "\(shown)")
    #expect(try folder.entries() == ["q.onnx.budget.json"])
    let tried = try JSONDocument(shown.output)["budget"]
    #expect(tried?["holds"] == .boolean(false))
    let trials = tried?["trials"]?.number ?? 0
    #expect(trials > 5)
    let resumed = try folder.darkroom(
      poor + judged + ["--min-sqnr", "29", "-o", "q.onnx", "--report", "r.json"])
    #expect(resumed.status == 0, "\(resumed)")
    #expect(try folder.entries() == ["q.onnx", "q.onnx.provenance.json", "r.json"])
    #expect((try budget("r.json"))["trials"]?.number == trials, "nothing was tried again")
    let anew = try folder.darkroom(
      poor + judged + ["--min-sqnr", "29", "-o", "a.onnx", "--threads", "1"])
    #expect(anew.status == 0, "\(anew)")
    #expect(try folder.bytes("a.onnx") == folder.bytes("q.onnx"))
  }

  @Test("A journal of other images or options is not gone on with, and what is none is left alone")
  func journals() throws {
    let first = try folder.darkroom(
      poor + ["--min-sqnr", "90", "--head", "single", "-o", "q.onnx"])
    let journal = first.status == 1 ? try folder.bytes("q.onnx.budget.json") : Data()
    try #require(!journal.isEmpty, "\(first)")
    let other = try folder.darkroom(
      poor + ["--min-sqnr", "90", "--head", "split", "-o", "q.onnx", "--json"])
    let trials = try JSONDocument(other.output)["budget"]?["trials"]?.number
    let named = try folder.darkroom(
      poor + ["--min-sqnr", "90", "--head", "split", "-o", "b.onnx", "--json"])
    #expect(try JSONDocument(named.output)["budget"]?["trials"]?.number == trials)
    try folder.file("c.onnx.budget.json", Data("{\"mine\": 1}".utf8))
    let strange = try folder.darkroom(poor + ["--min-sqnr", "5", "-o", "c.onnx"])
    #expect(strange.status == 73 && strange.errors.contains("c.onnx.budget.json: is there already"))
    #expect(try folder.bytes("c.onnx.budget.json") == Data("{\"mine\": 1}".utf8))
    let forced = try folder.darkroom(poor + ["--min-sqnr", "5", "-o", "c.onnx", "--force"])
    #expect(forced.status == 0, "\(forced)")
    #expect(try !folder.entries().contains("c.onnx.budget.json"))
  }

  @Test("From the baseline, whatever makes it poor is bought; a drawn choice is divided as drawn")
  func baseline() throws {
    let outcome = try folder.darkroom(
      Shapes.quantize(with: Shapes.calibration) + judged + [
        "--effort", "baseline", "--sample", "40", "--min-sqnr", "26", "-o", "q.onnx", "--report",
        "r.json",
      ])
    #expect(outcome.status == 0 && outcome.output.contains("calibrated with 40 images"))
    let steps = (try budget("r.json"))["steps"]?.elements ?? []
    let found = steps.compactMap { $0["figures"]?["sqnr"]?.number }
    #expect(steps.count > 1 && (found.first ?? 99) < 26 && (found.last ?? 0) >= 26, "\(outcome)")
    let kept = try folder.darkroom(
      Shapes.quantize(with: Shapes.calibration) + [
        "--effort", "fast", "--sample", "40", "--min-sqnr", "5", "-o", "k.onnx",
      ])
    #expect(kept.output.contains("calibrated with 30 images"), "\(kept)")
    #expect(kept.output.contains("judged on 10 images kept for it"))
  }

  @Test("What is given is not bought away")
  func given() throws {
    let outcome = try folder.darkroom(
      poor + ["--head", "single", "--leaky", "table", "--min-sqnr", "90", "-o", "q.onnx", "--json"])
    #expect(outcome.status == 1)
    let steps = try JSONDocument(outcome.output)["budget"]?["steps"]?.elements ?? []
    let bought = steps.last?["bought"]?.elements.compactMap(\.string) ?? []
    #expect(!bought.isEmpty)
    #expect(!bought.contains { $0.hasPrefix("head") || $0.hasPrefix("leaky") }, "\(bought)")
  }

  @Test("All that does not go together is said at once; too few or the same images are refused")
  func usage() throws {
    let outcome = try folder.darkroom(
      poor + [
        "--max-drop=-1", "--min-f1", "2", "--min-sqnr", "nan", "--save-table", "t.json",
      ])
    #expect(outcome.status == 64)
    for text in [
      "--max-drop and --min-sqnr and --min-f1 are 3 budgets", "--max-drop is 0 to 100",
      "--min-f1 is 0 to 1", "--min-sqnr is a number", "give --annotations",
      "is of a model; give -o as well", "leave out --table, --merge and --save-table",
    ] { #expect(outcome.errors.contains(text), "\(text)\n\(outcome.errors)") }
    let alone = try folder.darkroom(
      poor + ["--annotations", "x", "--budget-images", "y", "-o", "q.onnx"])
    #expect(alone.status == 64 && alone.errors.contains("--annotations goes with --max-drop"))
    #expect(alone.errors.contains("--budget-images goes with"))
    let images = try FileManager.default.contentsOfDirectory(atPath: Shapes.calibration).sorted()
    try folder.file(
      "seven", images.prefix(7).map { "\(Shapes.calibration)/\($0)\n" }.joined())
    let quantize = Shapes.quantize(with: "seven") + ["--effort", "fast", "-o", "q.onnx"]
    let few = try folder.darkroom(quantize + ["--min-sqnr", "5"])
    #expect(few.status == 65 && few.errors.contains("of 7 different images"), "\(few)")
    let same = try folder.darkroom(quantize + ["--min-sqnr", "5", "--budget-images", "seven"])
    #expect(same.status == 65 && same.errors.contains("all of its images are calibrated with"))
    let strange = try folder.darkroom(
      poor + ["--max-drop", "1", "--annotations", ZooFolder.annotations, "-o", "q.onnx"])
    #expect(strange.status == 65 && strange.errors.contains("has an AP of 0 on the 15 images"))
    let annotations = try String(contentsOfFile: ZooFolder.annotations, encoding: .utf8)
    try folder.file("other.json", annotations.replacingOccurrences(of: "0000", with: "1111"))
    let other = try folder.darkroom(
      poor + ["--max-drop", "1", "--annotations", "other.json", "-o", "q.onnx"])
    #expect(other.status == 65 && other.errors.contains("names none of the images"), "\(other)")
    let read = try folder.darkroom(
      poor + judged + [
        "--max-drop", "1", "--annotations", "other.json", "-o", "q.onnx", "--report", "other.json",
      ])
    #expect(read.status == 64 && read.errors.contains("other.json: would be overwritten"))
    #expect(try folder.entries() == ["other.json", "seven"])
  }
}
