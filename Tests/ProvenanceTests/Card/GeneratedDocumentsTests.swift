import Foundation
import Provenance
import TestSupport
import Testing

/// Documents made again and compared.
struct GeneratedDocumentsTests {
  @Test("Documents that no longer follow from the record are named") func staleDocumentsAreNamed()
    throws
  {
    let work = try WorkFolder()
    var record = try Samples.float()
    let documents = GeneratedDocuments(record, of: "tiny.onnx", card: ModelCard(record))
    let names = ["README.md", "tiny.onnx.cdx.json", "tiny.onnx.spdx.json"]
    #expect(try documents.stale(in: work.url.path) == names)
    try documents.write(to: work.url.path)
    #expect(try work.entries() == names)
    #expect(try documents.stale(in: work.url.path).isEmpty)
    try work.file("README.md", "mine")
    #expect(try documents.stale(in: work.url.path) == ["README.md"])
    record.measurements[0].metrics[0].value = 0.3
    #expect(
      try GeneratedDocuments(record, of: "tiny.onnx", card: ModelCard(record)).stale(
        in: work.url.path) == names)
  }
}
