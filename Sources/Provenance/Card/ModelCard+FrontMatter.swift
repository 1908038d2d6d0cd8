import Digests

extension ModelCard {
  /// What hubs read.
  var frontMatter: YAMLValue {
    let artifact = record.artifact
    var members = HubLicense.members(artifact.license, link: licenseLink)
    if artifact.file.mediaType == MediaType.onnx { members.append(("library_name", .text("onnx"))) }
    if let task = artifact.task { members.append(("pipeline_tag", .text(Slug.text(task)))) }
    members.append(("tags", .texts(tags)))
    let datasets = unique(
      record.currentMeasurements.compactMap(\.dataset?.name)
        + (record.calibration.map { [$0.name] } ?? []))
    if !datasets.isEmpty { members.append(("datasets", .texts(unique(datasets.map(Slug.text))))) }
    let metrics = unique(record.currentMeasurements.flatMap(\.metrics).map(\.name))
    if !metrics.isEmpty { members.append(("metrics", .texts(metrics))) }
    if let baseModel {
      members.append(("base_model", .text(baseModel)))
      if record.command.name == "quantize" {
        members.append(("base_model_relation", .text("quantized")))
      }
    }
    let results = results
    if !results.isEmpty {
      members.append(
        ("model-index", .list([.map([("name", .text(title)), ("results", .list(results))])])))
    }
    return .map(members)
  }

  private var tags: [String] {
    let artifact = record.artifact
    var tags: [String] = []
    if artifact.file.mediaType == MediaType.onnx { tags.append("onnx") }
    tags += [artifact.precision, artifact.architecture, record.tool.name].compactMap { $0 }
      .map(Slug.text)
    return unique(tags)
  }

  /// The measurements on data, those on the same data together, as readers group them.
  private var results: [YAMLValue] {
    let measurements = record.currentMeasurements.filter { $0.dataset != nil }
    let keys = unique(measurements.compactMap(\.dataset).map(ModelCard.key))
    return keys.map { key in
      let group = measurements.filter { $0.dataset.map(ModelCard.key) == key }
      return result(group)
    }
  }

  private static func key(_ dataset: MeasuredDataset) -> String {
    // Readers tell data apart by these two alone.
    Slug.text(dataset.name) + "\n" + (dataset.split ?? "")
  }

  private func result(_ measurements: [Measurement]) -> YAMLValue {
    var members: [(key: String, value: YAMLValue)] = [
      ("task", .map([("type", .text(Slug.text(record.artifact.task ?? "other")))]))
    ]
    if let dataset = measurements.first?.dataset {
      var data: [(key: String, value: YAMLValue)] = [
        ("type", .text(Slug.text(dataset.name))), ("name", .text(dataset.name)),
      ]
      if let split = dataset.split { data.append(("split", .text(split))) }
      members.append(("dataset", .map(data)))
    }
    let metrics = measurements.flatMap { measurement in
      measurement.metrics.map { ModelCard.metric($0, of: measurement) }
    }
    members.append(("metrics", .list(metrics)))
    if let tool = measurements.first?.tool ?? Optional(record.tool), let uri = tool.uris.first {
      members.append(("source", .map([("name", .text(tool.name)), ("url", .text(uri))])))
    }
    return .map(members)
  }

  /// A metric with everything about how it was measured.
  private static func metric(_ metric: Metric, of measurement: Measurement) -> YAMLValue {
    var members: [(key: String, value: YAMLValue)] = [
      ("type", .text(metric.name)), ("value", YAMLValue(.real(metric.value))),
      ("name", .text(metric.slice.map { "\(metric.name) (\($0))" } ?? metric.name)),
    ]
    // Readers of the hub drop what is null.
    var arguments = measurement.protocolParameters.filter { $0.value != .null }
    arguments["kind"] = .text(measurement.kind.rawValue)
    if let count = measurement.dataset?.imageCount { arguments["pictures"] = .whole(count) }
    if let reference = measurement.reference { arguments["reference"] = .text(reference.name) }
    if let unit = metric.unit { arguments["unit"] = .text(unit) }
    if let interval = metric.interval {
      arguments["interval95"] = .array([.real(interval.lowerBound), .real(interval.upperBound)])
    }
    members.append(("args", YAMLValue(.object(arguments))))
    return .map(members)
  }

  /// Each once, in the order of the first.
  func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}
