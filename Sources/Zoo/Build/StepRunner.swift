import Digests
import Files
import Pipeline
import Text

/// Does the steps of a build, and none that was done before.
struct StepRunner {
  let store: Store
  /// Whether everything is done again.
  var isForced = false

  /// A step to do.
  struct Step {
    /// What is done.
    var name: String
    /// All that it depends on.
    var inputs: StepInputs
    /// The names of the files that come out; nil for all that the step leaves.
    var outputs: [String]?
  }

  /// Where a step is done.
  struct Place {
    /// The folder for what goes in.
    let inputs: String
    /// The folder that the outputs are left in.
    let outputs: String
  }

  /// How it came out.
  struct Outcome {
    /// What the step is called.
    let key: Digest
    /// The files that came out.
    let outputs: [String: Contents]

    /// A file that came out.
    ///
    /// - Throws: a `Failure` (fault) where the step has no such file.
    subscript(name: String) -> Contents {
      get throws {
        guard let file = outputs[name] else {
          throw PipelineError.fault("a step has not made \(name)")
        }
        return file
      }
    }
  }

  private func names(of step: Step, in place: Place) throws -> [String] {
    if let outputs = step.outputs { return outputs }
    return try FolderTree(path: place.outputs).entries.map(\.path)
  }

  /// What was done before; nil where it has to be done.
  func known(_ step: Step) throws -> Outcome? {
    let key = try step.inputs.key(of: step.name)
    guard let entry = try store.read(StepEntry.self, StepEntry.name(key)),
      entry.inputs == step.inputs, store.contains(entry.outputs.values),
      step.outputs.map({ Set($0) == Set(entry.outputs.keys) }) ?? true
    else { return nil }
    return Outcome(key: key, outputs: entry.outputs)
  }

  /// Does a step, unless it was done before, by this process or another one.
  ///
  /// - Parameter body: does it, in folders of its own.
  /// - Throws: a `Failure`.
  func run(
    _ step: Step, _ body: (Place) throws -> Void
  ) throws -> Outcome {
    if !isForced, let known = try known(step) { return known }
    let key = try step.inputs.key(of: step.name)
    // Somebody else may be doing it.
    let alone = try store.lock(StoreNames.stepLock("\(key)"))
    defer { withExtendedLifetime(alone) {} }
    if !isForced, let known = try known(step) { return known }
    let folder: String
    let place: Place
    let work = try store.work
    folder = try work.folder()
    place = Place(inputs: "\(folder)/in", outputs: "\(folder)/out")
    try Folder.create(place.inputs)
    try Folder.create(place.outputs)
    defer { Folder.remove(folder) }
    try body(place)
    var outputs: [String: Contents] = [:]
    for name in try names(of: step, in: place) {
      outputs[name] = try store.add(moving: "\(place.outputs)/\(name)")
    }
    try store.write(
      StepEntry(step: step.name, inputs: step.inputs, outputs: outputs), StepEntry.name(key))
    return Outcome(key: key, outputs: outputs)
  }
}
