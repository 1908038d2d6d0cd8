import JSON

extension SPDX {
  /// Adds the files that the model was made from.
  func addMaterials(to graph: inout SPDXGraph, of model: String, supplier: String) {
    var ancestors: [String] = []
    var others: [String] = []
    for (index, material) in record.materials.enumerated() {
      let name = "material-\(index + 1)"
      let address: String
      switch material.role {
      case .parentModel:
        var members = package(
          material.file, uris: material.uris, version: nil, supplier: supplier)
        members.set(
          "comment",
          "Supplier and release time, which are demanded but not known here, are those of the model "
            + "that was made from it.")
        address = graph.add("ai_AIPackage", name, withAttribution(members, material))
        ancestors.append(address)
      case .weights:
        address = graph.add("software_File", name, file(material, purpose: "model"))
        ancestors.append(address)
      default:
        address = graph.add("software_File", name, file(material, purpose: "configuration"))
        others.append(address)
      }
      graph.relate(address, license: material.license)
    }
    if !ancestors.isEmpty { graph.relate(model, "descendantOf", to: ancestors) }
    if !others.isEmpty { graph.relate(model, "hasInput", to: others) }
  }

  private func file(_ material: Material, purpose: String) -> [String: JSONValue] {
    var members = ObjectBuilder()
    members.set("name", material.file.name)
    members.set("contentType", material.file.mediaType.flatMap(CycloneDX.mediaType))
    members.set("software_primaryPurpose", purpose)
    members.set("verifiedUsing", SPDX.hashes(material.file.digest))
    members.set("comment", "role: \(material.role)")
    if let uri = material.uris.first {
      members.set(
        "externalRef",
        JSONValue.array([
          .object([
            "type": .text("ExternalRef"), "externalRefType": .text("binaryArtifact"),
            "locator": .texts([PercentEncoding.address(uri)]),
          ])
        ]))
    }
    return withAttribution(members, material)
  }

  private func withAttribution(
    _ members: ObjectBuilder, _ material: Material
  ) -> [String: JSONValue] {
    var members = members
    members.set("software_attributionText", material.attribution.map { [$0] } ?? [])
    return members.members
  }
}
