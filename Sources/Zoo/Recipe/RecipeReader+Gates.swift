import Provenance
import Quantization

extension RecipeReader {
  /// Metrics that are known.
  ///
  /// - Parameter targets: those that the recipe names.
  func references(
    _ top: MappingReader, _ targets: [DeploymentTarget]
  ) -> [Recipe.ReferenceMetrics] {
    top.list("reference").compactMap { node in
      MappingReader(node, for: "reference", problems).flatMap { reference($0, top, targets) }
    }
  }

  private func reference(
    _ reader: MappingReader, _ top: MappingReader, _ targets: [DeploymentTarget]
  ) -> Recipe.ReferenceMetrics? {
    let model = reader.required("model", .choice(Recipe.Variant.self))
    let dataset = reader.required("dataset", .line)
    let annotations = reader.optional("annotations", .digest)
    let ap = reader.optional("ap", .number(0...1))
    let ap50 = reader.optional("ap50", .number(0...1))
    let top1 = reader.optional("top1", .number(0...1))
    let top5 = reader.optional("top5", .number(0...1))
    let tolerance = reader.optional("tolerance", .number(0...1))
    let source = reader.optional("source", .webAddress)
    if !["ap", "ap50", "top1", "top5"].contains(where: reader.has) {
      problems.add(
        reader.location,
        "reference: has neither 'ap' nor 'ap50', nor 'top1' or 'top5' of a classifier; add one, as a "
          + "part of 1")
    }
    if reader.has("annotations") {
      if !reader.has("tolerance") {
        problems.add(
          reader.location,
          "the key 'tolerance' is missing, as these metrics are checked; add it, such as 0.002")
      }
      if !top.has("evaluation") {
        reader.tell(
          "annotations",
          "binds metrics to annotations, but there is no 'evaluation' to check them with; add it, or "
            + "remove the key and keep the metrics for information")
      }
    }
    if case .int8(let target)? = model {
      if !top.has("quantization") {
        reader.tell(
          "model",
          "is \(Recipe.Variant.int8(target).rawValue), but without 'quantization' there is no such model"
        )
      } else if let target, !targets.contains(target) {
        reader.tell(
          "model",
          "is for \(target.rawValue), but no such model is made; add \(target.rawValue) to 'targets'"
        )
      }
    }
    reader.finish()
    guard let model, let dataset else { return nil }
    return Recipe.ReferenceMetrics(
      model: model, dataset: dataset, annotations: annotations, ap: ap, ap50: ap50,
      top1: top1, top5: top5, tolerance: tolerance ?? 0, source: source)
  }

  /// What has to hold.
  func gates(_ top: MappingReader) -> Recipe.Gates {
    var gates = Recipe.Gates()
    guard let reader = top.optionalMapping("gates") else { return gates }
    gates.minimumAP = reader.optional("minimumAP", .number(0...1))
    gates.minimumTop1 = reader.optional("minimumTop1", .number(0...1))
    gates.maximumLoss = reader.optional("maximumLoss", .number(0...1))
    gates.minimumAgreement = reader.optional("minimumAgreement", .number(0...1))
    let licenses = reader.list("licenses", .allowedLicense)
    if !licenses.isEmpty {
      gates.licenses = LicensePolicy(allowed: licenses.reduce(into: []) { $0.formUnion($1) })
    } else if reader.has("licenses") {
      reader.tell(
        "licenses",
        "allows no licence at all; list those that are allowed, or remove the key to allow any")
    }
    func expect(_ section: String, for key: String, _ reason: String) {
      guard reader.has(key), !top.has(section) else { return }
      reader.tell(
        key, "\(reason), but there is no '\(section)'; add it, or remove the key"
      )
    }
    expect("evaluation", for: "minimumAP", "is about measured accuracy")
    expect("evaluation", for: "minimumTop1", "is about measured accuracy")
    expect("evaluation", for: "maximumLoss", "is about measured accuracy")
    expect("quantization", for: "maximumLoss", "is about the INT8 model")
    expect("quantization", for: "minimumAgreement", "is about the INT8 model")
    reader.finish()
    return gates
  }

  /// Sections that need each other.
  func checkPairs(_ top: MappingReader) {
    for (section, other) in [("quantization", "calibration"), ("calibration", "quantization")]
    where top.has(section) && !top.has(other) {
      top.tell(section, "goes with '\(other)', which is missing; add it, or remove '\(section)'")
    }
    if top.has("targets"), !top.has("quantization") {
      top.tell(
        "targets",
        "each target is made with the options of 'quantization', which is missing; add it, or remove "
          + "'targets'")
    }
  }
}
