import JSON

/// The elements of an SPDX 3.0.1 document, in the order they were added.
struct SPDXGraph {
  /// What every element says of its making.
  private static let creationInfo = "_:creationInfo"

  /// The address that all elements begin with.
  private let base: String
  private(set) var elements: [JSONValue] = []
  /// The addresses of licences by their expressions.
  private var licenses: [String: String] = [:]
  private var relationshipCount = 0

  /// An empty graph.
  init(uuid: NameBasedUUID) { base = "urn:uuid:\(uuid)#" }

  /// The address of an element.
  func address(_ name: String) -> String { base + PercentEncoding.part(name) }

  /// Says who made the elements, when and with what.
  mutating func addCreation(_ created: Timestamp, by agent: String, using tools: [String]) {
    elements.append(
      .object([
        "type": .text("CreationInfo"), "@id": .text(SPDXGraph.creationInfo),
        "specVersion": .text("3.0.1"), "created": .text(created.description),
        "createdBy": .texts([agent]), "createdUsing": .texts(tools),
      ]))
  }

  /// Adds an element and returns its address.
  @discardableResult
  mutating func add(
    _ type: String, _ name: String, _ members: [String: JSONValue]
  ) -> String {
    let address = address(name)
    var members = members
    members["type"] = .text(type)
    members["spdxId"] = .text(address)
    members["creationInfo"] = .text(SPDXGraph.creationInfo)
    elements.append(.object(members))
    return address
  }

  /// Adds what an element has to do with others.
  mutating func relate(
    _ from: String, _ type: String, to others: [String], comment: String? = nil
  ) {
    relationshipCount += 1
    var members = ObjectBuilder()
    members.set("from", from)
    members.set("relationshipType", type)
    members.set("to", JSONValue.texts(others))
    members.set("completeness", "complete")
    members.set("comment", comment)
    add("Relationship", "relationship-\(relationshipCount)", members.members)
  }

  /// Adds the licence that an element says it has, which is also the one concluded, since nothing
  /// else is known.
  mutating func relate(_ element: String, license: LicenseStatement) {
    let target = address(of: license)
    for type in ["hasDeclaredLicense", "hasConcludedLicense"] {
      relate(element, type, to: [target])
    }
  }

  private mutating func address(of license: LicenseStatement) -> String {
    let terms = "https://spdx.org/rdf/3.0.1/terms/ExpandedLicensing/"
    switch license {
    case .noAssertion: return terms + "NoAssertionLicense"
    case .noLicense: return terms + "NoneLicense"
    case .expression(let expression):
      let text = expression.description
      if let known = licenses[text] { return known }
      let address = add(
        "simplelicensing_LicenseExpression", "license-\(licenses.count + 1)",
        [
          "simplelicensing_licenseExpression": .text(text),
          "simplelicensing_licenseListVersion": .text(LicenseList.version),
        ])
      licenses[text] = address
      return address
    }
  }

  /// The document.
  var json: JSONValue {
    .object([
      "@context": .text("https://spdx.org/rdf/3.0.1/spdx-context.jsonld"),
      "@graph": .array(elements),
    ])
  }
}
