import Digests
import Files
import JSON
import Pipeline
import Text

/// What a step left that was done by itself: a folder with its files and, in `step.json`, what it was
/// made from and the SHA-256 of each.
struct StepResult: Codable, Hashable, Sendable {
  /// The name of the document in the folder.
  static let fileName = "step.json"
  /// The version of its form.
  static let version = 1

  var schemaVersion = StepResult.version
  /// What the model is called.
  var model: String
  /// What was done.
  var step: String
  /// What went in; nil where sources were pulled.
  var inputs: StepInputs?
  /// The sources by their roles; nil of any other step.
  var sources: [String: PullEntry.File]?
  /// The files that came out.
  var outputs: [String: Contents]

  /// Reads the document of a folder; nil where there is none.
  ///
  /// - Throws: a `Failure` (malformed) for anything else.
  static func read(_ folder: String) throws -> StepResult? {
    let path = "\(folder)/\(fileName)"
    guard Folder.hasFile(path) else { return nil }
    let file = try MappedFile(path: path)
    let result: StepResult
    do {
      result = try file.withUnsafeBytes {
        try JSONDecoding.decode(StepResult.self, from: $0, rules: Store.documentRules)
      }
    } catch {
      throw PipelineError.malformed(
        "\(path): is not what a step leaves; do the step again: \(error)")
    }
    guard result.schemaVersion == version else {
      throw PipelineError.malformed(
        "\(path): has schemaVersion \(result.schemaVersion), but this program knows \(version); do the "
          + "step again")
    }
    guard result.outputs.keys.allSatisfy(Folder.staysBelow) else {
      throw PipelineError.malformed(
        "\(path): names a file outside of the folder; do the step again")
    }
    return result
  }

  /// What the store keeps of the step.
  func entry() throws -> (key: Digest, entry: StepEntry)? {
    guard let inputs else { return nil }
    return (try inputs.key(of: step), StepEntry(step: step, inputs: inputs, outputs: outputs))
  }

  /// Puts files of the folder into a store, each checked.
  ///
  /// - Parameter names: which; nil for all.
  /// - Throws: a `Failure`, with all that are not there or are not what the document says.
  func move(_ names: Set<String>? = nil, from folder: String, into store: Store) throws {
    var failures: [any Error] = []
    for (name, contents) in outputs.sorted(by: { $0.key < $1.key })
    where names?.contains(name) ?? true {
      do { try store.take("\(folder)/\(name)", as: contents) } catch { failures.append(error) }
    }
    try SeveralFailures.check(failures)
  }

  /// Writes the folder, which appears whole; one of the same step that is there already stays.
  ///
  /// - Throws: a `Failure` (unwritable).
  func write(from store: Store, to folder: String) throws {
    try Folder.create(Folder.parent(of: folder))
    let stage = try Folder.createUnique(prefix: "\(folder).")
    do {
      try Folder.open(stage)
      for (name, contents) in outputs {
        try store.place(contents, at: "\(stage)/\(name)", mayLink: false)
      }
      try ModelBuild.write(self, to: "\(stage)/\(StepResult.fileName)")
      try settle(stage, as: folder)
    } catch {
      Folder.remove(stage)
      throw error
    }
  }

  /// Gives a whole folder its name. Another process may do the same at the same time, as a scheduler
  /// starts a job again that it has lost sight of.
  private func settle(_ stage: String, as folder: String) throws {
    for _ in 0..<8 {
      if (try? Folder.move(stage, to: folder)) != nil { return }
      if let other = try? StepResult.read(folder), other == self {
        Folder.remove(stage)
        return
      }
      let aside = try Folder.createUnique(prefix: "\(folder).")
      _ = try? Folder.move(folder, to: "\(aside)/old")
      Folder.remove(aside)
    }
    try Folder.move(stage, to: folder)
  }
}

extension Store {
  /// Puts a copy of a file into the store.
  ///
  /// - Parameter contents: what the file has to be.
  /// - Throws: a `Failure` (unreadable, malformed).
  func take(_ file: String, as contents: Contents) throws {
    guard !contains(contents.digest) else { return }
    let copy = try work.newPath()
    try FilePlacement.place(file, at: copy, mayLink: false)
    let found = try Contents(ofFile: copy)
    guard found == contents else {
      Folder.removeFile(copy)
      throw PipelineError.malformed(
        "\(file): has SHA-256 \(found.digest) and \(found.size) bytes, but its step left "
          + "\(contents.digest) and \(contents.size); do the step again")
    }
    _ = try add(moving: copy, digest: contents.digest)
  }
}
