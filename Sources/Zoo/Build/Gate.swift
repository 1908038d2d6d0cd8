import Pipeline
import Provenance
import Quantization

/// Something that has to hold before a model is published.
public struct Gate: Codable, Hashable, Sendable {
  /// How it came out.
  public enum Verdict: String, Codable, Hashable, Sendable {
    /// It holds.
    case passed
    /// It does not hold.
    case failed
    /// Nothing is known that would prove it.
    case unproven
  }

  /// What is demanded.
  public var name: String
  /// How it came out.
  public var verdict: Verdict
  /// What was found, or what would prove it.
  public var found: String

  /// For people.
  public var text: String { "\(name): \(found)" }
}

extension Gate {
  /// What a recipe demands of its models, measured against what was found.
  ///
  /// - Parameters:
  ///   - metrics: what was measured, of models of any bytes.
  ///   - models: the SHA-256 of each model that it is about; metrics of others prove nothing.
  ///   - records: those of the models, for the licences.
  static func all(
    of recipe: Recipe, _ metrics: ModelMetrics, models: [Recipe.Variant: String],
    records: [ProvenanceRecord]
  ) -> [Gate] {
    var gates = self.metrics(of: recipe, metrics, models: models)
    if let minimum = recipe.gates.minimumAgreement {
      gates += recipe.judgedINT8.map { agreement($0, of: recipe, metrics, models, minimum) }
    }
    gates += recipe.int8Variants.compactMap { variant in
      recipe.target(of: variant).map { rules(of: $0, variant, metrics, models) }
    }
    if let policy = recipe.gates.licenses {
      gates.append(licenses(policy, records, recipe, models))
    }
    for source in recipe.sources where source.accepted.isEmpty {
      gates.append(
        Gate(
          name: "the \(source.role.rawValue) were reviewed", verdict: .unproven,
          found: "the recipe has no hash of them; look at the hash of first use (`zoo show "
            + "\(recipe.name)`) and put it there"))
    }
    return gates
  }

  /// What a recipe demands of the accuracy of its models.
  ///
  /// - Parameters: as of `all`.
  static func metrics(
    of recipe: Recipe, _ metrics: ModelMetrics, models: [Recipe.Variant: String]
  ) -> [Gate] {
    // Metrics of no images prove nothing, nor does AP where no object was to be found (-1): two of
    // those would even agree.
    func proof(of variant: Recipe.Variant) -> ModelMetrics.Accuracy? {
      metrics[variant]?.accuracy.flatMap {
        $0.model == models[variant] && $0.images > 0 && $0.main ?? -1 >= 0 ? $0 : nil
      }
    }
    let float = proof(of: .float)
    var gates: [Gate] = []
    if let minimum = recipe.gates.minimumAP {
      gates += recipe.variants.map { accuracy("AP", proof(of: $0)?.ap, $0, minimum) }
    }
    if let minimum = recipe.gates.minimumTop1 {
      gates += recipe.variants.map {
        accuracy("top-1 accuracy", proof(of: $0)?.top1, $0, minimum)
      }
    }
    if let maximum = recipe.gates.maximumLoss {
      gates += recipe.judgedINT8.map { loss(of: recipe, float, proof(of: $0), $0, maximum) }
    }
    for reference in recipe.references where reference.annotations != nil {
      let found = proof(of: reference.model)
      if found?.annotations == reference.annotations?.description {
        gates += metricsOf(reference, found)
      }
    }
    return gates
  }

  private static func accuracy(
    _ name: String, _ found: Double?, _ model: Recipe.Variant, _ minimum: Double
  ) -> Gate {
    Gate("\(name) of \(model.title) at least \(minimum)", found, wanting: "an evaluation") {
      $0 >= minimum
    }
  }

  private static func loss(
    of recipe: Recipe, _ float: ModelMetrics.Accuracy?, _ int8: ModelMetrics.Accuracy?,
    _ model: Recipe.Variant, _ maximum: Double
  ) -> Gate {
    var loss: Double?
    if let float, let int8, float.annotations == int8.annotations, float.images == int8.images,
      let before = float.main, let after = int8.main
    {
      loss = before - after
    }
    let what = recipe.isOfClassifier ? "of top-1 accuracy" : "AP"
    return Gate(
      "\(model.title) loses at most \(maximum) \(what)", loss,
      wanting: "an evaluation of both models"
    ) { $0 <= maximum }
  }

