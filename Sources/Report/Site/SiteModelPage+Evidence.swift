/// What was measured, and how to check it.
extension SiteModelPage {
  /// A number that leads to the statement it comes from; plain where none has it.
  func number(_ text: String, _ proof: String?) -> Node {
    proof.map { place in
      element("a", ["href": "#\(place)", "title": "The signed statement, and how to check it"]) {
        text
      }
    } ?? .text(text)
  }

  /// The table of accuracies.
  var accuracy: PageSection? {
    let measured = model.variants.filter { $0.accuracy != nil || $0.agreement != nil }
    guard !measured.isEmpty else { return nil }
    let isTimed = measured.contains { $0.time != nil }
    let head =
      ["file", model.measure, model.measure == "AP" ? "AP50" : "top-5", "images", "agreement"]
      + (isTimed ? ["time", "threads"] : [])
    return PageSection("accuracy", "How good it is") {
      Scrolling.region("Accuracy") {
        element("table") {
          element("caption") { "Accuracy" }
          element("thead") {
            element("tr") {
              for (column, text) in head.enumerated() {
                element("th", ["scope": "col", "class": column == 0 ? "words" : nil]) { text }
              }
            }
          }
          element("tbody") {
            for variant in measured {
              element("tr") {
                element("th", ["scope": "row"]) { variant.label }
                cells(of: variant)
                if isTimed { times(of: variant) }
              }
            }
          }
        }
      }
      if !model.claims.isEmpty {
        element("p") {
          "A number leads to the signed statement that it comes from, and to the commands that "
            + "check it."
        }
      }
    }
  }

  private func cells(of variant: SiteModel.Variant) -> [Node] {
    let accuracy = model.proof(of: variant, .accuracy)
    let agreement = model.proof(of: variant, .agreement)
    let cells: [(String?, String?)] = [
      (variant.accuracy.map { Formatting.fixed($0, 4) }, accuracy),
      (variant.second.map { Formatting.fixed($0, 4) }, accuracy),
      (variant.images.map(Formatting.count), nil),
      (variant.agreement.map { Formatting.fixed($0, 3) }, agreement),
    ]
    return cells.map { text, proof in
      element("td") { text.map { number($0, proof) } ?? .text(Formatting.none) }
    }
  }

  private func times(of variant: SiteModel.Variant) -> [Node] {
    let time = variant.time
    return [
      time.map { Formatting.milliseconds($0.milliseconds) },
      time.map { "\($0.threads), \($0.instructionSet)" },
    ].map { text in element("td") { text ?? Formatting.none } }
  }

  /// The statements, each with how to check it.
  var proof: PageSection? {
    guard !model.claims.isEmpty else { return nil }
    return PageSection("proof", "Where the numbers come from") {
      element("p") {
        "Each statement is about the SHA-256 of one file and signed with the key of the publisher. "
          + "The first command checks signature, statement and hash; the second prints what was signed."
      }
      model.claims.enumerated().map { claim($1, "claim-\($0 + 1)") }
    }
  }

  private func claim(_ claim: SiteModel.Claim, _ id: String) -> Node {
    let what = claim.kind == .accuracy ? "Accuracy" : "Agreement with float"
    return element("article", ["id": id, "class": "claim", "aria-labelledby": "\(id)-title"]) {
      element("h3", ["id": "\(id)-title"]) { "\(what) of \(claim.file)" }
      element("dl", ["class": "facts"]) {
        fact("statement") {
          element("a", ["href": address(claim.statements)]) { claim.statements }
          ", line \(claim.line)"
        }
        fact("about") { element("code") { "sha256:\(claim.digest)" } }
        fact("images") { claim.images }
        fact("it says") {
          claim.numbers.map { number in
            "\(number.name)\(number.slice.map { " (\($0))" } ?? "") \(number.text)"
              + (number.unit.map { " \($0)" } ?? "")
          }.joined(separator: ", ")
        }
      }
      element("pre", ["tabindex": "0", "aria-label": "Commands that check it"]) {
        verifyCommand + "\n"
          + "sed -n \(claim.line)p 'models/\(model.folder)/\(claim.statements)' | python3 -c "
          + "'import base64, json, sys; "
          + "print(base64.b64decode(json.load(sys.stdin)[\"payload\"]).decode())'"
      }
    }
  }

  private func fact(_ name: String, @NodeBuilder _ value: () -> [Node]) -> Node {
    element("div") {
      element("dt") { name }
      element("dd") { value() }
    }
  }

  /// Both models on the same images.
  var look: PageSection? {
    guard model.files.contains(where: { $0.path == "report.html" }) else { return nil }
    let images = model.images
    return PageSection("look", images == nil ? "Look at it" : "Side by side") {
      images?.nodes ?? []
      element("p") {
        element("a", ["href": address("report.html")]) { "The report" }
        images == nil
          ? " shows how accurate both models are, with curves, and every layer."
          : " has these images as they were signed, with curves, and every layer."
      }
    }
  }

  /// The card, as text of this page.
  var card: PageSection? {
    guard !model.card.isEmpty else { return nil }
    return PageSection("card", "The card") {
      element("p") {
        "What the model is for, how it was made and measured, and its licences: "
        element("a", ["href": address("README.md")]) { "README.md" }
        " of the signed folder."
      }
      element("details") {
        element("summary") { "Read the card" }
        element("div", ["class": "card-text"]) {
          CardText.nodes(model.card, linksInto: "models/\(model.folder)")
        }
      }
    }
  }
}
