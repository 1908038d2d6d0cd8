import Evaluation
import Files
import Pipeline
import Quantization
import Text

/// Plans the steps of a model.
struct StepPlanner {
  let network: ZooPlan.Network
  private let recipe: Recipe
  private let build: ModelBuild
  private let partImages: Int?
  /// How many images there are to calibrate, compare and evaluate with.
  private let calibrated: Int
  private let compared: Int
  private let evaluated: Int

  /// The most images that channels are equalized and layers refined by, of the efforts that bound them.
  private static let refined = 150

  init(_ recipe: Recipe, partImages: Int?, _ settings: BuildSettings, _ store: Store) throws {
    self.recipe = recipe
    self.partImages = partImages
    // The weights say nothing that a plan needs.
    var small = recipe
    small.sources.removeAll { $0.role == .weights }
    var pull = Pull(small, into: store)
    pull.mirrors = settings.mirrors
    let sources = try pull.run().contents
    build = ModelBuild(
      recipe: recipe, store: store, settings: settings, threads: 1, sources: sources
    ) { _ in }
    guard let cfg = sources[.cfg] else {
      throw PipelineError.fault("\(recipe.name): has no network description")
    }
    let path = try "\(store.work.folder())/\(recipe.source(.cfg)?.file ?? "network").cfg"
    try store.place(cfg, at: path)
    network = try ZooPlan.Network(cfg: path)
    calibrated =
      try recipe.calibration.map { set in
        try ImageSelection.count(set, of: recipe, given: settings.calibration)
      } ?? 0
    let annotated = try build.annotatedImages()
    evaluated = annotated?.paths.count ?? 0
    compared = min(
      ModelBuild.mostCompared, recipe.evaluation == nil ? calibrated : evaluated)
  }

  /// What there is to do, each behind what it needs.
  func jobs() throws -> [ZooPlan.Job] {
    [job(StepJob.pull, images: 0, work: 0, inputs: [])]
      + build.stepNames.flatMap { name -> [ZooPlan.Job] in
        switch name {
        case .convert: [job(name.id, images: 0, work: 0, inputs: inputs(of: name))]
        case .quantize(let target): quantization(name, .int8(target))
        // Boxes and tensors of both models.
        case .compare: parted(name, images: compared, work: 3)
        case .evaluate(let variant):
          evaluated == 0
            ? [] : parted(name, images: evaluated, work: variant == .float ? 1 : 0.5)
        case .assemble: [job(name.id, images: 4, work: 2, inputs: inputs(of: name))]
        }
      }
  }

  private func quantization(
    _ name: ModelBuild.StepName, _ variant: Recipe.Variant
  ) -> [ZooPlan.Job] {
    guard let options = recipe.parameters(of: variant)?.options else { return [] }
    let fitted = min(calibrated, options.refinementImages ?? calibrated)
    let isRefined = options.rounding == .moments || options.correctsBias
    let refining = isRefined ? min(fitted, max(32, fitted * 32 / max(network.convolutions, 1))) : 0
    // Every convolution takes a run of both networks up to it, on all of these images.
    let refinement = Double(refining * network.convolutions) * 0.75
    let measured = Double(min(calibrated, 32)) * 3
    let moments = isRefined ? 12 * network.columns * network.columns : 0
    let count = parts(calibrated)
    guard count > 1 else {
      let equalizing = options.equalizesByImages ? fitted : 0
      return [
        job(
          name.id, images: calibrated,
          work: Double(calibrated + equalizing) + refinement + measured, inputs: inputs(of: name),
          more: moments)
      ]
    }
    var jobs: [ZooPlan.Job] = []
    var inputs = inputs(of: name)
    if options.equalizesByImages {
      let places = StepPlaces(work: ".", model: recipe.name)
      var equalization = job(
        name.id, images: fitted, work: Double(fitted) + refinement / 4, inputs: inputs,
        more: moments)
      equalization.wanted = "equalization"
      equalization.output = String(places.equalization(of: name.id).dropFirst(2))
      equalization.arguments.append("--equalization")
      jobs.append(equalization)
      inputs.append(equalization.output)
    }
    let counting = (1...count).compactMap { EvaluationPart($0, of: count) }.map { part in
      partJob(name, part, of: calibrated, work: 1, inputs: inputs)
    }
    var whole = job(
      name.id, images: refining, work: refinement + measured,
      inputs: inputs + counting.map(\.output), more: moments)
    whole.arguments += ["--parts", "\(count)"]
    return jobs + counting + [whole]
  }

