import Files
import Glibc

/// The ONNX Runtime library installed on this machine, loaded at run time.
///
/// It stays in memory to the end of the process, because its threads and static objects may
/// outlive its last user.
public final class Runtime: Sendable {
  /// What was loaded, as the loader was told it.
  public let path: String
  /// The version it reports, for example `1.32.0`.
  public let version: String
  let functions: Functions
  nonisolated(unsafe) let environment: OpaquePointer
  /// Describes memory of the process as that of tensors.
  nonisolated(unsafe) let memory: OpaquePointer
  nonisolated(unsafe) let allocator: OpaquePointer

  /// Finds and loads the library: the file named, or that of `DARKROOM_ONNXRUNTIME`, or what the
  /// loader finds under the usual names, or the wheel in the active virtual environment.
  ///
  /// - Throws: `RuntimeError.absent`, `.file`, `.notALibrary`, `.notOnnxRuntime`.
  public static func load(path: String? = nil) throws(RuntimeError) -> Runtime {
    if let named = path ?? Search.named {
      do throws(FileError) { _ = try MappedFile(path: named) } catch { throw .file(error) }
      // A name without a slash would be looked for elsewhere.
      return try Runtime(loading: named.contains("/") ? named : "./" + named)
    }
    var tried: [String] = []
    for candidate in Search.usual {
      do throws(RuntimeError) { return try Runtime(loading: candidate) } catch {
        guard case .notALibrary(let path, let reason) = error else { throw error }
        tried.append("\(path): \(reason)")
      }
    }
    throw .absent(tried: tried + [Search.missingWheel].compactMap { $0 })
  }

  private init(loading path: String) throws(RuntimeError) {
    guard let library = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
      // The loader puts the path before its reason, as we do.
      let message = dlerror().map { String(cString: $0) } ?? "it does not say why"
      let reason = message.hasPrefix(path + ": ") ? message.dropFirst(path.count + 2) : message[...]
      throw .notALibrary(path: path, reason: String(reason))
    }
    guard let symbol = dlsym(library, "OrtGetApiBase") else {
      dlclose(library)
      throw .notOnnxRuntime(path: path, reason: "has no function OrtGetApiBase")
    }
    let base = Base(symbol: symbol)
    version = base.version().map { String(cString: $0) } ?? "unknown"
    // Tables of all versions begin alike. A release 1.N knows the versions 1 to N, unless one
    // should drop the oldest.
    let release = version.split(separator: ".").dropFirst().first.flatMap { UInt32($0) }
    guard let table = base.table(1) ?? release.flatMap({ base.table($0) }) else {
      throw .notOnnxRuntime(
        path: path, reason: "its version \(version) offers no interface known here")
    }
    let functions = Functions(table: table)
    guard functions.passSelfCheck() else {
      throw .notOnnxRuntime(
        path: path, reason: "the functions of its version \(version) are not where they should be")
    }
    let refusal = { (message: String) in
      RuntimeError.notOnnxRuntime(path: path, reason: "it does not start: \(message)")
    }
    // Everything below the worst is silenced: messages come with the statuses.
    environment = try functions.make(refusal) { functions.createEnvironment(4, "darkroom", $0) }
    memory = try functions.make(refusal) { functions.createMemoryDescription(0, 0, $0) }
    allocator = try functions.make(refusal) { functions.defaultAllocator($0) }
    self.functions = functions
    self.path = path
  }

  deinit {
    functions.releaseMemoryDescription(memory)
    functions.releaseEnvironment(environment)
  }

  /// The way to the functions (`OrtApiBase`): two pointers, one to the tables by their version.
  private struct Base {
    let table: @convention(c) (UInt32) -> UnsafeRawPointer?
    let version: @convention(c) () -> UnsafePointer<CChar>?

    /// Asks the function `OrtGetApiBase` for it.
    init(symbol: UnsafeMutableRawPointer) {
      typealias Getter = @convention(c) () -> UnsafeRawPointer
      let base = unsafeBitCast(symbol, to: Getter.self)()
      let size = MemoryLayout<UnsafeRawPointer>.stride
      table = base.load(as: (@convention(c) (UInt32) -> UnsafeRawPointer?).self)
      version = base.load(
        fromByteOffset: size, as: (@convention(c) () -> UnsafePointer<CChar>?).self)
    }
  }
}
