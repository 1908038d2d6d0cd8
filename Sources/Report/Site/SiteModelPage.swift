import Files

/// The page of one model of a zoo.
public struct SiteModelPage: Sendable {
  /// What it shows.
  public var model: SiteModel
  /// What the site is called.
  public var site: String

  /// Shows a model.
  public init(_ model: SiteModel, of site: String) {
    self.model = model
    self.site = site
  }

  /// The text of the page; the same model gives the same.
  public func html() -> String {
    let sections = [take, accuracy, look, card, lineage, network, downloads, proof, check]
      .compactMap(
        \.self)
    return SitePage.html(
      title: "\(model.title) – \(site)", description: summary, script: SitePull.script
    ) {
      element("header", ["class": "masthead"]) {
        element("p", ["class": "eyebrow back"]) { element("a", ["href": "index.html"]) { site } }
        element("h1") { model.title }
        if !model.description.isEmpty { element("p", ["class": "lead"]) { model.description } }
        if let withdrawal = model.withdrawal { SitePull.notice(withdrawal) }
        gates
        element("dl", ["class": "cards"]) { cards }
      }
      element("nav", ["aria-label": "Sections"]) {
        element("ul") {
          for section in sections {
            element("li") { element("a", ["href": "#\(section.id)"]) { section.title } }
          }
        }
      }
      element("main", ["id": "content"]) { sections.map(\.node) }
    }
  }

  /// One line for those who get the address.
  private var summary: String {
    let parts = model.variants.prefix(2).map { variant in
      variant.label + ": " + Formatting.bytes(variant.bytes)
        + (variant.accuracy.map { ", \(model.measure) \(Formatting.fixed($0, 3))" } ?? "")
    }
    return ([model.task] + parts + [model.license]).joined(separator: "; ")
  }

  // MARK: Head

  private var gates: Node? {
    guard !model.gates.isEmpty else { return nil }
    return element("details") {
      element("summary") {
        "✓ Every gate holds: \(Formatting.plural(model.gates.count, "demand", "demands"))"
      }
      element("ul", ["class": "findings"]) {
        for gate in model.gates { element("li") { "\(gate.name): \(gate.found)" } }
      }
    }
  }

  private var cards: [Node] {
    func card(
      _ name: String, _ value: String, _ note: String, proof: String? = nil
    ) -> Node {
      element("div") {
        element("dt") { name }
        element("dd") {
          element("b") { number(value, proof) }
          element("small") { note }
        }
      }
    }
    var cards: [Node] = []
    for variant in model.variants.prefix(2) {
      let accuracy = variant.accuracy.map { Formatting.fixed($0, 4) } ?? Formatting.none
      cards.append(
        card(
          "\(model.measure), \(variant.label)", accuracy,
          variant.images.map { "on \(Formatting.plural($0, "image", "images"))" } ?? "not measured",
          proof: model.proof(of: variant, .accuracy)))
    }
    for variant in model.variants.prefix(2) {
      cards.append(card("size, \(variant.label)", Formatting.bytes(variant.bytes), variant.file))
    }
    if let variant = model.variants.first(where: { $0.agreement != nil }),
      let agreement = variant.agreement
    {
      let note =
        model.measure == "AP" ? "F1 of INT8 against float" : "images ranked as by float"
      cards.append(
        card(
          "agreement", Formatting.fixed(agreement, 3), note,
          proof: model.proof(of: variant, .agreement)))
    }
    return cards + [card("licence", model.license, model.task)]
  }

  // MARK: Sections

  private var lineage: PageSection? {
    guard !model.lineage.isEmpty else { return nil }
    return PageSection("lineage", "What it was made from") {
      Scrolling.region("Lineage, drawn") { LineageDrawing(steps: model.lineage).node }
      element("details") {
        element("summary") { "The same as a table, with whole hashes" }
        DataTable(
          caption: "Lineage", head: ["step", "role", "name", "licence", "SHA-256"],
          rows: model.lineage.flatMap { step in
            (step.inputs + [step.output]).map { thing in
              [
                .init(step.action), .init(thing.role), .init(thing.name),
                .init(thing.license ?? Formatting.none), .init(thing.digest ?? Formatting.none),
              ]
            }
          }, words: 5
        ).node
      }
    }
  }

  private var network: PageSection? {
    guard !model.layers.isEmpty else { return nil }
    return PageSection("network", "The network") {
      element("details") {
        element("summary") {
          "\(Formatting.plural(model.layers.count, "layer", "layers")), what each computes, and what INT8 "
            + "costs it"
        }
        if model.layers.contains(where: { $0.sqnr != nil }) {
          element("p") {
            "Colours go from red, below 15 dB of signal to noise, to green, from 30 dB on, in steps of 5."
          }
        }
        Scrolling.region("The network, drawn") { NetworkDrawing(layers: model.layers).node }
        DataTable(
          caption: "Layers", head: ["layer", "computes", "result", "reads", "SQNR"],
          rows: model.layers.map { layer in
            [
              .init("\(layer.index)"), .init(layer.kind), .init(layer.shape),
              .init(
                layer.sources.isEmpty
                  ? "the input" : layer.sources.map(String.init).joined(separator: ", ")),
              .init(layer.sqnr.map { Formatting.decibel($0) } ?? Formatting.none),
            ]
          }, words: 4
        ).node
      }
    }
  }

  private var take: PageSection? {
    PageSection("take", "Take it") {
      element("p") {
        "One command brings the model into a folder, and keeps it only when hashes, signature, manifest and "
          + "records hold:"
      }
      SitePull.command(model.name)
      element("p", ["class": "muted"]) {
        "The first pull keeps the key, which every later version has to be signed with. Compare it with what "
          + "the publisher says elsewhere: "
        element("code") { model.key }
      }
    }
  }

  private var downloads: PageSection {
    PageSection("downloads", "Downloads") {
      Scrolling.region("Files") {
        element("table") {
          element("caption") { "Files of the signed folder" }
          element("thead") {
            element("tr") {
              element("th", ["scope": "col", "class": "words"]) { "file" }
              element("th", ["scope": "col"]) { "size" }
              element("th", ["scope": "col", "class": "words"]) { "SHA-256" }
            }
          }
          element("tbody") {
            for file in model.files {
              element("tr") {
                element("th", ["scope": "row"]) {
                  element("a", ["href": address(file.path)]) { file.path }
                }
                element("td") { Formatting.bytes(file.contents.size) }
                element("td", ["class": "words"]) { element("code") { "\(file.contents.digest)" } }
              }
            }
          }
        }
      }
    }
  }

  private var check: PageSection {
    PageSection("check", "How to check it") {
      element("p") {
        "With the folder of this model and the public key of its publisher, had from elsewhere than "
          + "here, one command shows that nothing was changed since it was signed:"
      }
      element("pre", ["tabindex": "0"]) { verifyCommand }
      element("dl", ["class": "facts"]) {
        element("div") {
          element("dt") { "key" }
          element("dd") {
            element("a", ["href": model.keyFile]) { model.keyFile }
            " "
            element("code") { model.key }
          }
        }
        element("div") {
          element("dt") { "made" }
          element("dd") { model.updated }
        }
      }
    }
  }

  var verifyCommand: String {
    "darkroom verify models/\(model.folder) --key \(model.keyFile)"
  }

  /// Where a file of the folder is, from the page.
  func address(_ path: String) -> String {
    "models/\(model.folder)/\(path)".utf8.map { byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte) || "/-_.~".utf8.contains(byte)
      guard !isPlain else { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 16, uppercase: true)
      return "%" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }
}
