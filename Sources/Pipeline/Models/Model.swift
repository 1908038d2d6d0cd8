import Digests
import Engine
import Evaluation
import Files
import Graph
import ONNX
import OnnxRuntime
import Provenance
import Text

/// A model read from its files: the graph, and what else the files tell.
public struct Model: Sendable {
  /// The `.onnx` or `.cfg` file as the caller named it.
  public let path: String
  /// The weights file of a cfg; nil for an ONNX file.
  public let weights: String?
  /// What the model computes; of a cfg the raw heads, and every layer's output.
  public var graph: Graph
  /// Things worth saying that do not keep the model from being used.
  public let warnings: [Lines]
  /// What its files are called in reports and warnings.
  public let naming: FileNaming
  /// The file at `path`, as it was when it was read.
  let file: MappedFile
  /// Whether the graph is another one than the file's, as its input or outputs were rearranged.
  var isAdapted = false

  /// What the file is called.
  var name: String { naming.name(of: path) }

  /// Reads an `.onnx` file, or a `.cfg` file with its weights.
  ///
  /// - Parameters:
  ///   - weights: the weights file; nil for the one beside the cfg under the same name.
  ///   - batch: the images of a run; nil for what the file says.
  ///   - naming: what the files are called in reports and warnings.
  ///   - contract: a cfg, or a model of ours, whose input and heads an ONNX file of another program is
  ///     taken to have; nil for what the file says itself.
  /// - Throws: a `Failure`.
  public static func load(
    path: String, weights: String? = nil, batch: Int? = nil, naming: FileNaming = .paths,
    contract: String? = nil
  ) throws -> Model {
    if Checkpoint.isCfg(path) {
      guard contract == nil else {
        throw PipelineError.usage(
          "\(path): a cfg describes its heads itself; leave the contract out")
      }
      let checkpoint = try Checkpoint(cfg: path, weights: weights, naming: naming)
      let graph = try checkpoint.graph(batch: .fixed(batch ?? 1))
      return Model(
        path: path, weights: weights ?? Checkpoint.weightsPath(beside: path), graph: graph,
        warnings: checkpoint.warnings, naming: naming, file: checkpoint.cfg)
    }
    guard !path.lowercased().hasSuffix(".weights") else {
      throw PipelineError.usage(
        "\(path): is a weights file; give the .cfg it belongs to, and this file as its "
          + "weights\(with: .weights)")
    }
    guard weights == nil else {
      throw PipelineError.usage(
        "\(path): an ONNX file holds its weights itself; weights are named for a .cfg only")
    }
    var graph: Graph
    let file = try MappedFile(path: path)
    do throws(ONNXError) { graph = try ONNXModel.read(file) } catch {
      throw LocatedFailure(path, error)
    }
    // What is dequantized only to be quantized again is run on the quantized values.
    do throws(GraphError) { try PassPipeline([FoldQuantization()]).apply(to: &graph) } catch {
      throw LocatedFailure(path, error)
    }
    var notes: [Lines] = []
    if let contract {
      guard graph.contract.heads.isEmpty else {
        throw PipelineError.usage(
          "\(path): describes its heads itself, in its metadata; leave the contract out")
      }
      notes = try ForeignContract(path: contract).lend(to: &graph, called: naming.name(of: path))
    }
    return Model(
      path: path, weights: nil, graph: graph, warnings: notes, naming: naming, file: file,
      isAdapted: contract != nil)
  }
}

extension Model {
  /// Makes the model ready to run.
  ///
  /// - Parameters:
  ///   - batch: the images of a run; nil for what the graph says.
  ///   - observing: values to keep for reading after each run.
  /// - Throws: a `Failure` (malformed) when its activations need more memory than there is.
  public func session(
    batch: Int? = nil, observing: Set<ValueID> = [], execution: Execution = Execution()
  ) throws -> Session {
    let plan: Plan
    do throws(EngineError) {
      plan = try Plan(graph, batch: batch, observing: observing, exact: execution.exact)
    } catch { throw LocatedFailure(path, error) }
    guard MemoryCheck.canHold(plan.arenaByteCount) else {
      throw PipelineError.malformed(
        "\(path): one run needs \(plan.arenaByteCount) bytes for activations, more than there is of "
          + "the \(MemoryCheck.limit) bytes of memory here; make its input or the batch smaller")
    }
    return Session(plan, threads: execution.threads)
  }
}

extension Model {
  /// Makes the model ready to run in the way asked for.
  ///
  /// - Parameters:
  ///   - batch: the images of a run; nil for what the graph says.
  ///   - observing: values to keep for reading after each run, where the engine runs it.
  /// - Throws: a `Failure`; `.usage` when ONNX Runtime is to run a cfg, `.unreadable` when it
  ///   is not installed.
  func runner(
    batch: Int? = nil, observing: Set<ValueID> = [], execution: Execution
  ) throws -> Runner {
    switch execution.runtime {
    case .native:
      return .native(try session(batch: batch, observing: observing, execution: execution))
    case .onnxRuntime(let library):
      guard !Checkpoint.isCfg(path) else {
        throw PipelineError.usage(
          "\(path): ONNX Runtime runs .onnx files only; first `darkroom convert CFG WEIGHTS -o "
            + "OUT.onnx`, then give it OUT.onnx")
      }
      guard !isAdapted else {
        throw PipelineError.usage(
          "\(path): ONNX Runtime runs the file as it is, without what a contract adds; run it with the "
            + "native engine\(with: .runtime, "native")")
      }
      let inputs = graph.allInputs.map { input in
        let shape = graph[input].type.shape.dimensions
        return (graph[input].name, batch.map { [$0] + shape.dropFirst() } ?? shape)
      }
      let runtime = try Runtime.load(path: library)
      let session = try RuntimeSession(runtime, path: path, threads: execution.threads)
      return .onnxRuntime(
        session,
        Runner.RuntimeInterface(
          inputs: inputs, states: graph.states.map { State.outputName(of: $0.name) }))
    }
  }
}

extension Model {
  /// Which model it is, for reports.
  ///
  /// - Throws: a `Failure` (unreadable) when its files can no longer be read.
  public func record() throws -> ModelRecord {
    let precision = graph.precision
    guard let weights else {
      let file = try MappedFile(path: path)
      return ModelRecord(
        file: FileDigest(path: name, digest: file.withUnsafeBytes { Digest(of: $0) }),
        bytes: file.count, precision: precision, sources: graph.contract.sources)
    }
    let cfg = try Digest(ofFile: path)
    let file = try MappedFile(path: weights)
    return ModelRecord(
      file: FileDigest(path: name, digest: cfg), bytes: file.count, precision: precision,
      sources: [
        "cfg": "\(cfg)", "weights": file.withUnsafeBytes { Digest(of: $0) }.description,
      ])
  }
}
