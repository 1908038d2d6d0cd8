import JSON

extension SPDX {
  /// Adds the model with all that the AI profile demands.
  func addModel(to graph: inout SPDXGraph, supplier: String) -> String {
    let artifact = record.artifact
    var members = package(
      artifact.file, uris: artifact.uris, version: artifact.version, supplier: supplier)
    members.set("summary", artifact.title)
    members.set("software_attributionText", artifact.attribution.map { [$0] } ?? [])
    members.set("ai_typeOfModel", artifact.architecture.map { [$0] } ?? [])
    members.set("ai_domain", artifact.task.map { [$0] } ?? [])
    members.set("ai_hyperparameter", SPDX.dictionary(hyperparameters))
    let measurements = record.currentMeasurements
    members.set("ai_metric", SPDX.dictionary(measurements.flatMap(SPDX.metrics)))
    members.set(
      "ai_modelDataPreprocessing",
      (record.calibration?.preprocessing).map { ["calibration: \($0)"] } ?? [])
    let limitations = measurements.flatMap(\.shortcomings)
    if !limitations.isEmpty {
      members.set("ai_limitation", limitations.joined(separator: "\n"))
    }
    let model = graph.add("ai_AIPackage", "model", members.members)
    graph.relate(model, license: artifact.license)
    return model
  }

  /// What the profile demands of every package.
  func package(
    _ file: FileReference, uris: [String], version: String?, supplier: String
  ) -> ObjectBuilder {
    var members = ObjectBuilder()
    members.set("name", file.name)
    members.set("suppliedBy", supplier)
    members.set("releaseTime", created.description)
    members.set("software_downloadLocation", SPDX.location(uris))
    // Without a version of its own, a file is told from others by its contents alone.
    members.set("software_packageVersion", version ?? "sha256-\(file.digest)")
    members.set("software_primaryPurpose", "model")
    members.set("verifiedUsing", SPDX.hashes(file.digest))
    return members
  }

  /// What the artifact was made with.
  private var hyperparameters: [(String, String)] {
    let parameters = record.command.parameters.inOrder.map {
      ("\(record.command.name).\($0.key)", $0.value.plainText)
    }
    let artifact = record.artifact
    return parameters + (artifact.opset.map { [("opset", "\($0)")] } ?? [])
      + (artifact.precision.map { [("precision", $0)] } ?? [])
      + artifact.inputs.map { ("input", $0.format) }
      + artifact.outputs.map { ("output", $0.format) }
  }

  /// The metrics, and how they were measured.
  private static func metrics(_ measurement: Measurement) -> [(String, String)] {
    let what = [
      measurement.kind.rawValue, measurement.dataset?.title,
      measurement.reference.map { "against \($0.name)" },
    ]
    let name = what.compactMap { $0 }.joined(separator: " ")
    let metrics = measurement.metrics.map { metric in
      let interval = metric.interval.map { interval in
        let bounds = [interval.lowerBound, interval.upperBound]
        return " [\(bounds.map { JSONValue.real($0).summary }.joined(separator: ", "))]"
      }
      return (
        "\(name): \(metric.name)" + (metric.slice.map { " (\($0))" } ?? ""),
        metric.valueText + (interval ?? "")
      )
    }
    let steps = measurement.protocolParameters.inOrder.map {
      ("\(name): protocol.\($0.key)", $0.value.plainText)
    }
    let images = measurement.dataset.map { [("\(name): images", "\($0.imageCount)")] } ?? []
    return metrics + images + steps
  }

  private static func dictionary(_ entries: [(String, String)]) -> JSONValue? {
    entries.isEmpty
      ? nil
      : .array(
        entries.map { entry in
          .object([
            "type": .text("DictionaryEntry"), "key": .text(entry.0), "value": .text(entry.1),
          ])
        })
  }
}
