import Files
import Pipeline
import Text
import Vision

/// An image with what the models found in it.
struct ShownImage: Sendable {
  /// What one model found.
  struct View: Sendable {
    var side: Side
    var objects: [DetectionReport.Object]
    /// For each object, whether the first model has it, and of the first whether all others do; all of
    /// them where there is no other.
    var isShared: [Bool]
  }

  /// The name of the file.
  var name: String
  /// The size that boxes are in.
  var width: Int
  var height: Int
  /// The image as a URL that holds it.
  var data: String
  /// Of each model.
  var views: [View]

  /// The most images that are shown.
  private static let most = 6
  /// The largest sides in pixels.
  private static let largest = (width: 640, height: 960)

  /// The images that models differ most in from the first, else the first ones.
  ///
  /// - Throws: `ReportError` when images cannot be read; all of them at once.
  static func all(of detections: [Sided<DetectionReport>]) throws(ReportError) -> [ShownImage] {
    guard let first = detections.first else { return [] }
    // Nothing says how many channels a raw tensor has.
    let shown = first.value.images.filter { !InputFiles.isRawTensor($0.path) }
    let candidates = shown.map { image in
      let others = detections.dropFirst().compactMap { other in
        other.value.images.first { $0.path == image.path }.map { found in
          Other(
            side: other.side, objects: found.detections,
            match: ImageMatch(image.detections, found.detections))
        }
      }
      return (image, others)
    }
    let chosen = candidates.enumerated().sorted { one, other in
      let counts = [one, other].map { $0.element.1.reduce(0) { $0 + $1.match.differences } }
      return counts[0] == counts[1] ? one.offset < other.offset : counts[0] > counts[1]
    }.prefix(most).map(\.element)
    var images: [ShownImage] = []
    var problems = Problems<String>()
    var hasUnreadable = false
    for (image, others) in chosen {
      let isShared = image.detections.indices.map { index in
        others.allSatisfy { $0.match.first[index] }
      }
      let views =
        [View(side: first.side, objects: image.detections, isShared: isShared)]
        + others.map { View(side: $0.side, objects: $0.objects, isShared: $0.match.second) }
      do throws(ImageError) {
        images.append(
          ShownImage(
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
    return images
  }

  /// What another model found in an image that the first one was given.
  private struct Other {
    var side: Side
    var objects: [DetectionReport.Object]
    var match: ImageMatch
  }

  private static func url(of path: String) throws(ImageError) -> String {
    let image = try InputSource(contentsOf: path, for: nil).shown
      .shrunk(toWidth: largest.width, height: largest.height)
    let bytes = try image.encoded(as: .jpeg, quality: 85)
    return "data:image/jpeg;base64,\(Base64.text(of: bytes))"
  }
}
