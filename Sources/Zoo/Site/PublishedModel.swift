import Digests
import Evaluation
import Files
import Graph
import JSON
import Pipeline
import Provenance
import Report
import Text

/// What the store knows of a model that was published.
struct PublishedModel {
  private let recipe: Recipe
  private let published: PublicationEntry
  private let entry: ModelEntry
  private let store: Store

  /// - Throws: a `Failure` when documents of the store are damaged or not there.
  init(_ recipe: Recipe, _ published: PublicationEntry, in store: Store) throws {
    guard let entry = try store.read(ModelEntry.self, recipe.name) else {
      throw PipelineError.malformed(
        "\(recipe.name): was published, but is not in the store any more; build and publish it again"
      )
    }
    (self.recipe, self.published, self.entry, self.store) = (recipe, published, entry, store)
  }

  /// Lays the signed folder and the key out in a site, and says what its page shows.
  ///
  /// - Throws: a `Failure`, also when the folder does not verify.
  func lay(in site: String) throws -> SiteModel {
    let folder = published.folderName
    let place = "\(site)/models/\(folder)"
    try Folder.create(place)
    try store.lay(published.files, in: place, mayLink: false)
    let key: VerificationKey
    do throws(KeyError) {
      key = try VerificationKey(pem: published.publicKey, source: "the key of \(recipe.name)")
    } catch { throw PipelineError.malformed("\(error)") }
    let check = try FolderCheck(folder: place, key: key).run()
    guard check.failed.isEmpty else {
      throw PipelineError.malformed(
        "\(recipe.name): what was published does not verify any more:\n"
          + check.failed.map { "  \($0)" }.joined(separator: "\n"))
    }
    let keyFile = "keys/\(key.id.description.prefix(16)).pub"
    try Folder.create("\(site)/keys")
    // Models of one key have one file, which is not written again: it has been read since.
    if !Folder.hasFile("\(site)/\(keyFile)") {
      try AtomicFile.write(Array(published.publicKey.utf8), to: "\(site)/\(keyFile)")
    }
    let records = try RecordIndex([place]).entries
    var model = SiteModel(
      name: recipe.name, title: recipe.title, description: recipe.description, task: recipe.task,
      tags: recipe.tags, license: license(records), variants: variants,
      gates: entry.gates.map { (name: $0.name, found: $0.found) }, lineage: lineage(records),
      layers: try layers(of: "\(place)/\(recipe.fileName(of: .float))"),
      files: published.files.sorted { $0.key < $1.key }.map {
        SiteModel.File(path: $0.key, contents: $0.value)
      }, folder: folder, key: key.id.description, keyFile: keyFile, updated: "")
    if let withdrawn = try published.withdrawal(of: recipe.name, in: store) {
      let statement = "withdrawn/\(recipe.name).intoto.jsonl"
      try Folder.create("\(site)/withdrawn")
      try AtomicFile.write(Array(withdrawn.envelope.utf8), to: "\(site)/\(statement)")
      model.withdrawal = SiteModel.Withdrawal(
        reason: withdrawn.reason, successor: withdrawn.successor, statement: statement)
    }
    try addEvidence(to: &model, from: place, site: site)
    return model
  }

  private func license(_ records: [RecordIndex.Entry]) -> String {
    let own = records.first {
      $0.path.hasSuffix(recipe.fileName(of: .float) + ProvenanceRecord.suffix)
    }
    return (own ?? records.first)?.record.artifact.license.description ?? "NOASSERTION"
  }

