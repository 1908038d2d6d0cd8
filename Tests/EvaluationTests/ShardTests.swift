import Digests
import Evaluation
import Foundation
import TestSupport
import Testing

/// Evaluations in parts.
struct ShardTests {
  private static let set = SyntheticSet.random(seed: 42)

  private static func digest(of text: String) -> Digest { Digest(of: Array(text.utf8)) }

  private static func subject(_ name: String) -> EvaluationSubject {
    EvaluationSubject(
      model: ModelRecord(
        file: FileDigest(path: "model.onnx", digest: digest(of: name)), bytes: 1, precision: .int8,
        sources: [:]),
      annotations: FileDigest(path: "instances.json", digest: digest(of: "truth")),
      runtime: "native")
  }

  private static func shard(
    _ number: Int, of count: Int, of set: SyntheticSet = set, subject: String = "model",
    detectionProtocol: EvaluationProtocol? = EvaluationProtocol(), confusionScore: Double = 0.25
  ) throws -> EvaluationShard {
    let part = try #require(EvaluationPart(number, of: count))
    return EvaluationShard(
      truth: set.truth.part(part), results: set.results, subject: Self.subject(subject),
      detectionProtocol: detectionProtocol, part: part, confusionScore: confusionScore)
  }

  @Test("Merged parts equal the whole", arguments: 0..<20)
  func partsMergeToTheWhole(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let set = SyntheticSet.random(seed: UInt64(seed))
    let count = Int.random(in: 1...15, using: &random)
    let whole = try Self.shard(1, of: 1, of: set)
    let parts = try (1...count).map { number in
      try EvaluationShard(json: Self.shard(number, of: count, of: set).json())
    }.shuffled(using: &random)
    let merged = try EvaluationShard(merging: parts)
    #expect(merged.isComplete)
    #expect(merged.images == whole.images)
    let bootstrap = Bootstrap(resamples: 20)
    #expect(
      EvaluationReport(merged, bootstrap: bootstrap)
        == EvaluationReport(whole, bootstrap: bootstrap))
  }

  @Test("Parts can be merged in steps") func partsMergeInSteps() throws {
    let first = try EvaluationShard(merging: [Self.shard(4, of: 4), Self.shard(1, of: 4)])
    #expect(!first.isComplete)
    #expect(first.missingParts == [2, 3])
    let second = try EvaluationShard(merging: [Self.shard(3, of: 4), first, Self.shard(2, of: 4)])
    #expect(second.isComplete)
    #expect(second.missingParts.isEmpty)
    #expect(second.images == (try Self.shard(1, of: 1).images))
  }

  @Test("Parts of different evaluations are not merged") func refusesWhatDoesNotBelongTogether()
    throws
  {
    let first = try Self.shard(1, of: 2)
    var other = Self.set
    other.truth = GroundTruth(
      images: other.truth.images, categories: [.init(id: 1, name: "other")], objects: [])
    let cases: [(EvaluationShard, String)] = [
      (
        try Self.shard(2, of: 2, subject: "else"),
        "another model than the first: \(Self.digest(of: "else")), not \(Self.digest(of: "model"))"
      ),
      (
        try Self.shard(2, of: 2, detectionProtocol: EvaluationProtocol(overlap: 0.5)),
        "another protocol than the first: letterbox 114, score 0.001, NMS 0.5, 100 per image"
      ),
      (try Self.shard(2, of: 2, detectionProtocol: nil), "another protocol"),
      (try Self.shard(2, of: 2, confusionScore: 0.5), "another confusion score"),
      (try Self.shard(2, of: 3), "another number of parts"),
      (try Self.shard(2, of: 2, of: other), "another list of categories"),
      (first, "holds part 1, which another one holds too"),
    ]
    for (shard, message) in cases {
      let error = try #require(
        failure { () throws(ShardError) in _ = try EvaluationShard(merging: [first, shard]) })
      #expect("\(error)".contains(message), "\(error)")
    }
    #expect(
      failure { () throws(ShardError) in _ = try EvaluationShard(merging: []) } == .nothing)
  }

  @Test("The same image in two parts is refused") func refusesTheSameImageTwice() throws {
    let part = try #require(EvaluationPart(2, of: 2))
    // A part that was evaluated on everything.
    let wrong = EvaluationShard(
      truth: Self.set.truth, results: Self.set.results, subject: Self.subject("model"),
      detectionProtocol: EvaluationProtocol(), part: part)
    let first = try Self.shard(1, of: 2)
    let error = failure { () throws(ShardError) in
      _ = try EvaluationShard(merging: [first, wrong])
    }
    let repeated = first.images.map(\.imageID)
    #expect(
      error
        == .repeatedImages(index: 1, Array(repeated.prefix(10)), count: repeated.count))
  }

  @Test("The written form depends on the results alone") func formIsAFunctionOfTheResults() throws {
    let first = try Self.shard(1, of: 2).json()
    #expect(try Self.shard(1, of: 2).json() == first)
    #expect(try EvaluationShard(json: first).json() == first)
  }

  @Test(
    "Other texts are refused as a part",
    arguments: [
      ("{", "is no partial result"),
      ("{}", "the key 'schemaVersion' is missing"),
      (#"{"schemaVersion": 2}"#, "has the form 2, but 1 is read"),
    ])
  func refusesOtherTexts(_ text: String, _ message: String) throws {
    let error = try #require(
      failure { () throws(ShardError) in _ = try EvaluationShard(json: Array(text.utf8)) })
    #expect("\(error)".contains(message), "\(error)")
  }

  @Test(
    "Inconsistent parts are refused",
    arguments: [
      (#""parts":[1]"#, #""parts":[3]"#, "parts: are not ascending numbers of 1 to 2"),
      (#""parts":[1]"#, #""parts":[]"#, "parts: are not"),
      (#""partCount":2"#, #""partCount":0"#, "parts: are not"),
      (#""scores":[0.75"#, #""scores":[-1"#, "are not at most 100 descending numbers"),
      (#""objects":[1,"#, #""objects":[-1,"#, "are not the counts of 4 ranges of size"),
      (#""correct":["#, #""correct":[1099511627776,"#, "where it is one or the other"),
      (#""confusions":[["#, #""confusions":[[-1,-1],["#, "are not pairs of categories"),
      (#""confusions":[["#, #""confusions":[[7,7],["#, "names categories that are not there"),
      (#""categories":[{"id":1,"#, #""categories":[{"id":99,"#, "ascending order"),
    ])
  func refusesBrokenForms(_ part: String, _ broken: String, _ message: String) throws {
    let source = SyntheticSet.cases[0].set
    let scored = SyntheticSet(
      truth: source.truth,
      results: ResultSet(
        source.results.boxes.map { box in
          var box = box
          box.score = box.score > 0.6 ? 0.75 : 0.5
          return box
        }))
    let text = String(decoding: try Self.shard(1, of: 2, of: scored).json(), as: UTF8.self)
    let range = try #require(text.range(of: part), "\(text)")
    let changed = text.replacingCharacters(in: range, with: broken)
    let error = try #require(
      failure { () throws(ShardError) in _ = try EvaluationShard(json: Array(changed.utf8)) })
    #expect("\(error)".contains(message), "\(error)")
  }

  @Test("A part is read from K/N and from nothing else") func partsAreWrittenAsFractions() {
    #expect(EvaluationPart("2/5") == EvaluationPart(2, of: 5))
    for text in ["0/5", "6/5", "2", "2/5/6", "/5", "a/b", "-1/5", ""] {
      #expect(EvaluationPart(text) == nil)
    }
  }
}
