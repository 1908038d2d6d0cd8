import Files
import Pipeline
import Text
import Vision

/// A picture with what the models found in it.
struct ShownPicture: Sendable {
  /// What one model found.
  struct View: Sendable {
    var side: Side
    var objects: [DetectionReport.Object]
    /// For each object, whether the other model has it; all of them where there is no other.
    var isShared: [Bool]
  }

  /// The name of the file.
  var name: String
  /// The size that boxes are in.
  var width: Int
  var height: Int
  /// The picture as a URL that holds it.
  var data: String
  /// Of each model.
  var views: [View]

  /// The most pictures that are shown.
  private static let most = 6
  /// The largest sides in pixels.
  private static let largest = (width: 640, height: 960)

  /// The pictures that two models differ most in, else the first ones.
  ///
  /// - Throws: `ReportError` when pictures cannot be read; all of them at once.
  static func all(of detections: [Sided<DetectionReport>]) throws(ReportError) -> [ShownPicture] {
    guard let first = detections.first else { return [] }
    let candidates = first.value.images.map { image in
      let other = detections.dropFirst().first?.value.images.first { $0.path == image.path }
      return (image, other, other.map { PictureMatch(image.detections, $0.detections) })
    }
    let chosen = candidates.enumerated().sorted { one, other in
      let (a, b) = (one.element.2?.differences ?? 0, other.element.2?.differences ?? 0)
      return a == b ? one.offset < other.offset : a > b
    }.prefix(most).map(\.element)
    var pictures: [ShownPicture] = []
    var problems = Problems<String>()
    var hasUnreadable = false
    for (image, other, match) in chosen {
      let all = Array(repeating: true, count: image.detections.count)
      var views = [
        View(
          side: first.side, objects: image.detections, isShared: match?.first ?? all)
      ]
      if let other, let match, let second = detections.last {
        views.append(View(side: second.side, objects: other.detections, isShared: match.second))
      }
      do throws(PictureError) {
        pictures.append(
          ShownPicture(
            name: Folder.name(of: image.path), width: image.width, height: image.height,
            data: try url(of: image.path), views: views))
      } catch .file(let error) {
        problems.add(error.path, error.message.description)
        hasUnreadable = true
      } catch {
        // The sentence begins with the name of the file.
        let start = "\(image.path): "
        let words = error.description
        problems.add(
          image.path, words.hasPrefix(start) ? String(words.dropFirst(start.count)) : words)
      }
    }
    try ReportError.check(problems, hasUnreadable: hasUnreadable)
    return pictures
  }

  private static func url(of path: String) throws(PictureError) -> String {
    let picture = try Picture(contentsOf: path)
      .shrunk(toWidth: largest.width, height: largest.height)
    let bytes = try picture.encoded(as: .jpeg, quality: 85)
    return "data:image/jpeg;base64,\(Base64.text(of: bytes))"
  }
}