  private static func agreement(
    _ model: Recipe.Variant, of recipe: Recipe, _ metrics: ModelMetrics,
    _ models: [Recipe.Variant: String], _ minimum: Double
  ) -> Gate {
    let agreement = metrics[model]?.agreement.flatMap {
      $0.models == [models[.float], models[model]] && $0.images > 0 ? $0 : nil
    }
    if recipe.isOfClassifier {
      return Gate(
        "\(model.title) ranks the same class first as float in at least \(minimum) of the images",
        agreement?.top1, wanting: "a comparison"
      ) { $0 >= minimum }
    }
    return Gate(
      "\(model.title) agrees with float, F1 at least \(minimum)", agreement?.f1,
      wanting: "a comparison that finds objects"
    ) { $0 >= minimum }
  }

  /// A model for a runtime keeps its rules, whatever the recipe asks for.
  private static func rules(
    of target: DeploymentTarget, _ model: Recipe.Variant, _ metrics: ModelMetrics,
    _ models: [Recipe.Variant: String]
  ) -> Gate {
    let name = "\(model.title) keeps the rules of \(target.title)"
    let rules = metrics[model]?.rules.flatMap {
      $0.model == models[model] && $0.target == target.rawValue && $0.checked > 0 ? $0 : nil
    }
    guard let rules else {
      return Gate(
        name: name, verdict: .unproven, found: "a check of exactly this file is missing")
    }
    let more = rules.objections.count > 1 ? " and \(rules.objections.count - 1) more" : ""
    return Gate(
      name: name, verdict: rules.objections.isEmpty ? .passed : .failed,
      found: rules.objections.first.map { "\($0)\(more)" } ?? rules.words)
  }

  private static func metricsOf(
    _ reference: Recipe.ReferenceMetrics, _ found: ModelMetrics.Accuracy?
  ) -> [Gate] {
    let pairs: [(String, Double?, Double?)] = [
      ("AP", reference.ap, found?.ap), ("AP50", reference.ap50, found?.ap50),
      ("top-1 accuracy", reference.top1, found?.top1),
      ("top-5 accuracy", reference.top5, found?.top5),
    ]
    return pairs.compactMap { name, known, value in
      guard let known else { return nil }
      return Gate(
        "\(name) of \(reference.model.title) on \(reference.dataset) is \(known) ± "
          + "\(reference.tolerance)", value,
        wanting: "an evaluation"
      ) { abs($0 - known) <= reference.tolerance }
    }
  }

  private static func licenses(
    _ policy: LicensePolicy, _ records: [ProvenanceRecord], _ recipe: Recipe,
    _ models: [Recipe.Variant: String]
  ) -> Gate {
    let refusals = policy.refusals(in: records)
    let allowed = policy.allowed.map(\.description).sorted().joined(separator: ", ")
    let name = "only licences of \(allowed)"
    let recorded = Set(records.map(\.artifact.file.digest.description))
    guard recipe.variants.allSatisfy({ models[$0].map(recorded.contains) ?? false }) else {
      return Gate(
        name: name, verdict: .unproven, found: "a record of each of exactly these files is missing")
    }
    return Gate(
      name: name, verdict: refusals.isEmpty ? .passed : .failed,
      found: refusals.isEmpty ? "ok" : refusals.joined(separator: "; "))
  }

  /// A demand on a number.
  private init(
    _ name: String, _ value: Double?, wanting proof: String, holds: (Double) -> Bool
  ) {
    self.name = name
    guard let value, value.isFinite else {
      verdict = .unproven
      found = "\(proof) of exactly these files is missing"
      return
    }
    verdict = holds(value) ? .passed : .failed
    // To as many digits as people compare by.
    found = "found \((value * 10000).rounded() / 10000)"
  }
}

extension Recipe {
  /// The INT8 models that demands on INT8 are about; where the recipe makes none, nothing proves that
  /// one meets them.
  fileprivate var judgedINT8: [Variant] { int8Variants.isEmpty ? [.int8(nil)] : int8Variants }
}
