import Foundation
import FuzzTargets
import TestSupport
import Testing

/// What fuzzing found once is not found again: every input of the corpus is replayed.
///
/// A property that does not hold ends the process, so the last input named is the one to look at.
@Suite(.serialized) struct CorpusTests {
  static let corpus = Fixtures.root.appendingPathComponent("Tests/Fuzz/Corpus")

  @Test(
    "The inputs of the corpus are read or refused, and what must hold of them holds",
    arguments: FuzzTarget.all.map(\.name))
  func replay(name: String) throws {
    let target = try #require(FuzzTarget.named(name))
    let folder = Self.corpus.appendingPathComponent(name)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(!files.isEmpty, "Tests/Fuzz/Corpus/\(name) holds nothing to replay")
    for file in files {
      let bytes = try Data(contentsOf: folder.appendingPathComponent(file))
      bytes.withUnsafeBytes(target.run)
    }
    target.run(UnsafeRawBufferPointer(start: nil, count: 0))
  }

  @Test("The corpus stays small")
  func size() throws {
    var total = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: Self.corpus.path) {
      #expect(FuzzTarget.named(name) != nil, "Tests/Fuzz/Corpus/\(name) is of no target")
      let folder = Self.corpus.appendingPathComponent(name).path
      for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
        let size = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(file)")[.size]
        let count = try #require(size as? Int)
        #expect(count < 20_000, "\(name)/\(file) has \(count) bytes")
        total += count
      }
    }
    #expect(total < 1_000_000)
  }
}
