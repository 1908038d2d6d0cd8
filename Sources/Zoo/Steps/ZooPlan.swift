import Evaluation
import Files
import Pipeline
import Quantization
import Text

/// The steps that make models, for whoever schedules them; the JSON form is stable, a new key may be
/// added.
public struct ZooPlan: Codable, Hashable, Sendable {
  /// The version of the form.
  public var schemaVersion = 1
  /// The models, in the order of the recipes.
  public var models: [Model]

  /// The steps of a model.
  public struct Model: Codable, Hashable, Sendable {
    /// What the model is called.
    public var name: String
    /// What is known of its network.
    public var network: Network
    /// What there is to do, each behind what it needs.
    public var jobs: [Job]
  }

  /// What a network costs.
  public struct Network: Codable, Hashable, Sendable {
    /// Multiply-adds for an image.
    public var multiplyAdds: Int
    /// The bytes of the weights.
    public var weightsBytes: Int
    /// The bytes of all layers' outputs in float.
    public var activationBytes: Int
    /// The layers that multiply and add.
    public var convolutions: Int
    /// The most numbers that an output is computed from.
    var columns: Int
  }

  /// A step, or a part of one, that a process does by itself.
  public struct Job: Codable, Hashable, Sendable {
    /// The step: `pull`, `convert`, `evaluate-int8`, ...
    public var step: String
    /// What is done of it: `whole`, `part` or `equalization`.
    public var wanted: String
    /// Which part, `i/n`; nil where it is none.
    public var part: EvaluationPart?
    /// What `darkroom` is told, but for where files are.
    public var arguments: [String]
    /// Folders and files in the work folder that it reads.
    public var inputs: [String]
    /// The folder or file in the work folder that it leaves.
    public var output: String
    /// How many images the network is run on.
    public var images: Int
    /// About how many multiply-adds in float that takes, those on integers by half.
    public var multiplyAdds: Int
    /// About how many bytes of memory it takes.
    public var memory: Memory
  }

  /// Bytes of memory.
  public struct Memory: Codable, Hashable, Sendable {
    /// On any number of threads.
    public var base: Int
    /// Besides, for each thread.
    public var perThread: Int
  }
}

extension ZooPlan {
  /// Plans.
  ///
  /// Descriptions of networks and class names are fetched where they are not in the store.
  ///
  /// - Parameters:
  ///   - partImages: the most images of a part; nil to do every step at once.
  ///   - settings: where sources and images are.
  /// - Throws: a `Failure`, with what is wrong of every model.
  public init(_ recipes: [Recipe], partImages: Int?, settings: BuildSettings) throws {
    let scratch = try Folder.createTemporary()
    defer { Folder.remove(scratch) }
    let store = try Store(path: "\(scratch)/store", use: .filling)
    var models: [Model] = []
    var failures: [any Error] = []
    for recipe in recipes {
      do {
        let planner = try StepPlanner(recipe, partImages: partImages, settings, store)
        models.append(
          Model(name: recipe.name, network: planner.network, jobs: try planner.jobs()))
      } catch { failures.append(error) }
    }
    try SeveralFailures.check(failures)
    self.init(models: models)
  }

  /// All models in lines for people.
  public var text: Lines {
    models.flatMap { model in
      model.jobs.map { job -> Lines in
        let part = job.part.map { " \($0)" } ?? ""
        let work = fixed(Double(job.multiplyAdds) / 1e9, 1)
        return
          "\(model.name): \(job.step)\(job.wanted == "equalization" ? " equalization" : part): "
          + "\(counted(job.images, "image")), \(work) billion multiply-adds, "
          + "\((job.memory.base + job.memory.perThread) >> 20) MiB"
      }
    }.joined()
  }
}
