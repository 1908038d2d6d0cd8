import Evaluation
import Quantization

extension RecipeReader {
  /// How the INT8 model is made, by the names of the options of `darkroom quantize`.
  func quantization(_ reader: MappingReader) -> Recipe.QuantizationParameters {
    var parameters = Recipe.QuantizationParameters()
    let effort = reader.optional("effort", .choice(QuantizationOptions.Effort.self))
    var options = QuantizationOptions(effort: effort ?? .balanced)
    for option in QuantizationOption.all where option.isOffered {
      if let value = reader.optional(option.name, .option(option)) {
        option.give(value, to: &options)
      }
    }
    if reader.has("qdq"), options.format != .qdq {
      reader.tell(
        "qdq",
        "goes with 'format: qdq'; the qoperator form is in integers on both sides of activations")
    }
    for conflict in options.conflicts {
      let (option, other) = (conflict.option, conflict.other)
      // A target may have chosen either of the two.
      let given = [option.name, other.name, "target"].first(where: reader.has) ?? option.name
      reader.tell(
        given,
        "'\(option.name): \(option.value)' needs '\(other.name): \(conflict.needed)': "
          + conflict.reason)
    }
    if effort == .baseline, reader.has("target") {
      reader.tell(
        "target",
        "does not go with 'effort: baseline', which is in the form of onnxruntime's own tool; remove "
          + "one of them")
    }
    if let target = options.target, !DeploymentTarget.ofRecipes.contains(target) {
      reader.tell("target", "is \(target.rawValue), \(DeploymentTarget.floatOnly)")
    }
    if reader.has("percentile"), options.ranges != .percentile {
      reader.tell("percentile", "goes with 'ranges: percentile'")
    }
    parameters.options = options
    if let resize = reader.optional("resize", .choice(EvaluationProtocol.Resize.self)) {
      parameters.resize = resize
    }
    if let opset = reader.optional("opset", .opset) { parameters.opset = opset }
    reader.finish()
    return parameters
  }

  /// The runtimes that an INT8 model is made for each.
  func targets(
    _ top: MappingReader, _ quantization: Recipe.QuantizationParameters?
  ) -> [DeploymentTarget] {
    let targets = top.list("targets", .target)
    if let own = quantization?.options.target, targets.contains(own) {
      top.tell(
        "targets",
        "has \(own.rawValue), which is the 'target' of 'quantization' already; remove it from one of "
          + "them")
    }
    return targets
  }
}

extension Form where Value == DeploymentTarget {
  /// A runtime that an INT8 model can be made for.
  fileprivate static var target: Form {
    let known = DeploymentTarget.ofRecipes
    return Form(list(of: known.map(\.rawValue))) { (node) throws(Misfit) -> DeploymentTarget in
      guard let target = node.text.flatMap(DeploymentTarget.init) else { throw Misfit() }
      guard known.contains(target) else {
        throw Misfit(reason: "has \(target.rawValue), \(DeploymentTarget.floatOnly)")
      }
      return target
    }
  }
}
