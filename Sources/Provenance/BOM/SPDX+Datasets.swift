extension SPDX {
  /// Adds the pictures that the model was calibrated and measured with.
  func addDatasets(to graph: inout SPDXGraph, of model: String) {
    if let calibration = record.calibration {
      var members = dataset(calibration.name, calibration.uris, calibration.attribution)
      members.set("dataset_datasetSize", calibration.count)
      members.set("dataset_dataPreprocessing", calibration.preprocessing.map { [$0] } ?? [])
      members.set("verifiedUsing", SPDX.hashes(calibration.digest))
      members.set("comment", "The hash is that of the list of the hashes of the pictures.")
      let address = graph.add("dataset_DatasetPackage", "calibration", members.members)
      graph.relate(address, license: calibration.license)
      graph.relate(
        model, "trainedOn", to: [address],
        comment: "Calibration: quantization was fitted to these pictures; nothing was learnt from "
          + "their labels.")
    }
    var tested: [String] = []
    var seen: Set<String> = []
    for dataset in record.currentMeasurements.compactMap(\.dataset)
    where seen.insert(CycloneDX.reference(dataset)).inserted {
      var members = self.dataset(dataset.title, dataset.uris, dataset.attribution)
      members.set("dataset_datasetSize", dataset.pictureCount)
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
