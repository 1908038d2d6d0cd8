/// What `evaluate` found of a classifier; the JSON form is stable, a new key may be added.
public struct ClassificationReport: Codable, Hashable, Sendable {
  /// The version of the form.
  public var schemaVersion = 1
  /// What was evaluated on what; `annotations` are the labels.
  public var subject: EvaluationSubject
  /// How images were fitted into the network's input.
  public var preprocessing: String
  /// How many images were evaluated.
  public var images: Int
  /// The part of the images whose class has the highest score.
  public var top1: Proportion
  /// The part of the images whose class is among the five highest scores; among all where there are
  /// fewer classes.
  public var top5: Proportion
  /// How sure the bounds of both are meant to be, 0 to 1.
  public var level = Proportion.level
  /// The classes, by ascending number.
  public var perClass: [ClassAccuracy]
  /// What was taken for what, the most frequent first; no image that was right.
  public var confusion: [Mistake]

  /// How many of the highest scores count.
  public static let mostRanks = 5

  /// The images of a class.
  public struct ClassAccuracy: Codable, Hashable, Sendable {
    /// The class index.
    public var `class`: Int
    /// Its name; the index as text where there is none.
    public var name: String
    /// How many images of it there are.
    public var images: Int
    /// The part of them that it is ranked first in; nil where there are none.
    public var top1: Double?
    /// The part of them that it is among the first five in; nil where there are none.
    public var top5: Double?
  }

  /// Images of a class that another one was ranked first in.
  public struct Mistake: Codable, Hashable, Sendable {
    /// The class that is right.
    public var `class`: Int
    /// The class that was ranked first.
    public var found: Int
    /// How many images.
    public var images: Int
  }
}

extension ClassificationReport {
  /// An image that was classified.
  public struct Case: Hashable, Sendable, Codable {
    let truth: Int
    let ranked: [Int]

    /// - Parameters:
    ///   - truth: the class that is right.
    ///   - scores: what the model gives, by class.
    public init(truth: Int, scores: [Float]) {
      self.truth = truth
      ranked = scores.bestClasses(ClassificationReport.mostRanks)
    }
  }

  /// Counts.
  ///
  /// - Parameters:
  ///   - cases: the images.
  ///   - names: the classes of the model.
  /// - Returns: nil without images.
  public init?(
    _ cases: [Case], names: [String], subject: EvaluationSubject, preprocessing: String
  ) {
    let first = cases.count { $0.ranked.first == $0.truth }
    let among = cases.count { $0.ranked.contains($0.truth) }
    guard let top1 = Proportion(first, of: cases.count),
      let top5 = Proportion(among, of: cases.count)
    else { return nil }
    self.subject = subject
    self.preprocessing = preprocessing
    images = cases.count
    (self.top1, self.top5) = (top1, top5)
    let byClass = Dictionary(grouping: cases, by: \.truth)
    perClass = names.indices.map { index in
      let own = byClass[index] ?? []
      return ClassAccuracy(
        class: index, name: names[index], images: own.count,
        top1: Proportion(own.count { $0.ranked.first == index }, of: own.count)?.value,
        top5: Proportion(own.count { $0.ranked.contains(index) }, of: own.count)?.value)
    }
    var mistakes: [[Int]: Int] = [:]
    for item in cases {
      guard let found = item.ranked.first, found != item.truth else { continue }
      mistakes[[item.truth, found], default: 0] += 1
    }
    confusion = mistakes.map { Mistake(class: $0.key[0], found: $0.key[1], images: $0.value) }
      .sorted { ($1.images, $0.class, $0.found) < ($0.images, $1.class, $1.found) }
  }
}