  /// A step that looks at images in parts.
  private func parted(
    _ name: ModelBuild.StepName, images: Int, work: Double
  ) -> [ZooPlan.Job] {
    let count = parts(images)
    let inputs = inputs(of: name)
    guard count > 1 else {
      return [job(name.id, images: images, work: work * Double(images), inputs: inputs)]
    }
    let parts = (1...count).compactMap { EvaluationPart($0, of: count) }.map {
      partJob(name, $0, of: images, work: work, inputs: inputs)
    }
    var whole = job(name.id, images: 0, work: 0, inputs: inputs + parts.map(\.output))
    whole.arguments += ["--parts", "\(count)"]
    return parts + [whole]
  }

  private func parts(_ images: Int) -> Int {
    partImages.map { max(1, (images + $0 - 1) / $0) } ?? 1
  }

  private func inputs(of name: ModelBuild.StepName) -> [String] {
    let steps =
      [StepJob.pull]
      + build.needs(of: name).filter { step in
        if case .evaluate = step { evaluated > 0 } else { true }
      }.map(\.id)
    return steps.map { "\(recipe.name)/\($0)" }
  }

  private func partJob(
    _ name: ModelBuild.StepName, _ part: EvaluationPart, of images: Int, work: Double,
    inputs: [String]
  ) -> ZooPlan.Job {
    let places = StepPlaces(work: ".", model: recipe.name)
    let own = part.range(of: images).count
    var job = job(name.id, images: own, work: work * Double(own), inputs: inputs)
    job.wanted = "part"
    job.part = part
    job.output = String(places.part(part, of: name.id).dropFirst(2))
    job.arguments += ["--shard", "\(part)"]
    return job
  }

  /// - Parameters:
  ///   - work: in runs of the float network.
  ///   - more: bytes of memory besides those of the network.
  private func job(
    _ step: String, images: Int, work: Double, inputs: [String], more: Int = 0
  ) -> ZooPlan.Job {
    ZooPlan.Job(
      step: step, wanted: "whole", part: nil,
      arguments: ["zoo", "step", recipe.name, step], inputs: inputs,
      output: "\(recipe.name)/\(step)", images: images,
      multiplyAdds: Int(work * Double(network.multiplyAdds)),
      memory: ZooPlan.Memory(
        base: StepPlanner.program + 4 * network.weightsBytes + more,
        perThread: images > 0 ? network.activationBytes + StepPlanner.image : 0))
  }

  /// The program itself, and an image that is decoded.
  private static let (program, image) = (64 << 20, 16 << 20)
}

extension ZooPlan.Network {
  /// Reads a network description.
  ///
  /// - Throws: a `Failure`.
  init(cfg path: String) throws {
    let report = try InspectionReport.of(path: path)
    guard !report.hasErrors else { throw PipelineError.malformed(report.messages.joined()) }
    let layers = report.inspection.layers
    let outputs = layers.map(\.output).map { $0.channels * $0.height * $0.width }
    let computing = layers.filter { $0.multiplyAdds > 0 }
    self.init(
      multiplyAdds: report.inspection.totals.multiplyAdds,
      weightsBytes: report.inspection.totals.weightsBytes,
      activationBytes: 4 * outputs.reduce(0, +), convolutions: computing.count,
      columns: computing.map { $0.parameters / max($0.output.channels, 1) }.max() ?? 0)
  }
}
