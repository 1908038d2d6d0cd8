import Digests
import JSON

/// The bill of materials of a model: SPDX 3.0.1 with the AI profile, as JSON-LD,
/// https://spdx.github.io/spdx-spec/v3.0.1/
///
/// Everything comes from the record; the same record gives the same bytes.
public struct SPDX {
  /// What the names of such files end in.
  public static let suffix = ".spdx.json"
  /// The profiles that the document keeps to.
  private static let profiles = ["core", "software", "simpleLicensing", "ai"]
  /// What stands where an address is demanded and none is known.
  static let noAssertion = "NOASSERTION"

  let record: ProvenanceRecord

  /// The bill of an artifact.
  public init(_ record: ProvenanceRecord) { self.record = record }

  /// The name of the file for an artifact.
  public static func path(for artifact: String) -> String { artifact + suffix }

  /// The text of the file.
  public var text: String { graph.json.indentedText + "\n" }

  /// When the artifact was made; the format demands a time, so 1970 where none is told.
  var created: Timestamp { record.circumstances?.finished ?? Timestamp(seconds: 0) }

  private var graph: SPDXGraph {
    var graph = SPDXGraph(uuid: record.documentUUID("SPDX"))
    let agent = graph.address("supplier")
    let tools = ([record.tool] + record.otherTools).enumerated().map { index, tool in
      (graph.address("tool-\(index + 1)"), tool)
    }
    graph.addCreation(created, by: agent, using: [tools[0].0])
    addSupplier(to: &graph)
    for (index, (_, tool)) in tools.enumerated() {
      var members = ObjectBuilder()
      members.set("name", "\(tool.name) \(tool.version)")
      members.set("description", tool.purpose)
      members.set("comment", tool.origin.map { "git revision \($0)" })
      graph.add("Tool", "tool-\(index + 1)", members.members)
    }
    let model = addModel(to: &graph, supplier: agent)
    addMaterials(to: &graph, of: model, supplier: agent)
    addDatasets(to: &graph, of: model)
    graph.relate(model, "usesTool", to: tools.map(\.0))
    let dataLicense = graph.add(
      "simplelicensing_LicenseExpression", "license-of-data",
      ["simplelicensing_licenseExpression": .text("CC0-1.0")])
    graph.add(
      "SpdxDocument", "document",
      [
        "name": .text(record.artifact.file.name), "profileConformance": .texts(SPDX.profiles),
        "rootElement": .texts([model]), "dataLicense": .text(dataLicense),
      ])
    return graph
  }

  private func addSupplier(to graph: inout SPDXGraph) {
    if let supplier = record.artifact.supplier {
      graph.add("Organization", "supplier", ["name": .text(supplier)])
    } else {
      graph.add(
        "Agent", "supplier",
        [
          "name": .text(SPDX.noAssertion), "comment": .text("The record names no supplier."),
        ])
    }
  }

  static func hashes(_ digest: Digest) -> JSONValue {
    .array([
      .object([
        "type": .text("Hash"), "algorithm": .text("sha256"),
        "hashValue": .text(digest.description),
      ])
    ])
  }

  static func location(_ uris: [String]) -> JSONValue {
    .text(uris.first.map(PercentEncoding.address) ?? noAssertion)
  }
}

extension SPDX {
  /// Adds the images that the model was calibrated and measured with.
  func addDatasets(to graph: inout SPDXGraph, of model: String) {
    if let calibration = record.calibration {
      var members = dataset(calibration.name, calibration.uris, calibration.attribution)
      members.set("dataset_datasetSize", calibration.count)
      members.set("dataset_dataPreprocessing", calibration.preprocessing.map { [$0] } ?? [])
      members.set("verifiedUsing", SPDX.hashes(calibration.digest))
      members.set("comment", "The hash is that of the list of the hashes of the images.")
      let address = graph.add("dataset_DatasetPackage", "calibration", members.members)
      graph.relate(address, license: calibration.license)
      graph.relate(
        model, "trainedOn", to: [address],
        comment: "Calibration: quantization was fitted to these images; nothing was learnt from "
          + "their labels.")
    }
    var tested: [String] = []
    var seen: Set<String> = []
    for dataset in record.currentMeasurements.compactMap(\.dataset)
    where seen.insert(CycloneDX.reference(dataset)).inserted {
      var members = self.dataset(dataset.title, dataset.uris, dataset.attribution)
      members.set("dataset_datasetSize", dataset.imageCount)
      members.set("verifiedUsing", (dataset.annotations?.digest).map(SPDX.hashes))
      let address = graph.add(
        "dataset_DatasetPackage", "dataset-\(seen.count)", members.members)
      graph.relate(address, license: dataset.license)
      tested.append(address)
    }
    if !tested.isEmpty { graph.relate(model, "testedOn", to: tested) }
  }

  private func dataset(
    _ name: String, _ uris: [String], _ attribution: String?
  ) -> ObjectBuilder {
    var members = ObjectBuilder()
    members.set("name", name)
    members.set("dataset_datasetType", ["image"])
    members.set("software_primaryPurpose", "data")
    members.set("software_downloadLocation", SPDX.location(uris))
    members.set("software_attributionText", attribution.map { [$0] } ?? [])
    return members
  }
}
