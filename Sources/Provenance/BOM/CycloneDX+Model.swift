import JSON

extension CycloneDX {
  /// What the model is called within the bill.
  var modelReference: String { "model:\(record.artifact.file.digest)" }

  /// The model itself.
  var model: JSONValue {
    let artifact = record.artifact
    var component = ObjectBuilder()
    component.set("type", "machine-learning-model")
    component.set("bom-ref", modelReference)
    component.set("name", artifact.file.name)
    component.set("description", artifact.title)
    component.set("version", artifact.version)
    component.set("mime-type", artifact.file.mediaType.flatMap(CycloneDX.mediaType))
    if let supplier = artifact.supplier { component.set("supplier", ["name": .text(supplier)]) }
    component.set("hashes", CycloneDX.hashes(artifact.file.digest))
    CycloneDX.add(artifact.license, artifact.attribution, to: &component)
    let ancestors = ancestors
    if !ancestors.isEmpty { component.set("pedigree", ["ancestors": .array(ancestors)]) }
    component.set(
      "externalReferences",
      JSONValue.array(
        artifact.uris.map { CycloneDX.reference("distribution", $0) } + [
          CycloneDX.reference(
            "attestation", PercentEncoding.part(StatementFile.path(for: artifact.file.name)))
        ]))
    component.set("modelCard", modelCard)
    var properties = [
      ("size", "\(artifact.file.size)"), ("recordIdentity", record.identity.description),
      ("command", record.command.name),
    ]
    if let opset = artifact.opset { properties.append(("opset", "\(opset)")) }
    if let precision = artifact.precision { properties.append(("precision", precision)) }
    properties += CycloneDX.properties("parameter", record.command.parameters)
    CycloneDX.add(properties, to: &component)
    return component.json
  }

  private var modelCard: JSONValue {
    var card = ObjectBuilder()
    card.set("modelParameters", modelParameters)
    let measurements = record.currentMeasurements
    let metrics = measurements.flatMap(CycloneDX.metrics)
    if !metrics.isEmpty {
      card.set("quantitativeAnalysis", ["performanceMetrics": .array(metrics)])
    }
    let limitations = measurements.flatMap(\.shortcomings)
    if !limitations.isEmpty {
      card.set("considerations", ["technicalLimitations": .texts(limitations)])
    }
    for (index, measurement) in measurements.enumerated() {
      var properties = [("measurement:\(index):kind", measurement.kind.rawValue)]
      if let dataset = measurement.dataset {
        properties.append(("measurement:\(index):dataset", CycloneDX.reference(dataset)))
      }
      properties.append(("measurement:\(index):verdict", measurement.verdict.rawValue))
      properties += CycloneDX.properties(
        "measurement:\(index):protocol", measurement.protocolParameters)
      CycloneDX.add(properties, to: &card)
    }
    return card.json
  }

  private var modelParameters: JSONValue {
    var parameters = ObjectBuilder()
    parameters.set("task", record.artifact.task)
    parameters.set("modelArchitecture", record.artifact.architecture)
    var datasets = record.calibration.map { [CycloneDX.reference($0)] } ?? []
    for dataset in record.currentMeasurements.compactMap(\.dataset) {
      let reference = CycloneDX.reference(dataset)
      if !datasets.contains(reference) { datasets.append(reference) }
    }
    parameters.set(
      "datasets",
      datasets.isEmpty ? nil : JSONValue.array(datasets.map { .object(["ref": .text($0)]) }))
    for (key, tensors) in [
      ("inputs", record.artifact.inputs), ("outputs", record.artifact.outputs),
    ] where !tensors.isEmpty {
      parameters.set(
        key, JSONValue.array(tensors.map { .object(["format": .text($0.format)]) }))
    }
    return parameters.json
  }

  private static func metrics(_ measurement: Measurement) -> [JSONValue] {
    measurement.metrics.map { metric in
      var entry = ObjectBuilder()
      entry.set("type", metric.name)
      entry.set("value", metric.valueText)
      let parts = [
        measurement.dataset.map { "\($0.title), \($0.imageCount) images" },
        measurement.reference.map { "against \($0.name)" }, metric.slice,
      ]
      let slice = parts.compactMap { $0 }.joined(separator: ", ")
      if !slice.isEmpty { entry.set("slice", slice) }
      if let interval = metric.interval {
        entry.set(
          "confidenceInterval",
          [
            "lowerBound": .text(JSONValue.real(interval.lowerBound).summary),
            "upperBound": .text(JSONValue.real(interval.upperBound).summary),
          ])
      }
      return entry.json
    }
  }

  /// Properties for parameters, sorted by name.
  private static func properties(
    _ prefix: String, _ parameters: [String: JSONValue]
  ) -> [(String, String)] {
    parameters.inOrder.map { ("\(prefix):\($0.key)", $0.value.plainText) }
  }
}
