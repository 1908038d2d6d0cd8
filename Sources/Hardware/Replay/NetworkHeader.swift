/// The description as tables of C99, for a program that has no reader of JSON: `network.h`.
struct NetworkHeader {
  /// The most axes of a tensor, and of a copy.
  static let mostAxes = 8

  private let network: HardwareNetwork

  init(_ network: HardwareNetwork) { self.network = network }

  /// What the file holds.
  var text: String {
    let constants = network.constants
    let moves = network.steps.flatMap { $0.moves ?? [] }
    return """
      /* network.h: what network.json describes, as tables of C99, for replay.c and for firmware.
         Requantization \(network.requantization), layout \(network.layout), block \(network.block);
         \(network.memory.bytes) bytes for tensors, \(network.packed.bytes) for constants. */
      \(NetworkHeader.types)
      enum {
        TENSORS = \(network.tensors.count),
        CONSTANTS = \(network.constants.count),
        STEPS = \(network.steps.count),
        PACKED_BYTES = \(network.packed.bytes) /* the size of \(network.packed.file) */
      };

      """ + table("stored", "tensors", network.tensors.map(line))
        + table("stored", "constants", constants.isEmpty ? ["{0}"] : constants.map(line))
        + table("step", "steps", steps())
        + table("move", "moves", moves.isEmpty ? ["{0}"] : moves.map(line))
        + table("char *const", "images", network.images.map { "\"\($0.folder)\"" } + ["0"])
  }

  private static let types = """
    enum { uint8, int8, int32, float32 };
    enum {
      convolution, max_pool, average_pool, global_average_pool, moving, add, multiply, dequantize
    };

    /* A tensor, or a constant. */
    typedef struct {
      const char *file;         /* in the folder of each image; of a constant, in this folder */
      int type, zero;           /* zero: the value that stands for 0, and fills up blocks */
      float scale;              /* real = scale * (value - zero) */
      long offset;              /* in the memory of the device, or in constants.bin; -1: none */
      long count, stored_count; /* elements, without and with what fills up blocks */
      int rank;
      long size[8], block[8], stride[8], within[8];
    } stored;

    /* A step; -1 where it has no such tensor or constant. */
    typedef struct {
      int operation, x, z, y; /* z: the second operand */
      long kernel[2], stride[2], pad[2], dilation[2], groups; /* rows before columns */
      int weights, bias, multiplier, shift, a_table, b_table;
      long x_strides[8], z_strides[8]; /* of operands that are repeated along axes of y */
      int first_move, moves;
    } step;

    /* A copy: element (i, j, ...) from `from` + i * from_strides[0] + ... */
    typedef struct {
      int input, output, value, table; /* without an input, the value is written */
      long count, from, to;
      int rank;
      long counts[8], from_strides[8], to_strides[8];
    } move;
    """

  private func table(_ type: String, _ name: String, _ lines: [String]) -> String {
    "\nstatic const \(type) \(name)[] = {\n" + lines.map { "  \($0),\n" }.joined() + "};\n"
  }

  // MARK: Lines

  private func line(_ tensor: HardwareNetwork.StoredTensor) -> String {
    line(
      tensor.file, tensor.type, tensor.zeroPoint ?? 0, tensor.scale ?? 0,
      tensor.memory?.offset ?? -1, tensor.axes, tensor.storedShape)
  }

  private func line(_ constant: HardwareNetwork.Constant) -> String {
    line(constant.file, constant.type, 0, 0, constant.offset, constant.axes, constant.storedShape)
  }

  private func line(
    _ file: String, _ type: String, _ zero: Int, _ scale: Float, _ offset: Int,
    _ axes: [HardwareNetwork.Axis], _ stored: [Int]
  ) -> String {
    let count = axes.reduce(1) { $0 * $1.size }
    let lists = [axes.map(\.size), axes.map(\.block), axes.map(\.stride), axes.map(\.within)]
    return "{\"\(file)\", \(type), \(zero), \(scale)f, \(offset), \(count), "
      + "\(stored.reduce(1, *)), \(axes.count), \(lists.map(list).joined(separator: ", "))}"
  }

  private func steps() -> [String] {
    var firstMove = 0
    return network.steps.map { step in
      defer { firstMove += step.moves?.count ?? 0 }
      return line(step, firstMove: firstMove)
    }
  }

  private func line(_ step: HardwareNetwork.Step, firstMove: Int) -> String {
    let (x, y) = (step.inputs[0], step.outputs[0])
    let z = step.inputs.count > 1 ? step.inputs[1] : nil
    let isElementwise = [.add, .multiply, .dequantize].contains(step.operation)
    func strides(_ tensor: Int?) -> [Int] {
      guard isElementwise, let tensor else { return [] }
      return repeating(tensor, along: y)
    }
    let window = step.window
    let kernel =
      step.operation == .globalAveragePool
      ? network.tensors[x].axes.dropFirst(2).map(\.size) : window?.kernel ?? [0, 0]
    let tables = step.operation == .add ? step.tables ?? [] : []
    let lists = [
      kernel, window?.stride ?? [1, 1], Array(window?.padding.prefix(2) ?? [0, 0]),
      window?.dilation ?? [1, 1],
    ]
    let constants = [
      step.weights, step.bias, step.multiplier, step.shift, tables.first, tables.last,
    ].map { $0 ?? -1 }
    return "{\(step.operation.cName), \(x), \(z ?? -1), \(y), "
      + "\(lists.map(list).joined(separator: ", ")), \(step.groups ?? 1), "
      + constants.map { "\($0)" }.joined(separator: ", ")
      + ", \(list(strides(x))), \(list(strides(z))), \(firstMove), \(step.moves?.count ?? 0)}"
  }

  /// The strides of an operand along the axes of the result, 0 where it is repeated.
  private func repeating(_ operand: Int, along result: Int) -> [Int] {
    let shape = network.tensors[operand].axes.map(\.size)
    let rank = network.tensors[result].axes.count
    let strides = StoredShape(rowMajor: shape).axes.map(\.stride)
    let missing = Array(repeating: 0, count: rank - shape.count)
    return missing + zip(shape, strides).map { $0 == 1 ? 0 : $1 }
  }

  private func line(_ move: HardwareNetwork.Move) -> String {
    let numbers = [move.input ?? -1, move.output, move.value ?? 0, move.table ?? -1]
    let lists = [move.counts, move.fromStrides, move.toStrides]
    return "{\(numbers.map { "\($0)" }.joined(separator: ", ")), \(move.counts.reduce(1, *)), "
      + "\(move.from), \(move.to), \(move.counts.count), "
      + "\(lists.map(list).joined(separator: ", "))}"
  }

  private func list(_ numbers: [Int]) -> String {
    "{\(numbers.isEmpty ? "0" : numbers.map { "\($0)" }.joined(separator: ", "))}"
  }
}

extension HardwareNetwork.Operation {
  /// The enumerator of `network.h`.
  fileprivate var cName: String {
    switch self {
    case .convolution: "convolution"
    case .maxPool: "max_pool"
    case .averagePool: "average_pool"
    case .globalAveragePool: "global_average_pool"
    case .add: "add"
    case .multiply: "multiply"
    case .dequantize: "dequantize"
    case .table, .concatenate, .split, .slice, .reshape, .transpose, .upsample, .pad: "moving"
    }
  }
}
