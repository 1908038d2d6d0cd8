import Evaluation
import Text

/// What `classify` found; the JSON form is stable, a new key may be added.
public struct ClassifiedImages: Codable, Hashable, Sendable {
  /// What the numbers of classes are.
  public enum Scores: String, Codable, Hashable, Sendable {
    /// Probabilities: the model ends in a softmax, so that they sum to 1.
    case probability
    /// Whatever the model gives; the higher the likelier.
    case score
  }

  /// A class.
  public struct Ranked: Codable, Hashable, Sendable {
    /// The class index.
    public var `class`: Int
    /// The class name; the index as text where there is none.
    public var label: String
    /// What the model gives for it.
    public var score: Float
  }

  /// One image.
  public struct Image: Codable, Hashable, Sendable {
    /// The file as the caller named it.
    public var path: String
    /// In pixels, after the orientation in the file was applied.
    public var width: Int
    /// In pixels.
    public var height: Int
    /// The classes of the highest scores, best first.
    public var classes: [Ranked]
  }

  /// The version of this form.
  public var schemaVersion = 1
  /// What ranked the classes; nil when it was not asked for.
  public var model: ModelRecord?
  /// How images were fitted into the network's input.
  public var preprocessing: String
  /// What the scores are.
  public var scores: Scores
  /// The images in the order they were given.
  public var images: [Image]

  /// For people.
  public var table: Lines {
    images.map { image -> Lines in
      let rows = image.classes.map { [$0.label, fixed(Double($0.score), 4)] }
      return "\(image.path)  \(image.width) x \(image.height)\n"
        + Table([["class", scores.rawValue]] + rows, alignment: [.left]).text(indent: 2)
    }.joined()
  }
}
