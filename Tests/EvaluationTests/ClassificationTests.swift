import Digests
import Evaluation
import JSON
import Testing

@Suite("Accuracy of classifiers")
struct ClassificationTests {
  private func report(_ cases: [(Int, [Float])], _ names: [String]) throws -> ClassificationReport {
    let file = FileDigest(path: "labels", digest: Digest(of: []))
    return try #require(
      ClassificationReport(
        cases.map { .init(truth: $0.0, scores: $0.1) }, names: names,
        subject: EvaluationSubject(annotations: file), preprocessing: "center crop"))
  }

  /// Wilson's bounds are the parts p from which what was counted is as far as `level` of all samples
  /// are: (found - p)^2 = z^2 p (1 - p) / n.
  @Test(
    "The bounds are Wilson's",
    arguments: [(8, 10), (0, 10), (10, 10), (1, 1), (950, 1000), (7, 300)])
  func bounds(count: Int, cases: Int) throws {
    let part = try #require(Proportion(count, of: cases))
    #expect(part.value == Double(count) / Double(cases))
    #expect(part.lower <= part.value && part.value <= part.upper && part.lower < part.upper)
    for bound in [part.lower, part.upper] {
      let distance = (part.value - bound) * (part.value - bound)
      let reach = 3.8414588206941 * bound * (1 - bound) / Double(cases)
      #expect(abs(distance - reach) < 1e-12, "\(part)")
    }
  }

  @Test("Of equal scores the lower class comes first, as in darknet") func ties() {
    #expect(([0.2, 0.4, 0.4, 0] as [Float]).bestClasses(3) == [1, 2, 0])
  }

  @Test("Classes are right when they are first, or among five; mistakes are counted") func counts()
    throws
  {
    let names = ["a", "b", "c", "d", "e", "f"]
    let falling: [Float] = [6, 5, 4, 3, 2, 1]
    let found = try report([(0, falling), (1, falling), (4, falling), (5, falling)], names)
    #expect(found.top1.value == 0.25 && found.top5.value == 0.75)
    #expect(found.perClass.map(\.images) == [1, 1, 0, 0, 1, 1])
    #expect(found.perClass[1].top1 == 0 && found.perClass[1].top5 == 1)
    #expect(found.perClass[2].top1 == nil && found.perClass[5].top5 == 0)
    let mistakes = found.confusion.map { [$0.class, $0.found, $0.images] }
    #expect(mistakes == [[1, 0, 1], [4, 0, 1], [5, 0, 1]])
    let again = try JSONDecoding.decode(
      ClassificationReport.self, from: Array(try JSONEncoding.text(found).utf8))
    #expect(again == found)
  }

  @Test("No image is no metric") func nothing() {
    #expect(Proportion(0, of: 0) == nil)
  }

  @Test("The shift of scores is that of the class that A ranks first") func shift() throws {
    let agreement = try #require(
      ClassificationAgreement(
        reference: [[0.75, 0.25], [0.5, 0.5]], found: [[0.5, 0.5], [0.25, 0.75]]))
    #expect(agreement.top1 == 0.5 && agreement.scoreShift == -0.25)
  }
}
