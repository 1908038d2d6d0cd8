import Kernels

/// The instruction set that kernels use.
public enum InstructionSet {
  /// Its name, as the environment variable `DARKROOM_ISA` takes it.
  public static var current: String { String(cString: dk_isa_name(dk_isa_current())) }

  /// Why `DARKROOM_ISA` cannot be followed and what it may be; nil when it is, or is not set.
  public static var complaint: String? { dk_isa_error().map { String(cString: $0) } }
}
