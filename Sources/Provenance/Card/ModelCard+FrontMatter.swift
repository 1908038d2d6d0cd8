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
    let metrics = unique(
      record.currentMeasurements.flatMap(ModelCard.known).map(\.form.type))
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

  /// What a metric is to readers of the hub.
  private struct Form: Sendable {
    var type: String
    var title: String
  }

  /// The metrics that readers of the hub know, by the names in records: COCO's of detectors, and what
  /// classifiers are ranked by. All others, and how all were measured, are in the text.
  private static let forms: [String: Form] = [
    "ap": Form(type: "ap", title: "AP"), "ap50": Form(type: "ap50", title: "AP50"),
    "ap75": Form(type: "ap75", title: "AP75"),
    "apSmall": Form(type: "ap_small", title: "AP, small objects"),
    "apMedium": Form(type: "ap_medium", title: "AP, medium objects"),
    "apLarge": Form(type: "ap_large", title: "AP, large objects"),
    "top1": Form(type: "accuracy", title: "Top-1 accuracy"),
    "top5": Form(type: "top_5_accuracy", title: "Top-5 accuracy"),
  ]

  /// The metrics of a measurement that are known; COCO's -1 says that there was nothing to find.
  private static func known(_ measurement: Measurement) -> [(form: Form, value: Double)] {
    guard measurement.kind == .evaluate, measurement.dataset != nil else { return [] }
    return measurement.metrics.compactMap { metric in
      guard metric.slice == nil, metric.value >= 0, let form = forms[metric.name] else {
        return nil
      }
      return (form, metric.value)
    }
  }

  /// The measurements on data, those on the same data together, as readers group them.
  private var results: [YAMLValue] {
    let measurements = record.currentMeasurements.filter { !ModelCard.known($0).isEmpty }
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
    // Of a metric that was measured twice on the same data, by two runtimes say, readers show one.
    var seen: Set<String> = []
    let metrics = measurements.flatMap(ModelCard.known).filter {
      seen.insert($0.form.type).inserted
    }.map(ModelCard.entry)
    members.append(("metrics", .list(metrics)))
    if let tool = measurements.first?.tool ?? Optional(record.tool), let uri = tool.uris.first {
      members.append(("source", .map([("name", .text(tool.name)), ("url", .text(uri))])))
    }
    return .map(members)
  }

  /// A metric to four places, as tables of papers have it.
  private static func entry(_ metric: (form: Form, value: Double)) -> YAMLValue {
    .map([
      ("type", .text(metric.form.type)),
      ("value", YAMLValue(.real((metric.value * 10_000).rounded() / 10_000))),
      ("name", .text(metric.form.title)),
    ])
  }

  /// Each once, in the order of the first.
  func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }
}
