import Engine
import Glibc

/// How a model is run; threads never change results of the engine.
public struct Execution: Hashable, Sendable {
  /// What runs a model.
  public enum Runtime: Hashable, Sendable {
    /// The engine of this program.
    case native
    /// The installed ONNX Runtime: the library named, or the one that is found.
    case onnxRuntime(library: String? = nil)
  }

  /// The threads that share the work of one run.
  public var threads: Int
  /// Whether the engine sums convolutions product by product, which is slower and closer to what
  /// other programs compute.
  public var exact: Bool
  /// What runs the model.
  public var runtime: Runtime

  /// Creates a way to run.
  ///
  /// - Parameter threads: nil for as many as the machine has cores.
  public init(threads: Int? = nil, exact: Bool = false, runtime: Runtime = .native) {
    self.threads = threads ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    self.exact = exact
    self.runtime = runtime
  }

  /// Checks what the environment asks of the engine.
  ///
  /// - Throws: a `Failure` (usage) when `DARKROOM_ISA` names an instruction set that does not
  ///   exist or that this machine lacks.
  public static func checkEnvironment() throws {
    if let complaint = InstructionSet.complaint { throw PipelineError.usage("\(complaint)") }
  }
}
