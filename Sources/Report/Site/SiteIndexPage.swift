/// The list of a zoo's models.
public struct SiteIndexPage: Sendable {
  /// The headline.
  public var title: String
  /// In the order that they are listed.
  public var models: [SiteModel]

  /// Lists models.
  public init(title: String, models: [SiteModel]) {
    self.title = title
    self.models = models
  }

  /// The text of the page; the same models give the same.
  public func html() -> String {
    SitePage.html(title: title, description: lead, script: SiteScript.text) {
      element("header", ["class": "masthead"]) {
        element("p", ["class": "eyebrow"]) { "Model zoo" }
        element("h1") { title }
        element("p", ["class": "lead"]) { lead }
      }
      element("main", ["id": "content"]) {
        list.node
        AccuracyPlot.all(of: models).map(\.node)
        check.node
      }
    }
  }

  private var lead: String {
    "\(Formatting.plural(models.count, "model", "models")) in ONNX, each with what it was made from, how good it "
      + "is, and a signature over all of that."
  }

  private var list: PageSection {
    PageSection("list", "Models") {
      filters
      element("p", ["id": "found", "class": "muted", "role": "status"])
      gallery
      element("div", ["id": "models"]) {
        Scrolling.region("Table of models") {
          element("table") {
            element("caption") { "All models" }
            element("thead") {
              element("tr") {
                for (text, isWord) in [
                  ("model", true), ("task", true), ("precision", true), ("licence", true),
                  ("float size", false), ("INT8 size", false), ("measure", true), ("float", false),
                  ("INT8", false), ("agreement", false),
                ] { element("th", ["scope": "col", "class": isWord ? "words" : nil]) { text } }
              }
            }
            element("tbody") { models.map(row) }
          }
        }
      }
    }
  }

  /// What models find in an image, for those whose reports show it.
  private var gallery: Node? {
    let shown = models.compactMap { model in model.images?.preview.map { (model, $0) } }
    guard !shown.isEmpty else { return nil }
    return element("ul", ["class": "gallery"]) {
      for (model, image) in shown {
        element("li", ["data-of": model.name]) {
          image
          element("p") {
            element("a", ["href": model.page]) { model.title }
            element("small") { headline(of: model) }
          }
        }
      }
    }
  }

  private func headline(of model: SiteModel) -> String {
    guard let best = model.variant("INT8") ?? model.variants.first else { return "" }
    let accuracy = best.accuracy.map { "\(model.measure) \(Formatting.fixed($0, 3))" }
    return [best.label, Formatting.bytes(best.bytes), accuracy].compactMap(\.self)
      .joined(separator: " · ")
  }

  private func row(_ model: SiteModel) -> Node {
    let (float, int8) = (model.variant("float"), model.variant("INT8"))
    let text = ([model.name, model.title, model.description] + model.tags).joined(separator: " ")
    func number(
      _ value: Double?, _ proof: String? = nil, _ shown: (Double) -> String
    ) -> Node {
      let text = value.map(shown) ?? Formatting.none
      return element("td", ["data-value": value.map { "\($0)" } ?? "-1"]) {
        proof.map { element("a", ["href": "\(model.page)#\($0)"]) { text } } ?? .text(text)
      }
    }
    func proof(_ variant: SiteModel.Variant?, _ kind: SiteModel.Claim.Kind) -> String? {
      variant.flatMap { model.proof(of: $0, kind) }
    }
    return element(
      "tr",
      [
        "data-text": text.lowercased(), "data-name": model.name, "data-task": model.task,
        "data-license": model.license,
        "data-precision": model.precisions.joined(separator: "|"),
        "data-bytes": "\(model.variants.map(\.bytes).min() ?? 0)",
      ]
    ) {
      element("th", ["scope": "row"]) {
        element("a", ["href": model.page]) { model.title }
        if model.withdrawal != nil { " (withdrawn)" }
      }
      element("td", ["class": "words"]) { model.task }
      element("td", ["class": "words"]) { model.precisions.joined(separator: ", ") }
      element("td", ["class": "words"]) { model.license }
      number(float.map { Double($0.bytes) }) { Formatting.bytes(Int($0)) }
      number(int8.map { Double($0.bytes) }) { Formatting.bytes(Int($0)) }
      element("td", ["class": "words"]) { model.measure }
      number(float?.accuracy, proof(float, .accuracy)) { Formatting.fixed($0, 4) }
      number(int8?.accuracy, proof(int8, .accuracy)) { Formatting.fixed($0, 4) }
      number(int8?.agreement, proof(int8, .agreement)) { Formatting.fixed($0, 3) }
    }
  }

  /// Shown by the script alone, as it is the script that they steer.
  private var filters: Node {
    func choice(_ name: String, _ label: String, _ values: [String]) -> Node {
      element("label") {
        label
        element("select", ["name": name]) {
          element("option", ["value": ""]) { "all" }
          for value in Set(values).sorted() { element("option", ["value": value]) { value } }
        }
      }
    }
    return element("form", ["class": "filters", "hidden": "", "aria-label": "Filter models"]) {
      element("label") {
        "text"
        element("input", ["type": "search", "name": "text"])
      }
      choice("task", "task", models.map(\.task))
      choice("precision", "precision", models.flatMap(\.precisions))
      choice("license", "licence", models.map(\.license))
      element("label") {
        "at most, MB"
        element("input", ["type": "number", "name": "size", "min": "0", "step": "any"])
      }
    }
  }

  private var check: PageSection {
    let keys = Set(models.map { "\($0.keyFile) \($0.key)" }).sorted()
    return PageSection("check", "How to check it") {
      element("p") {
        "Every model is a folder with a manifest and a signature. Whoever has the public key from "
          + "elsewhere than this site can show that a folder is what the owner of the key signed; "
          + "the page of each model has the command."
      }
      element("dl", ["class": "facts"]) {
        for key in keys {
          let parts = key.split(separator: " ").map(String.init)
          element("div") {
            element("dt") { element("a", ["href": parts[0]]) { parts[0] } }
            element("dd") { element("code") { parts[1] } }
          }
        }
      }
    }
  }
}

extension SiteModel {
  /// The model of a precision that is for no target.
  func variant(_ label: String) -> Variant? { variants.first { $0.label == label } }
}