  private var variants: [SiteModel.Variant] {
    let metrics = entry.metrics
    func variant(
      _ label: String, _ file: String, _ bytes: Int, _ accuracy: ModelMetrics.Accuracy?,
      _ agreement: ModelMetrics.Agreement?
    ) -> SiteModel.Variant {
      let statements = "\(file).intoto.jsonl"
      return SiteModel.Variant(
        label: label, file: file, bytes: bytes, accuracy: accuracy?.main,
        second: accuracy?.top5 ?? accuracy?.ap50, images: accuracy?.images ?? agreement?.images,
        agreement: agreement?.main,
        statements: published.files[statements] == nil ? nil : statements)
    }
    var found = [
      variant("float", recipe.fileName(of: .float), metrics.floatBytes, metrics.float, nil)
    ]
    if let bytes = metrics.int8Bytes {
      found.append(
        variant("INT8", recipe.fileName(of: .int8(nil)), bytes, metrics.int8, metrics.agreement))
    }
    return found
      + (metrics.targets ?? []).map {
        variant("INT8 for \($0.target)", $0.file, $0.bytes, $0.accuracy, $0.agreement)
      }
  }

  private func lineage(_ records: [RecordIndex.Entry]) -> [SiteModel.Step] {
    records.sorted {
      ($0.record.parent == nil ? 0 : 1, $0.path) < ($1.record.parent == nil ? 0 : 1, $1.path)
    }
    .map { entry in
      let record = entry.record
      var inputs = record.materials.map { material in
        SiteModel.Step.Thing(
          role: material.role == .parentModel ? "model" : material.role.rawValue,
          name: Folder.name(of: material.file.name),
          license: material.role == .parentModel || material.role == .recipe
            ? nil : material.license.description,
          digest: material.file.digest.description)
      }
      if let calibration = record.calibration {
        inputs.append(
          .init(
            role: "images", name: "\(calibration.name) (\(calibration.count))",
            license: calibration.license.description))
      }
      return SiteModel.Step(
        action: record.command.name, inputs: inputs,
        output: .init(
          role: "model", name: Folder.name(of: record.artifact.file.name),
          license: record.artifact.license.description,
          digest: record.artifact.file.digest.description))
    }
  }

  // MARK: Layers

  /// The layers of the float network, with what INT8 was found to cost each.
  private func layers(of path: String) throws -> [SiteModel.Layer] {
    guard Folder.hasFile(path) else { return [] }
    let graph = try Model.load(path: path, batch: 1).graph
    let noise = try self.noise()
    var made: [ValueID: Int] = [:]
    for node in graph.nodes {
      guard let layer = node.origin?.layer else { continue }
      for output in node.outputs { made[output] = layer }
    }
    var sources: [Int: Set<Int>] = [:]
    var kinds: [Int: [String]] = [:]
    for node in graph.nodes {
      guard let layer = node.origin?.layer else { continue }
      kinds[layer, default: []].append(type(of: node.operation).name)
      for input in node.inputs {
        if let source = made[input], source != layer { sources[layer, default: []].insert(source) }
      }
    }
    return graph.layerOutputs.sorted { $0.key < $1.key }.map { index, value in
      let own = kinds[index] ?? []
      return SiteModel.Layer(
        index: index, kind: own.first ?? "joins", shape: graph[value].type.shape.text,
        sources: (sources[index] ?? []).sorted(), sqnr: noise[index])
    }
  }

  /// The ratio of signal to noise of each layer that the comparison looked at.
  private func noise() throws -> [Int: Double] {
    guard let key = entry.steps[ModelBuild.StepName.compare(nil).rawValue],
      let step = try store.read(StepEntry.self, StepEntry.name(key)),
      let file = step.outputs[ModelBuild.comparisonName], store.contains([file])
    else { return [:] }
    let report: ComparisonReport
    do {
      report = try JSONDecoding.decode(
        ComparisonReport.self,
        from: try MappedFile(path: store.path(of: file.digest)).withUnsafeBytes { Array($0) })
    } catch { throw PipelineError.malformed("the comparison of \(recipe.name): \(error)") }
    return Dictionary(
      report.layers.compactMap { layer in layer.sqnr.map { (layer.index, $0) } },
      uniquingKeysWith: min)
  }
}

extension Shape {
  /// Without the batch: `16 x 80 x 80`.
  fileprivate var text: String {
    dimensions.dropFirst().map(String.init).joined(separator: " x ")
  }
}
