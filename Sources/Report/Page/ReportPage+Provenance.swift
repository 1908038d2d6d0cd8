import Evaluation
import Files
import Pipeline

extension ReportPage {
  /// One file of the lineage.
  private struct Link {
    var role: String
    var name: String?
    var facts: String?
    var digest: String?
  }

  /// What was made from what.
  var provenance: PageSection? {
    let stages = [origins, floats, calibration, quantized].filter { !$0.isEmpty }
    guard !stages.isEmpty else { return nil }
    return PageSection("provenance", "Provenance") {
      element("p") { "What was made from what, the origin first. Names are followed by SHA-256." }
      element("ol", ["class": "lineage"]) {
        for stage in stages { element("li") { stage.map(link) } }
      }
      steps
    }
  }

  private func link(_ link: Link) -> Node {
    element("div") {
      element("strong") { link.role }
      if let name = link.name {
        " "
        element("span", ["class": "file"]) { name }
      }
      if let facts = link.facts { element("span", ["class": "muted"]) { " · \(facts)" } }
      if let digest = link.digest { element("code", ["class": "digest"]) { digest } }
    }
  }

  private var origins: [Link] {
    let known = sources.models.first { !$0.sources.isEmpty }?.sources ?? [:]
    let converted = sources.conversion?.sources ?? [:]
    return Set(known.keys).union(converted.keys).sorted().map { role in
      Link(
        role: role, name: nil, facts: nil, digest: converted[role] ?? known[role])
    }
  }

  private var floats: [Link] {
    var links: [Link] = []
    let written = sources.conversion?.model
    if let model = sources.model(.float32) {
      links.append(
        Link(
          role: "float model", name: Folder.name(of: model.file.path),
          facts: Formatting.bytes(model.bytes), digest: "\(model.file.digest)"))
    }
    links += linked(to: written, "float ONNX", besides: links.first)
    if let network = sources.quantization?.network {
      links.append(Link(role: "float network", facts: "as computed with", digest: network))
    }
    return links
  }

  private var calibration: [Link] {
    guard let input = sources.quantization else { return [] }
    var facts = input.preprocessing
    if input.images.skipped > 0 {
      facts += ", \(Formatting.count(input.images.skipped)) unreadable"
    }
    if input.images.repeated > 0 {
      facts += ", \(Formatting.count(input.images.repeated)) repeated"
    }
    return [
      Link(
        role: "calibration", name: Formatting.plural(input.images.used, "image", "images"),
        facts: facts)
    ]
  }

  private var quantized: [Link] {
    var links: [Link] = []
    let written = sources.quantization?.model
    if let model = sources.model(.int8) {
      let isSame = written?.file.digest == model.file.digest
      let opset = isSame ? written?.opset.map { ", opset \($0)" } ?? "" : ""
      links.append(
        Link(
          role: "INT8 model", name: Folder.name(of: model.file.path),
          facts: Formatting.bytes(model.bytes) + opset, digest: "\(model.file.digest)"))
    }
    links += linked(to: written, "INT8 model", besides: links.first)
    if let model = sources.baselines.first {
      links.append(
        Link(
          role: "baseline", name: Folder.name(of: model.file.path),
          facts: Formatting.bytes(model.bytes), digest: "\(model.file.digest)"))
    }
    return links
  }

  /// A model that was written, unless it is the one that is named already.
  private func linked(to model: WrittenModel?, _ role: String, besides known: Link?) -> [Link] {
    guard let model, "\(model.file.digest)" != known?.digest else { return [] }
    let path = model.file.path
    return [
      Link(
        role: role, name: path.isEmpty ? nil : Folder.name(of: path),
        facts: (model.file.size.map(Formatting.bytes) ?? "")
          + (model.opset.map { ", opset \($0)" } ?? ""),
        digest: "\(model.file.digest)")
    ]
  }

  /// How the network was quantized.
  private var steps: [Node] {
    guard let choices = sources.quantization?.quantization else { return [] }
    var nodes = [
      element("h3") { "How it was quantized" },
      element("ol", ["class": "steps"]) { for step in choices.steps { element("li") { step } } },
    ]
    if !choices.islands.isEmpty {
      nodes.append(
        element("p") {
          "In float between quantized values: "
            + choices.islands.map { "\($0.name) (\($0.operation))" }.joined(separator: ", ") + "."
        })
    }
    return nodes
  }

  /// How figures came about.
  var protocols: PageSection? {
    var rows: [(name: String, value: String)] = []
    var digests: [String: String] = [:]
    for (side, report) in evaluations {
      if let value = report.detectionProtocol {
        rows.append(("evaluation, \(side.label)", value.description))
      }
      if let subject = report.subject {
        let runtime = subject.runtime.map { ", run by \($0)" } ?? ""
        rows.append(
          (
            "judged by, \(side.label)",
            "\(Folder.name(of: subject.annotations.path))\(runtime)"
          ))
      }
      digests["judged by, \(side.label)"] = report.subject.map { "\($0.annotations.digest)" }
      if let interval = report.interval {
        rows.append(
          (
            "interval, \(side.label)",
            "\(Formatting.fixed(interval.level * 100, 0)) %, bootstrap of "
              + "\(Formatting.count(interval.resamples)) samples, seed \(interval.seed)"
          ))
      }
    }
    for (side, report) in sources.accuracies.known {
      let name = "judged by, \(side.label)"
      let runtime = report.subject.runtime.map { ", run by \($0)" } ?? ""
      rows.append(("evaluation, \(side.label)", report.preprocessing))
      rows.append((name, "\(Folder.name(of: report.subject.annotations.path))\(runtime)"))
      digests[name] = "\(report.subject.annotations.digest)"
      rows.append(
        ("interval, \(side.label)", "\(Formatting.fixed(report.level * 100, 0)) %, by Wilson"))
    }
    if let comparison = sources.comparison {
      let isOfClasses = comparison.classification != nil
      rows.append(
        ("comparison", isOfClasses ? comparison.protocol.fitting : comparison.protocol.description))
      rows.append(
        (
          "compared on",
          "\(Formatting.plural(comparison.images.count, "image", "images")), layers on "
            + Formatting.count(comparison.layerImages)
        ))
    }
    if let choices = sources.quantization?.quantization {
      rows.append(
        (
          "noise of quantization",
          "measured on \(Formatting.plural(choices.measuredImages, "image", "images"))"
        ))
    }
    guard !rows.isEmpty else { return nil }
    return PageSection("protocol", "Protocol") {
      element("dl", ["class": "facts"]) {
        for (name, value) in rows {
          element("div") {
            element("dt") { name }
            element("dd") {
              value
              if let digest = digests[name] { element("code", ["class": "digest"]) { digest } }
            }
          }
        }
      }
    }
  }
}
