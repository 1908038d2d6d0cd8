import Evaluation
import Foundation
import Quantization
import Vision

extension FuzzTarget {
  /// COCO's annotations; what is read is evaluated.
  static let coco = FuzzTarget("coco") { bytes in
    let folder = ScratchFolder()
    do throws(DatasetError) {
      let truth = try GroundTruth(coco: folder.file("truth.json", bytes))
      // Detections at the objects themselves.
      let boxes = truth.objects.map {
        ScoredBox(imageID: $0.imageID, categoryID: $0.categoryID, box: $0.box, score: 0.5)
      }
      check(EvaluationShard(truth: truth, results: ResultSet(boxes)))
    } catch { requireMessage(error) }
  }

  /// COCO's results, against annotations that stay the same.
  static let results = FuzzTarget("results") { bytes in
    let folder = ScratchFolder()
    let truth = GroundTruth(
      images: (1...3).map { GroundTruth.Image(id: $0) },
      categories: (1...3).map { GroundTruth.Category(id: $0, name: "\($0)") },
      objects: (1...9).map { id in
        GroundTruth.Object(
          id: id, imageID: (id - 1) % 3 + 1, categoryID: (id - 1) / 3 + 1,
          box: ObjectBox(x: 10, y: 20, width: 30, height: 40), area: 1200,
          treatment: [.counted, .ignored, .crowd][id % 3])
      })
    do throws(DatasetError) {
      let results = try ResultSet(coco: folder.file("results.json", bytes), truth: truth)
      let again = requireRead("results") { () throws(DatasetError) in
        try ResultSet(coco: folder.file("again.json", results.cocoText.utf8), truth: truth)
      }
      require(again == results, "results are read otherwise")
      check(EvaluationShard(truth: truth, results: results))
    } catch { requireMessage(error) }
  }

  /// Partial results of evaluations.
  static let shard = FuzzTarget("shard") { bytes in
    do throws(ShardError) { check(try EvaluationShard(json: Array(bytes))) } catch {
      requireMessage(error)
    }
  }

  /// A partial result can be written, read, merged and summed up.
  private static func check(_ shard: EvaluationShard) {
    let json = requireRead("a partial result") { () throws(ShardError) in try shard.json() }
    let again = requireRead("a partial result") { () throws(ShardError) in
      try EvaluationShard(json: json)
    }
    require(again == shard, "a partial result is read otherwise")
    let merged = requireRead("a partial result") { () throws(ShardError) in
      try EvaluationShard(merging: [shard])
    }
    require(merged == shard, "a partial result merged with nothing is another one")
    _ = shard.missingParts
    let report = EvaluationReport(shard, bootstrap: Bootstrap(resamples: 2))
    let written = requireRead("an evaluation") { try JSONEncoder().encode(report) }
    let read = requireRead("an evaluation") {
      try JSONDecoder().decode(EvaluationReport.self, from: written)
    }
    require(read == report, "an evaluation is read otherwise")
  }

  /// Annotations of PASCAL VOC.
  static let voc = FuzzTarget("voc") { bytes in
    let folder = ScratchFolder()
    _ = folder.file("a.xml", bytes)
    for names in [[], ["cat"]] {
      do throws(DatasetError) {
        let truth = try GroundTruth(voc: folder.path, names: names)
        require(truth.images.count == 1, "one file has \(truth.images.count) images")
        check(EvaluationShard(truth: truth, results: ResultSet()))
      } catch { requireMessage(error) }
    }
  }

  /// darknet's labels.
  static let labels = FuzzTarget("labels") { bytes in
    let folder = ScratchFolder()
    let (labels, images) = (folder.folder("labels"), folder.folder("images"))
    _ = folder.file("labels/a.txt", bytes)
    _ = folder.file("images/a.png", ImageSample.png)
    do throws(DatasetError) {
      let truth = try GroundTruth(
        darknetLabels: labels, images: images, names: ["cat", "dog", "cow"])
      require(truth.objects.allSatisfy { (1...3).contains($0.categoryID) }, "no such class")
      check(EvaluationShard(truth: truth, results: ResultSet()))
    } catch { requireMessage(error) }
  }

  /// Tables of calibrations; ranges are searched in what is read.
  static let calibration = FuzzTarget("calibration") { bytes in
    do throws(CalibrationTableError) {
      let table = try CalibrationTable(json: Array(bytes))
      let written = requireRead("a calibration table") { try JSONEncoder().encode(table) }
      let again = requireRead("a calibration table") { () throws(CalibrationTableError) in
        try CalibrationTable(json: written)
      }
      require(again == table, "a calibration table is read otherwise")
      for histogram in table.tensors.values.prefix(2) {
        for method in [RangeMethod.minMax, .percentile(0.999), .entropy, .meanSquaredError] {
          let encoding = RangeSearch(method).encoding(for: histogram)
          require(
            encoding.scale > 0 && encoding.scale.isFinite, "a scale of \(encoding.scale)")
        }
        var doubled = histogram
        doubled.merge(histogram)
        require(doubled.count == histogram.count * 2, "numbers are lost in merging")
      }
      var other = table
      do throws(CalibrationTableError) { try other.merge(table) } catch { requireMessage(error) }
    } catch { requireMessage(error) }
  }
}

/// An image for readers that need one.
enum ImageSample {
  static let png = requireRead("an image") { () throws(ImageError) in
    try image.encoded(as: .png)
  }

  /// 8 x 6 pixels.
  static let image = requireRead("an image") { () throws(ImageError) in
    try Image(width: 8, height: 6, pixels: (0..<144).map { UInt8($0) })
  }
}
