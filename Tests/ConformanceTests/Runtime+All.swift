import Kernels
import TestSupport

extension Runtime {
  /// Those of this machine.
  static let all: [Runtime] =
    instructionSets.map { isa in
      Runtime(
        description: "engine, \(String(cString: dk_isa_name(isa)))", program: .engine(isa),
        form: nil, bound: .sums, differences: [])
    } + [
      Runtime(
        description: "float ONNX, engine", program: .engine(dk_isa_best()), form: .float,
        bound: .sums, differences: []),
      Runtime(
        description: "QOperator, engine", program: .engine(dk_isa_best()), form: .qoperator,
        bound: .eightBits, differences: KnownDifference.qoperator),
      Runtime(
        description: "QDQ, engine", program: .engine(dk_isa_best()), form: .qdq,
        bound: .eightBits, differences: []),
      Runtime(
        description: "QDQ of 16 bits, engine", program: .engine(dk_isa_best()), form: .wide,
        bound: .eightBits, differences: []),
    ] + (Peers.python == nil ? [] : peers)

  /// Those that need the Python peers.
  static let peers = [
    Runtime(
      description: "float ONNX, ONNX Runtime", program: .onnxRuntime, form: .float,
      bound: .sums, differences: []),
    Runtime(
      description: "float ONNX, OpenVINO", program: .openVINO, form: .float,
      bound: .sums, differences: []),
    Runtime(
      description: "QOperator, ONNX Runtime", program: .onnxRuntime, form: .qoperator,
      bound: .eightBits, differences: KnownDifference.qoperator),
    Runtime(
      description: "QDQ, ONNX Runtime", program: .onnxRuntime, form: .qdq,
      bound: .eightBits, differences: []),
    Runtime(
      description: "QDQ of 16 bits, ONNX Runtime", program: .onnxRuntime, form: .wide,
      bound: .eightBits, differences: []),
    Runtime(
      description: "QDQ of 16 bits, OpenVINO", program: .openVINO, form: .wide,
      bound: .eightBits, differences: KnownDifference.wideOnOpenVINO),
    Runtime(
      description: "QDQ, OpenVINO", program: .openVINO, form: .qdq,
      bound: .eightBits, differences: KnownDifference.qdqOnOpenVINO),
  ]

  /// The instruction sets that this machine has kernels for, from the portable one up.
  static let instructionSets = [
    dk_isa_generic, dk_isa_avx2, dk_isa_avx512, dk_isa_avx512vnni, dk_isa_neon,
    dk_isa_neon_dotprod,
  ].filter { dk_isa_available($0) }
}
