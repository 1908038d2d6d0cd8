import Foundation
import TestSupport
import Testing

@testable import Provenance

/// Bills of materials.
struct BillTests {
  private func elements(_ record: ProvenanceRecord, _ type: String) throws -> [JSONDocument] {
    let graph = try #require(try JSONDocument(SPDX(record).text)["@graph"])
    return graph.elements.filter { $0["type"]?.string == type }
  }

  @Test("The CycloneDX bill has components, licences and metrics") func cycloneDX() throws {
    let float = try Samples.float()
    let record = try Samples.int8(parent: float)
    let bill = try JSONDocument(CycloneDX(float).text)
    let model = try #require(bill["metadata"]?["component"])
    let metrics = try #require(
      model["modelCard"]?["quantitativeAnalysis"]?["performanceMetrics"])
    #expect(metrics[0]?["type"]?.string == "ap")
    #expect(metrics[0]?["value"]?.string == "0.2076")
    #expect(metrics[0]?["slice"]?.string == "COCO val2017, 5000 images")
    #expect(metrics[0]?["confidenceInterval"]?["lowerBound"]?.string == "0.2")
    let properties = try #require(model["modelCard"]?["properties"]?.elements)
    #expect(properties.contains { $0["name"]?.string == "darkroom:measurement:0:protocol:nms" })
    #expect(model["licenses"]?[0]?["expression"]?.string == "MIT")
    #expect(model["pedigree"]?["ancestors"]?[0]?["name"]?.string == "tiny.weights")
    #expect(bill["metadata"]?["timestamp"]?.string == "2026-02-03T04:05:08Z")
    let int8 = try JSONDocument(CycloneDX(record).text)
    let parent = int8["metadata"]?["component"]?["pedigree"]?["ancestors"]?[0]
    #expect(parent?["hashes"]?[0]?["content"]?.string == float.artifact.file.digest.description)
    #expect(int8["dependencies"]?[0]?["dependsOn"]?.elements.count == 2)
    // Nobody said when, so nothing does.
    #expect(int8["metadata"]?["timestamp"] == nil)
  }

  /// What the AI profile demands of packages, and licences exactly once.
  @Test("The SPDX bill has what the AI profile demands, and licences exactly once")
  func requiredFieldsOfSPDX() throws {
    for record in try Samples.allRecords() {
      let models = try elements(record, "ai_AIPackage")
      #expect(!models.isEmpty)
      for model in models {
        for key in [
          "name", "suppliedBy", "releaseTime", "software_downloadLocation",
          "software_packageVersion", "software_primaryPurpose", "creationInfo", "spdxId",
        ] { #expect(model[key]?.string?.isEmpty == false, "\(key)") }
        #expect(model["software_primaryPurpose"]?.string == "model")
      }
      let creation = try elements(record, "CreationInfo")
      #expect(creation.count == 1)
      for key in ["@id", "specVersion", "created", "createdBy"] {
        #expect(creation[0][key] != nil, "\(key)")
      }
      let documents = try elements(record, "SpdxDocument")
      #expect(documents.count == 1)
      for key in ["profileConformance", "rootElement", "dataLicense"] {
        #expect(documents[0][key] != nil, "\(key)")
      }
      let packages =
        try models + elements(record, "dataset_DatasetPackage")
        + elements(record, "software_File")
      let relationships = try elements(record, "Relationship")
      for package in packages {
        for type in ["hasConcludedLicense", "hasDeclaredLicense"] {
          let count = relationships.count {
            $0["from"] == package["spdxId"] && $0["relationshipType"]?.string == type
          }
          #expect(count == 1, "\(type)")
        }
      }
    }
  }

  @Test("The SPDX bill has lineage and metrics") func spdxTellsLineageAndMetrics() throws {
    let float = try Samples.float()
    let record = try Samples.int8(parent: float)
    let types = try elements(record, "Relationship").compactMap { $0["relationshipType"]?.string }
    for type in ["descendantOf", "trainedOn", "usesTool"] { #expect(types.contains(type)) }
    let model = try #require(try elements(float, "ai_AIPackage").first)
    let metrics = try #require(model["ai_metric"]?.elements)
    #expect(metrics[0]["key"]?.string == "evaluate COCO val2017: ap")
    #expect(metrics[0]["value"]?.string == "0.2076 [0.2, 0.215]")
    #expect(metrics.contains { $0["key"]?.string == "evaluate COCO val2017: protocol.threshold" })
    #expect(
      try elements(float, "Relationship").contains {
        $0["relationshipType"]?.string == "testedOn"
      })
  }

  /// No clock and no chance: the same record, the same bytes; another record, another number.
  @Test("The same record gives the same bytes, another one another serial number")
  func deterministic() throws {
    for record in try Samples.allRecords() {
      let copy = try ProvenanceRecord(parsing: Array(record.text.utf8), source: "test")
      #expect(CycloneDX(copy).text == CycloneDX(record).text)
      #expect(SPDX(copy).text == SPDX(record).text)
    }
    let numbers = try Samples.allRecords().map { record in
      try JSONDocument(CycloneDX(record).text)["serialNumber"]?.string
    }
    #expect(Set(numbers).count == numbers.count)
    var measured = try Samples.float()
    measured.measurements[0].metrics[0].value = 0.2077
    #expect(!numbers.contains(try JSONDocument(CycloneDX(measured).text)["serialNumber"]?.string))
  }

  /// RFC 9562, appendix A.4, and Python's `uuid.uuid5(uuid.NAMESPACE_DNS, "darkroom provenance")`.
  @Test("Name-based UUIDs are those of RFC 9562 and Python") func nameBasedUUIDs() {
    #expect(
      NameBasedUUID(Array("www.example.com".utf8), in: .dns).description
        == "2ed6657d-e927-568b-95e1-2665a8aea6a2")
  }

  @Test("Addresses in bills are valid URIs") func addresses() {
    #expect(
      PercentEncoding.address("https://a.b/c d?e=\"f\"#g%20h%zz\u{e9}")
        == "https://a.b/c%20d?e=%22f%22#g%20h%25zz%C3%A9")
    #expect(PercentEncoding.part("a/b:c\n") == "a%2Fb%3Ac%0A")
  }
}

/// Bills against the libraries of their formats.
@Suite(.enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
struct BillPeerTests {
  @Test("Bills of both formats are accepted by the tools of their formats") func bothFormats()
    throws
  {
    let work = try WorkFolder()
    var paths: [String] = []
    for (index, record) in try Samples.allRecords().enumerated() {
      paths += [CycloneDX.path(for: work.path("\(index)")), SPDX.path(for: work.path("\(index)"))]
      for (path, text) in zip(paths.suffix(2), [CycloneDX(record).text, SPDX(record).text]) {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      }
    }
    let result = try Peers.run("bills.py", paths)
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.split(separator: "\n").count == paths.count)
  }
}
