import Kernels
import Testing

/// An instruction set that this machine has kernels for.
struct Path: Sendable, CustomTestStringConvertible {
  let isa: dk_isa

  /// All of this machine, from the portable one up.
  static let all: [Path] = [
    dk_isa_generic, dk_isa_avx2, dk_isa_avx512, dk_isa_avx512vnni, dk_isa_neon,
    dk_isa_neon_dotprod,
  ].filter { dk_isa_available($0) }.map(Path.init)

  var testDescription: String { String(cString: dk_isa_name(isa)) }

  /// Runs something on this path, with memory that lasts as long; what other threads compute is not
  /// touched.
  func run<Result>(_ body: (Memory) throws -> Result) rethrows -> Result {
    let before = dk_isa_current()
    dk_isa_select(isa)
    defer { dk_isa_select(before) }
    return try Memory.use(body)
  }
}
