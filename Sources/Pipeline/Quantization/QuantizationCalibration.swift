import Digests
import Engine
import Evaluation
import Files
import Graph
import Provenance
import Quantization
import Text
import Vision

/// The part of a quantization that looks at images, or at tables that stand for them.
struct QuantizationCalibration {
  /// What was seen of the network so far.
  private(set) var table: CalibrationTable
  private let run: QuantizationRun
  private let quantizer: Quantizer
  private var images: CalibrationImages?
  /// How the images were drawn; nil where they were not.
  let sampling: CalibrationSampling?
  private var remarks: [Lines] = []
  private var worth: Worth
  /// The tables that were read, as a record names them.
  private(set) var tables: [FileReference] = []

  /// Opens images and prepares the network.
  ///
  /// - Throws: a `Failure`.
  init(_ run: QuantizationRun, _ float: FloatNetwork) throws {
    self.run = run
    worth = Worth(isForced: run.allowsWorthless)
    let preprocessing = run.preprocessing ?? .usual(for: float.input)
    let files = try run.calibration.map { try run.choice.paths(of: $0) }
    sampling = files?.sampling
    images = try files.map { files in
      try CalibrationImages(
        files.paths, input: float.input, preprocessing: preprocessing, isStrict: run.isStrict,
        share: run.share, naming: run.naming)
    }
    try images?.remember(with: float.graph, threads: run.threads)
    let plain = try Quantizer(float.graph, options: run.options, threads: run.threads)
    if let decided = run.equalization {
      quantizer = try plain.equalized(by: decided)
    } else {
      if run.options.equalizesByImages { try images?.readAll() }
      quantizer = try plain.equalized(images)
    }
    let tensors = try quantizer.countedTensors()
    table = try QuantizationTable.empty(
      network: try QuantizationFingerprint.digest(of: quantizer.network).description,
      preprocessing: preprocessing.name, tensors: tensors)
  }

  /// Counts what tensors hold: in images, or as a table says; and adds other tables.
  ///
  /// - Throws: a `Failure`, also when what was counted is good for nothing.
  mutating func count(_ progress: QuantizationRun.Progress?) throws {
    if !run.parts.isEmpty {
      try take(run.parts)
    } else if let path = run.table {
      tables.append(try QuantizationTable.merge(path, into: &table))
    } else if let images {
      try count(images, progress)
    }
    for path in run.merged { tables.append(try QuantizationTable.merge(path, into: &table)) }
    try check()
  }

  private mutating func count(
    _ all: CalibrationImages, _ progress: QuantizationRun.Progress?
  ) throws {
    let count = all.count
    let counts = try quantizer.calibrate(all) { progress?("calibrating", $0, count) }
    let usable = try all.withoutUnusable()
    images = usable
    table = try CalibrationTable(
      network: table.network, preprocessing: table.preprocessing,
      images: usable.usableNames,
      tensors: counts)
  }

  /// How the channels of the network are equalized.
  var equalization: ChannelEqualization { quantizer.equalization }

  /// Counts in a part of the images.
  ///
  /// - Throws: a `Failure`.
  func calibrationPart(
    _ part: EvaluationPart, _ progress: QuantizationRun.Progress?
  ) throws -> CalibrationPart {
    guard let images else {
      throw PipelineError.usage("a part is counted in images\(with: .calibration)")
    }
    let some = images.keeping(Set(images.entries[part.range(of: images.count)].map(\.digest)))
    let count = some.count
    let counts = try quantizer.calibrate(some) { progress?("calibrating", $0, count) }
    return CalibrationPart(
      part: part,
      table: try CalibrationTable(
        network: table.network, preprocessing: table.preprocessing, images: some.usableNames,
        tensors: counts),
      problems: some.problemsByDigest, blank: some.blankDigests)
  }

  /// Puts together what was counted part by part.
  private mutating func take(_ parts: [CalibrationPart]) throws {
    guard let all = images else {
      throw PipelineError.usage("the images are needed\(with: .calibration)")
    }
    try CalibrationPart.check(parts)
    for part in parts {
      do throws(CalibrationTableError) { try table.merge(part.table) } catch {
        throw PipelineError.malformed("part \(part.part) of the calibration: \(error)")
      }
    }
    let usable = all.keeping(
      Set(table.images.map(\.digest)),
      problems: parts.flatMap(\.problems),
      blank: Set(parts.flatMap(\.blank)))
    guard !usable.entries.isEmpty else { throw usable.uselessness }
    guard usable.count == table.images.count else {
      throw PipelineError.malformed(
        "the parts have counted \(table.images.count - usable.count) images that are not among those of "
          + "the calibration; count the parts again")
    }
    images = usable
  }

