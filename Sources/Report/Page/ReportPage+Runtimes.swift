import Deployment
import Evaluation
import Files
import Pipeline
import Quantization

extension ReportPage {
  /// Which file is for which runtime, and by what it was checked.
  var runtimes: PageSection? {
    let models = sources.checkedModels
    guard !models.isEmpty else { return nil }
    return PageSection("runtimes", "For which runtime") {
      DataTable(
        caption: "INT8 models for runtimes",
        head: ["runtime", "file", "size", "AP", "F1 against float", "rules kept", "measured on"],
        rows: models.map(ReportPage.row), words: 2
      ).node
      element("p") {
        "The rules were checked in the files. Where the runtime is not under “measured on”, it did not "
          + "run these files."
      }
      for model in models { ReportPage.rules(of: model) }
    }
  }

  private static func row(_ model: CheckedModel) -> [DataTable.Cell] {
    let (check, found) = (model.check, model.model)
    let broken = Set(check.violations.map(\.rule))
    return [
      .init(model.list?.title ?? check.target), .init(found.file),
      .init(found.record.model?.file.size.map(Formatting.bytes) ?? Formatting.none),
      .init(found.evaluation.map { Formatting.fixed($0.metrics.ap, 4) } ?? Formatting.none),
      .init(found.comparison?.detections.f1.map { Formatting.fixed($0, 3) } ?? Formatting.none),
      .init("\(check.rules.count - broken.count) of \(check.rules.count)"),
      .init(found.runner, "words"),
    ]
  }

  /// Each rule with how it is known.
  private static func rules(of model: CheckedModel) -> Node? {
    guard let list = model.list else { return nil }
    let check = model.check
    return element("details") {
      element("summary") {
        "The rules of \(list.title), and how each is known"
      }
      DataTable(
        caption: "Rules of \(list.title)", head: ["rule", "result", "known by", "source"],
        rows: list.rules.filter { check.rules.contains($0.rule) }.map { rule in
          let broken = check.violations.count { $0.rule == rule.rule }
          return [
            .init(rule.summary), .init(broken == 0 ? "kept" : "broken \(broken) times"),
            .init(rule.proof.words), .init(rule.source),
          ]
        }, words: 4
      ).node
    }
  }
}

/// A model with what the rules of its runtime say of it.
struct CheckedModel {
  var model: TargetModel
  var check: DeploymentCheck

  /// The rules of the runtime; nil where this program does not know it.
  var list: RuleList? { DeploymentTarget(rawValue: check.target).map(RuleList.init) }
}

extension TargetModel {
  /// What ran the model.
  fileprivate var runner: String {
    switch evaluation?.subject?.runtime {
    case "onnxruntime": "ONNX Runtime"
    case let other? where other != "native": other
    default: evaluation == nil && comparison == nil ? Formatting.none : "Darkroom's own engine"
    }
  }
}

extension ReportSources {
  /// The models that are for a runtime, the one that the page is about first.
  var checkedModels: [CheckedModel] {
    var models = targets
    if let quantization, quantization.deployment != nil {
      let file = model(.int8)?.file.path ?? quantization.model?.file.path ?? ""
      models.insert(
        TargetModel(
          file: Folder.name(of: file), record: quantization, evaluation: evaluations.int8,
          comparison: comparison), at: 0)
    }
    return models.compactMap { model in
      model.record.deployment.map { CheckedModel(model: model, check: $0) }
    }
  }
}
