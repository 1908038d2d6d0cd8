#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How the engine runs a model; threads never change results.
public struct Execution: Hashable, Sendable {
  /// The threads that share the work of one run.
  public var threads: Int
  /// Whether convolutions are summed product by product, which is slower and closer to what other
  /// programs compute.
  public var exact: Bool

  /// Creates a way to run.
  ///
  /// - Parameter threads: nil for as many as the machine has cores.
  public init(threads: Int? = nil, exact: Bool = false) {
    self.threads = threads ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    self.exact = exact
  }
}