  /// Quantizes with what was counted.
  ///
  /// - Throws: a `Failure`.
  func quantized(_ progress: QuantizationRun.Progress?) throws -> QuantizedNetwork {
    if run.options.needsImages { images?.keepInputs() }
    let network = try quantizer.quantize(
      counts: table.tensors, source: images, progress: progress)
    _ = try images?.withoutUnusable()
    return network
  }

  /// What is known so far.
  var record: QuantizationRecord {
    QuantizationRecord(
      network: table.network, preprocessing: table.preprocessing,
      images: QuantizationRecord.Images(
        used: table.images.count, skipped: images?.problems.count ?? 0,
        repeated: images?.repeatedCount ?? 0, sampling: sampling))
  }

  /// The images that served; empty where tables stood for them.
  var usedImages: [FileDigest] { images?.usable ?? [] }

  /// Things worth saying.
  var warnings: [Lines] { remarks + worth.warnings }

  /// Why images that were left out could not be read, of how many.
  var skipped: (failures: [any Failure], of: Int) {
    let failures = images?.problems ?? []
    return (failures, failures.count + table.images.count)
  }

  // MARK: Checks

  /// Checks that something is known of what tensors hold.
  private mutating func check() throws {
    let names = try quantizer.countedTensors()
    let histograms = names.map { ($0, table.tensors[$0] ?? Histogram()) }
    if let (name, histogram) = histograms.first(where: { $0.1.nonFinite > 0 }) {
      throw PipelineError.malformed(
        "\(run.model): \(place(of: name)) holds \(histogram.nonFinite) numbers that are infinite or "
          + "no numbers (NaN) for the calibration images, so the network cannot be quantized; "
          + "check its weights, and what each of its layers computes for one image")
    }
    guard let (_, input) = histograms.first, !input.isAllZero else {
      throw PipelineError.malformed(
        "every calibration image is black, so nothing is known of what the network computes; "
          + "give images like those the model will see")
    }
    if let blank = images?.blankCount, blank > 0 {
      let text: Lines =
        "\(blank) of \(counted(table.images.count, "calibration image")) "
        + "\(blank == 1 ? "is" : "are") of one colour; give images like those the model will see"
      if blank == table.images.count { try worth.object(text) } else { remarks.append(text) }
    }
    let count = table.images.count
    if count < QuantizationCalibration.fewImages {
      remarks.append(
        "calibrated with \(counted(count, "image")) only; the ranges may be too narrow for others; "
          + "100 or more are advised")
    }
    let silent = histograms.filter(\.1.isAllZero).map { place(of: $0.0) }
    guard silent.count < histograms.count - 1 else {
      throw PipelineError.malformed(
        "\(run.model): nothing but 0 comes out of every layer for the calibration images; check "
          + "that the weights are those of a trained network")
    }
    if !silent.isEmpty {
      let rest = silent.count > 3 ? " and \(silent.count - 3) more" : ""
      remarks.append(
        "nothing but 0 was seen in \(silent.prefix(3).joined(separator: ", "))\(rest): what other "
          + "images give there may be clipped")
    }
  }

  /// Below so many images, ranges depend on which ones they are.
  private static let fewImages = 32
  /// Heads with more noise than this, in dB, have little of the float model left; with more than the
  /// other, next to nothing.
  private static let (poorHeads, ruinedHeads) = (10.0, 3.0)

  /// Judges what 8 bits have made of the network.
  mutating func judge(_ report: QuantizationReport) throws {
    guard let ratio = report.headsSQNR, ratio < QuantizationCalibration.poorHeads else { return }
    let text: Lines =
      "\(run.model): the signal to noise of the outputs is \(fixed(ratio, 1)) dB against the float "
      + "model; 20 and more are usual. Look at the worst layers, and keep them in float or quantize "
      + "more finely"
    if ratio < QuantizationCalibration.ruinedHeads {
      try worth.object(text)
    } else {
      remarks.append(text)
    }
  }

  /// A tensor, with the darknet layer it belongs to.
  private func place(of name: String) -> String {
    // Of split heads the whole tensor is in the network.
    let whole = name.lastIndex(of: "_").map { String(name[..<$0]) } ?? name
    let network = quantizer.network
    let value = network.value(named: name) ?? network.value(named: whole)
    guard let layer = value.flatMap({ network[$0].origin?.layer }) else { return "tensor \(name)" }
    return "tensor \(name) of layer \(layer)"
  }
}
