import Digests
import Files
import Graph
import ONNX
import Pipeline
import Text

/// Makes a recipe of nodes; each section has a file of its own.
struct RecipeReader {
  let problems: RecipeProblems
  private let digest: Digest

  /// A reader that adds to problems.
  init(_ problems: RecipeProblems, digest: Digest) {
    self.problems = problems
    self.digest = digest
  }

  /// The recipe; nil and problems when there is none.
  func recipe(_ node: RecipeNode) throws(RecipeError) -> Recipe? {
    guard let top = MappingReader(node, for: "the recipe", problems) else { return nil }
    try checkVersion(top)
    let name = top.required("name", .name)
    if let name { checkName(name, at: top.location(of: "name")) }
    let title = top.required("title", .line)
    let description = top.required("description", .paragraph)
    let task = top.required("task", .slug)
    let tags = top.list("tags", .line)
    let supplier = top.optional("supplier", .line)
    let terms = terms(top, isRequired: true)
    let sources = sources(top)
    let conversion = top.optionalMapping("conversion").map(conversion)
    let quantization = top.optionalMapping("quantization").map(quantization)
    let targets = targets(top, quantization)
    let calibration = top.optionalMapping("calibration").flatMap(calibration)
    let evaluation = top.optionalMapping("evaluation").flatMap(evaluation)
    let references = references(top, targets)
    let gates = gates(top)
    checkPairs(top)
    top.finish()
    guard let name, let title, let description, let task else { return nil }
    return Recipe(
      name: name, title: title, description: description, task: task, tags: tags,
      supplier: supplier, license: terms, sources: sources, conversion: conversion ?? .init(),
      quantization: quantization, targets: targets, calibration: calibration,
      evaluation: evaluation,
      references: references, gates: gates, path: problems.path, digest: digest)
  }

  /// A later form may mean other things by the same words, so nothing else of it is looked at.
  private func checkVersion(_ top: MappingReader) throws(RecipeError) {
    guard let node = top.requiredNode("schemaVersion") else { return }
    let known = Recipe.schemaVersion
    let isNumber = node.plain.map { $0.utf8.allSatisfy { (0x30...0x39).contains($0) } } ?? false
    guard isNumber, let text = node.plain else {
      problems.add(
        node.location, "schemaVersion: is \(node.summary), where the number \(known) is needed")
      return
    }
    // A number too large for us is certainly newer.
    let version = Int(text) ?? .max
    if version > known {
      throw .newerSchema(location: node.location, found: String(text.prefix(20)), known: known)
    }
    if version < 1 {
      problems.add(node.location, "schemaVersion: is \(text), where 1 or more is needed")
    }
  }

  private func checkName(_ name: String, at location: SourceLocation) {
    let file = Folder.name(of: problems.path)
    if file != name + ".yaml" {
      problems.add(
        location,
        "the name of the recipe differs from that of its file \(quoted(file)); call the file "
          + "'\(name).yaml', or change the name")
    }
  }

  /// Licence and credit of what a mapping is about.
  func terms(_ reader: MappingReader, isRequired: Bool = false) -> Recipe.Terms {
    var terms = Recipe.Terms()
    let license =
      isRequired ? reader.required("license", .license) : reader.optional("license", .license)
    if let license { terms.license = license }
    terms.attribution = reader.optional("attribution", .line)
    terms.licenseFile = reader.optional("licenseFile", .path)
    return terms
  }

  private func conversion(_ reader: MappingReader) -> Recipe.ConversionParameters {
    var parameters = Recipe.ConversionParameters()
    if let heads = reader.optional("heads", .choice(OutputForm.self)) { parameters.heads = heads }
    parameters.interface = interface(reader)
    if let batch = reader.optional("batch", .batch) { parameters.batch = batch }
    if let precision = reader.optional("precision", .choice(FloatPrecision.self)) {
      parameters.precision = precision
    }
    if let opset = reader.optional("opset", .opset) { parameters.opset = opset }
    reader.finish()
    return parameters
  }
}

extension RecipeReader {
  /// How a model takes images, and what its input and outputs are called.
  private func interface(_ reader: MappingReader) -> ModelInterface {
    let names = InterfaceNames(
      input: reader.optional("inputName", .interfaceName),
      outputs: reader.list("outputNames", .interfaceName))
    if let problem = names.problem { problems.add(reader.location(of: "outputNames"), problem) }
    return ModelInterface(
      numbers: reader.optional("input", .choice(InputForm.Numbers.self)),
      order: reader.optional("inputOrder", .choice(InputForm.Order.self)),
      axes: reader.optional("inputLayout", .choice(InputForm.Axes.self)),
      names: names)
  }
}

extension Form where Value == String {
  /// What an input or output is called.
  fileprivate static var interfaceName: Form {
    Form("a name of letters, digits and _ - . / :") { node in
      node.text.flatMap { InterfaceNames.isValid($0) ? $0 : nil }
    }
  }
}

extension Form where Value == Int {
  /// A version of ONNX's operators.
  static var opset: Form { .whole(ONNXVersion.writableOpsets) }
}

extension Form where Value == Batch {
  /// The images of a run.
  fileprivate static var batch: Form {
    Form("a whole number of 1 to 65536, or dynamic") { node in
      if node.text == "dynamic" { return .dynamic }
      guard let text = node.plain, let count = Int(text), "\(count)" == text,
        (1...65536).contains(count)
      else { return nil }
      return .fixed(count)
    }
  }
}
