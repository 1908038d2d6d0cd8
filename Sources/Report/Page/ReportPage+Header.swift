import Evaluation

extension ReportPage {
  /// The headline, what came out, and the key metrics.
  var header: Node {
    element("header", ["class": "masthead"]) {
      element("p", ["class": "eyebrow"]) { "Darkroom report" }
      element("h1") { title }
      if let lead { element("p", ["class": "lead"]) { lead } }
      verdict
      doubts
      if !cards.isEmpty {
        element("dl", ["class": "cards"]) { cards }
      }
    }
  }

  /// What the artifact is, in a sentence.
  private var lead: String? {
    var parts: [String] = []
    if let quantization = sources.quantization {
      if quantization.quantization != nil {
        parts.append(sources.isOfClassifier ? "INT8 classifier" : "INT8 detector")
      }
      parts.append(
        "calibrated on \(Formatting.plural(quantization.images.used, "image", "images"))")
    }
    let judged =
      (sources.evaluations.int8 ?? sources.evaluations.float)?.images
      ?? (sources.accuracies.int8 ?? sources.accuracies.float)?.images
    if let judged {
      parts.append("evaluated on \(Formatting.plural(judged, "image", "images"))")
    }
    if let heads = sources.comparison, !heads.images.isEmpty {
      parts.append(
        "compared with float on \(Formatting.plural(heads.images.count, "image", "images"))")
    }
    guard var text = parts.first else { return nil }
    for part in parts.dropFirst() { text += ", \(part)" }
    return text.prefix(1).uppercased() + text.dropFirst() + "."
  }

  private var verdict: Node? {
    guard let verdict = sources.comparison?.verdict else { return nil }
    let checks = verdict.checks.map { check in
      let isRatio = check.name == "sqnr"
      let found =
        isRatio ? Formatting.decibel(check.found) : check.found.map { Formatting.fixed($0, 3) }
      let least = isRatio ? Formatting.decibel(check.minimum) : Formatting.fixed(check.minimum, 3)
      let name = isRatio ? "SQNR" : check.name == "f1" ? "F1" : check.name
      if let reason = check.reason { return "\(name) not measured: \(reason)" }
      return "\(name) \(found ?? Formatting.none), \(check.passed ? "at least" : "below") \(least)"
    }
    return element("p", ["class": verdict.passed ? "verdict passed" : "verdict failed"]) {
      element("strong") {
        verdict.passed
          ? "✓ Agrees with float"
          : verdict.checks.contains { $0.reason == nil && !$0.passed }
            ? "✗ Does not agree with float" : "✗ Agreement with float not measured"
      }
      element("span") { checks.joined(separator: " · ") }
    }
  }

  private var doubts: Node? {
    let doubts = sources.doubts
    guard !doubts.isEmpty else { return nil }
    return element("div", ["class": "doubts", "role": "note"]) {
      for doubt in doubts { element("p") { "⚠ \(doubt)" } }
    }
  }

  private var cards: [Node] {
    accuracyCards + classCards + agreementCards + costCards
  }

  func card(_ name: String, _ value: String, _ note: String? = nil) -> Node {
    element("div") {
      element("dt") { name }
      element("dd") {
        element("b") { value }
        if let note { element("small") { note } }
      }
    }
  }

  private var accuracyCards: [Node] {
    let (float, int8) = (sources.evaluations.float, sources.evaluations.int8)
    var cards: [Node] = []
    if let float {
      cards.append(card("AP float", Formatting.points(float.metrics.ap), bounds(float)))
    }
    if let int8 { cards.append(card("AP INT8", Formatting.points(int8.metrics.ap), bounds(int8))) }
    if let float, let int8 {
      let loss = Formatting.change(from: int8.metrics.ap, to: float.metrics.ap)
      cards.append(
        card("AP lost", loss.hasPrefix("+") ? String(loss.dropFirst()) : loss, "float − INT8"))
    }
    return cards
  }

  private func bounds(_ report: EvaluationReport) -> String? {
    guard let interval = report.interval, interval.ap.lower >= 0 else { return nil }
    return
      "\(Formatting.fixed(interval.level * 100, 0)) %: \(Formatting.points(interval.ap.lower, 1)) to "
      + Formatting.points(interval.ap.upper, 1)
  }

  private var agreementCards: [Node] {
    var cards: [Node] = []
    if let ratio = sources.headsSQNR {
      let name = sources.isOfClassifier ? "SQNR of scores" : "SQNR of heads"
      cards.append(card(name, Formatting.decibel(ratio), "signal to noise"))
    }
    if let agreement = sources.comparison?.detections, let f1 = agreement.f1 {
      cards.append(
        card(
          "F1 with float", Formatting.fixed(f1, 3),
          "\(Formatting.count(agreement.lost)) lost, \(Formatting.count(agreement.gained)) gained"))
    }
    if let classes = sources.comparison?.classification {
      cards.append(
        card(
          "Same class first", "\(Formatting.points(classes.top1, 1)) %",
          "as float, of \(Formatting.plural(classes.images, "image", "images"))"))
    }
    return cards
  }

  private func speed(float: Double, int8: Double) -> String {
    let isFaster = int8 <= float
    let ratio = isFaster ? float / int8 : int8 / max(float, .leastNormalMagnitude)
    return "\(Formatting.fixed(ratio, 2)) × \(isFaster ? "faster" : "slower") than "
      + Formatting.milliseconds(float)
  }

  private var costCards: [Node] {
    var cards: [Node] = []
    let bytes = sources.bytes
    if let float = bytes.float, let int8 = bytes.int8, int8 > 0 {
      cards.append(
        card(
          "Size", Formatting.bytes(int8),
          "\(Formatting.fixed(Double(float) / Double(int8), 2)) × smaller than \(Formatting.bytes(float))"
        ))
    } else if let size = bytes.int8 ?? bytes.float {
      cards.append(card("Size", Formatting.bytes(size)))
    }
    let times = sources.milliseconds
    if let float = times.float, let int8 = times.int8, int8 > 0 {
      cards.append(
        card(
          "Time", Formatting.milliseconds(int8),
          speed(float: float, int8: int8)))
    } else if let profile = sources.profiles.first {
      cards.append(
        card("Time", Formatting.milliseconds(profile.value.milliseconds), profile.side.label))
    }
    return cards
  }
}
