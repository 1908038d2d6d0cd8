import Evaluation
import Pipeline

extension RecipeReader {
  /// The images that calibrate.
  func calibration(_ reader: MappingReader) -> Recipe.ImageSet? {
    let name = reader.required("name", .line)
    let folder = reader.optional("folder", .path)
    let list = reader.optional("list", .path)
    let limit = reader.optional("limit", .whole(1...1_000_000))
    let sample = sample(reader)
    let urls = reader.list("urls", .address)
    let terms = terms(reader)
    reader.finish()
    return name.map {
      Recipe.ImageSet(
        name: $0, folder: folder, list: list, limit: limit, sample: sample, urls: urls, terms: terms
      )
    }
  }

  /// How images are drawn; nil where all are taken.
  private func sample(_ reader: MappingReader) -> ImageSample? {
    let count = reader.optional("sample", .whole(1...1_000_000))
    let seed = reader.optional("seed", .seed)
    if reader.has("seed"), !reader.has("sample") {
      reader.tell("seed", "is that of 'sample'; add how many images are drawn, or leave it out")
    }
    if reader.has("sample"), reader.has("limit") {
      reader.tell(
        "sample", "does not go with 'limit', which takes the first images; keep one of them")
    }
    return count.map { ImageSample(count: $0, seed: seed ?? ImageSample.usualSeed) }
  }

  /// What accuracy is measured with.
  func evaluation(_ reader: MappingReader) -> Recipe.EvaluationSet? {
    let name = reader.required("dataset", .line)
    let images = reader.optional("images", .path)
    let annotations = reader.optional("annotations", .path)
    let labels = reader.optional("labels", .path)
    if reader.has("annotations"), reader.has("labels") {
      reader.tell(
        "labels",
        "is of a classifier and does not go with 'annotations', which are of a detector; keep one of "
          + "them")
    }
    let urls = reader.list("urls", .address)
    let terms = terms(reader)
    let detectionProtocol = reader.optionalMapping("protocol").map(detectionProtocol)
    reader.finish()
    return name.map {
      Recipe.EvaluationSet(
        images: Recipe.ImageSet(
          name: $0, folder: images, list: nil, limit: nil, sample: nil, urls: urls, terms: terms),
        annotations: annotations,
        labels: labels.map { $0 == "by-folder" ? .byFolder : .list($0) },
        detectionProtocol: detectionProtocol ?? EvaluationProtocol())
    }
  }

  private func detectionProtocol(_ reader: MappingReader) -> EvaluationProtocol {
    var made = EvaluationProtocol()
    if let resize = reader.optional("resize", .choice(EvaluationProtocol.Resize.self)) {
      made.resize = resize
    }
    if let fill = reader.optional("fill", .whole(0...255)) { made.fill = UInt8(fill) }
    if let score = reader.optional("score", .number(0...1)) { made.score = score }
    if let overlap = reader.optional("nms", .number(0...1)) { made.overlap = overlap }
    if let count = reader.optional("perPicture", .whole(1...1_000_000)) {
      made.detectionsPerImage = count
    }
    reader.finish()
    return made
  }
}
