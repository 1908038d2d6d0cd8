import JSON

extension CycloneDX {
  /// Something that went into the model or that it was measured with.
  struct Part {
    /// What it is called within the bill.
    let reference: String
    let json: JSONValue
  }

  /// The materials, the calibration images and the measured datasets, each once.
  var parts: [Part] {
    var seen: Set<String> = []
    let all = record.materials.map(part) + calibrationParts + datasetParts
    return all.filter { seen.insert($0.reference).inserted }
  }

  /// What a dataset is called within the bill.
  static func reference(_ dataset: MeasuredDataset) -> String {
    "dataset:\(dataset.title):\(dataset.annotations?.digest.description ?? "")"
  }

  /// What the calibration images are called within the bill.
  static func reference(_ calibration: Calibration) -> String {
    "calibration:\(calibration.digest)"
  }

  private func part(_ material: Material) -> Part {
    let reference = "\(material.role.rawValue):\(material.file.digest)"
    var component = component(material)
    component.set("bom-ref", reference)
    return Part(reference: reference, json: component.json)
  }

  private func component(_ material: Material) -> ObjectBuilder {
    var component = ObjectBuilder()
    let isModel = material.role == .parentModel || material.role == .weights
    component.set("type", isModel ? "machine-learning-model" : "file")
    component.set("name", material.file.name)
    component.set("mime-type", material.file.mediaType.flatMap(CycloneDX.mediaType))
    component.set("hashes", CycloneDX.hashes(material.file.digest))
    component.set("externalReferences", references("distribution", material.uris))
    CycloneDX.add(material.license, material.attribution, to: &component)
    CycloneDX.add(
      [("role", material.role.rawValue), ("size", "\(material.file.size)")], to: &component)
    return component
  }

  /// The models that this one comes from, for its pedigree.
  var ancestors: [JSONValue] {
    let parents = record.materials.filter { $0.role == .parentModel }
    let models = parents.isEmpty ? record.materials.filter { $0.role == .weights } : parents
    return models.map { component($0).json }
  }

  private var calibrationParts: [Part] {
    guard let calibration = record.calibration else { return [] }
    var component = ObjectBuilder()
    let reference = CycloneDX.reference(calibration)
    component.set("type", "data")
    component.set("bom-ref", reference)
    component.set("name", calibration.name)
    component.set(
      "description",
      "\(calibration.count) images that quantization was calibrated with; the hash is that of "
        + "the list of their hashes")
    component.set("hashes", CycloneDX.hashes(calibration.digest))
    component.set("externalReferences", references("distribution", calibration.uris))
    component.set("data", CycloneDX.dataset(calibration.name, calibration.uris))
    CycloneDX.add(calibration.license, calibration.attribution, to: &component)
    CycloneDX.add([("role", "calibrationSet")], to: &component)
    return [Part(reference: reference, json: component.json)]
  }

  private var datasetParts: [Part] {
    record.currentMeasurements.compactMap(\.dataset).map { dataset in
      var component = ObjectBuilder()
      let reference = CycloneDX.reference(dataset)
      component.set("type", "data")
      component.set("bom-ref", reference)
      component.set("name", dataset.title)
      component.set("description", "\(dataset.imageCount) images that were measured with")
      component.set("hashes", (dataset.annotations?.digest).map(CycloneDX.hashes))
      component.set("externalReferences", references("distribution", dataset.uris))
      component.set("data", CycloneDX.dataset(dataset.title, dataset.uris))
      CycloneDX.add(dataset.license, dataset.attribution, to: &component)
      CycloneDX.add([("role", "measurement")], to: &component)
      return Part(reference: reference, json: component.json)
    }
  }

  private static func dataset(_ name: String, _ uris: [String]) -> JSONValue {
    var data = ObjectBuilder()
    data.set("type", "dataset")
    data.set("name", name)
    if let uri = uris.first {
      data.set("contents", ["url": .text(PercentEncoding.address(uri))])
    }
    return .array([data.json])
  }

  /// A media type as the schema has it; nil for what is none.
  static func mediaType(_ text: String) -> String? {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    let isGood = parts.allSatisfy { part in
      !part.isEmpty
        && part.allSatisfy { byte in
          switch Unicode.Scalar(byte) {
          case "a"..."z", "0"..."9", "-", "+", ".": true
          default: false
          }
        }
    }
    return parts.count == 2 && isGood ? text : nil
  }
}
