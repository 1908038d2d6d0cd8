import Pipeline
import Provenance

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
  ///   - models: the SHA-256 of the float and of the INT8 model that it is about; metrics of others
  ///     prove nothing.
  ///   - records: those of the models, for the licences.
  static func all(
    of recipe: Recipe, _ metrics: ModelMetrics, models: (float: String, int8: String?),
    records: [ProvenanceRecord]
  ) -> [Gate] {
    var gates = self.metrics(of: recipe, metrics, models: models)
    if let minimum = recipe.gates.minimumAgreement {
      let agreement = metrics.agreement.flatMap {
        $0.models == [models.float, models.int8] && $0.images > 0 ? $0 : nil
      }
      gates.append(
        Gate(
          "INT8 agrees with float, F1 at least \(minimum)", agreement?.f1,
          wanting: "a comparison that finds objects"
        ) { $0 >= minimum })
    }
    if let policy = recipe.gates.licenses { gates.append(licenses(policy, records, models)) }
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
    of recipe: Recipe, _ metrics: ModelMetrics, models: (float: String, int8: String?)
  ) -> [Gate] {
    // Metrics of no images prove nothing, nor does AP where no object was to be found (-1): two of
    // those would even agree.
    func proof(_ found: ModelMetrics.Accuracy?, of model: String?) -> ModelMetrics.Accuracy? {
      found.flatMap { $0.model == model && $0.images > 0 && $0.ap >= 0 ? $0 : nil }
    }
    let float = proof(metrics.float, of: models.float)
    let int8 = proof(metrics.int8, of: models.int8)
    var gates: [Gate] = []
    if let minimum = recipe.gates.minimumAP {
      gates.append(accuracy(float, "float", minimum))
      if recipe.quantization != nil { gates.append(accuracy(int8, "INT8", minimum)) }
    }
    if let maximum = recipe.gates.maximumLoss {
      gates.append(loss(float, int8, maximum))
    }
    for reference in recipe.references where reference.annotations != nil {
      let found = reference.precision == .float ? float : int8
      if found?.annotations == reference.annotations?.description {
        gates += metricsOf(reference, found)
      }
    }
    return gates
  }

  private static func accuracy(
    _ found: ModelMetrics.Accuracy?, _ model: String, _ minimum: Double
  ) -> Gate {
    Gate("AP of \(model) at least \(minimum)", found?.ap, wanting: "an evaluation") {
      $0 >= minimum
    }
  }

  private static func loss(
    _ float: ModelMetrics.Accuracy?, _ int8: ModelMetrics.Accuracy?, _ maximum: Double
  ) -> Gate {
    var loss: Double?
    if let float, let int8, float.annotations == int8.annotations, float.images == int8.images {
      loss = float.ap - int8.ap
    }
    return Gate(
      "INT8 loses at most \(maximum) AP", loss, wanting: "an evaluation of both models"
    ) { $0 <= maximum }
  }

  private static func metricsOf(
    _ reference: Recipe.ReferenceMetrics, _ found: ModelMetrics.Accuracy?
  ) -> [Gate] {
    [("AP", reference.ap, found?.ap), ("AP50", reference.ap50, found?.ap50)].compactMap {
      name, known, value in
      guard let known else { return nil }
      let model = reference.precision == .float ? "float" : "INT8"
      return Gate(
        "\(name) of \(model) on \(reference.dataset) is \(known) ± \(reference.tolerance)", value,
        wanting: "an evaluation"
      ) { abs($0 - known) <= reference.tolerance }
    }
  }

  private static func licenses(
    _ policy: LicensePolicy, _ records: [ProvenanceRecord], _ models: (float: String, int8: String?)
  ) -> Gate {
    let refusals = policy.refusals(in: records)
    let allowed = policy.allowed.map(\.description).sorted().joined(separator: ", ")
    let name = "only licences of \(allowed)"
    let recorded = Set(records.map(\.artifact.file.digest.description))
    guard recorded.isSuperset(of: [models.float, models.int8].compactMap(\.self)) else {
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
