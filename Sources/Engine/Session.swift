import Graph
import Kernels
import Threads

/// Runs a plan. A session owns the memory of one run at a time; use one for each thread.
public final class Session {
  /// What is run.
  public let plan: Plan
  private let arena: UnsafeMutableRawPointer
  private let pool: ThreadPool
  private let scratch: [UnsafeMutableRawPointer]

  /// Allocates the memory of a run.
  ///
  /// - Parameter threads: how many threads share the work of one run; the results do not depend
  ///   on it.
  public init(_ plan: Plan, threads: Int = 1) {
    self.plan = plan
    pool = ThreadPool(count: max(threads, 1))
    scratch = (0..<pool.count).map { _ in
      UnsafeMutableRawPointer.allocate(
        byteCount: max(plan.scratchByteCount, 64), alignment: ArenaPlan.alignment)
    }
    arena = UnsafeMutableRawPointer.allocate(
      byteCount: plan.arena.byteCount + dk_slack, alignment: ArenaPlan.alignment)
  }

  deinit {
    arena.deallocate()
    for memory in scratch { memory.deallocate() }
  }

  /// Runs the network once.
  ///
  /// - Parameter inputs: for each graph input its elements in the graph's order, N, C, H, W; of an
  ///   input of bytes the numbers 0 to 255, others become the nearest of them. Behind them those of
  ///   states may follow, as `states` gave them after another run; without them the run begins anew.
  /// - Returns: for each graph output its elements in the same order.
  /// - Throws: `EngineError.inputCount`, `.inputDoesNotFit`.
  public func run(_ inputs: [[Float]]) throws(EngineError) -> [[Float]] {
    try run(inputs) { _, work in work() }
  }

  /// Runs the network once and shows the float values that the plan traces, each as soon as it is
  /// there.
  ///
  /// - Parameter trace: gets a value and some of its elements, all of them in one or several calls;
  ///   they must not be kept.
  /// - Throws: `EngineError.inputCount`, `.inputDoesNotFit`.
  public func run(
    _ inputs: [[Float]], tracing trace: (ValueID, TracedElements) -> Void
  ) throws(EngineError) -> [[Float]] {
    let memory = Memory(
      arena: arena, bufferOffsets: plan.arena.offsets, inputs: [], scratch: scratch[0])
    return try run(inputs) { index, work in
      work()
      for value in plan.traces[index] ?? [] {
        guard let location = plan.locations[value], location.buffer != nil else { continue }
        show(location, memory) { trace(value, $0) }
      }
    }
  }

  private func show(
    _ location: Location, _ memory: Memory, _ body: (TracedElements) -> Void
  ) {
    let start: UnsafePointer<Float> = memory.read(location)
    let count = location.type.shape.count
    guard location.type.element == .float32, count > 0 else { return }
    guard location.isInterleaved, location.pixelStride > location.type.shape[1] else {
      let channels = location.isInterleaved ? location.type.shape[1] : nil
      return body(
        TracedElements(
          elements: UnsafeBufferPointer(start: start, count: count), channels: channels))
    }
    // A slice of a wider map: gathered, since many small pieces cost more than copying them.
    let channels = location.type.shape[1]
    let piece = max(channels, Session.gatheredCount / channels * channels)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: piece) { gathered in
      var filled = 0
      for pixel in 0..<count / channels {
        let source = UnsafeBufferPointer(
          start: start + pixel * location.pixelStride, count: channels)
        _ = gathered[filled..<filled + channels].initialize(fromContentsOf: source)
        filled += channels
        guard filled == piece || pixel == count / channels - 1 else { continue }
        let elements = UnsafeBufferPointer(rebasing: gathered[..<filled])
        body(TracedElements(elements: elements, channels: channels))
        filled = 0
      }
    }
  }

  /// About as many elements as fit in the second-level cache.
  private static let gatheredCount = 1 << 16

  /// Runs the network once and calls `around` for each step with its position and its work, which
  /// `around` must call.
  func run(
    _ inputs: [[Float]], around: (Int, () -> Void) -> Void
  ) throws(EngineError) -> [[Float]] {
    let graph = plan.graph
    var inputs = inputs
    if inputs.count == graph.inputs.count {
      inputs += graph.states.map { Array(repeating: 0, count: graph[$0.input].type.shape.count) }
    }
    guard inputs.count == graph.allInputs.count else {
      throw .inputCount(expected: graph.inputs.count, found: inputs.count)
    }
    for (input, elements) in zip(graph.allInputs, inputs) {
      let shape = graph[input].type.shape
      guard elements.count == shape.count else {
        throw .inputDoesNotFit(
          name: graph[input].name, expected: shape, foundCount: elements.count)
      }
    }
    let tensors = zip(graph.allInputs, inputs).map { InputMemory($1, as: graph[$0].type.element) }
    withPointers(to: tensors[...], []) { pointers in
      let memories = scratch.map { scratch in
        Memory(
          arena: arena, bufferOffsets: plan.arena.offsets, inputs: pointers, scratch: scratch)
      }
      for (index, step) in plan.steps.enumerated() {
        around(index) {
          pool.forEach(step.units) { thread, units in step.run(memories[thread], units) }
        }
      }
    }
    return graph.outputs.map(read)
  }

  /// What the last run left of each state of the graph, in the graph's order, for the next run.
  public var states: [[Float]] { plan.graph.states.map { read($0.output) } }

  /// The elements of an observed value after a run, in the graph's order; empty for a value that
  /// was not observed. Indices are whole numbers, as many rows as there are.
  public func read(_ value: ValueID) -> [Float] {
    if let constant = plan.graph[value].constant { return constant.elements() }
    guard let location = plan.locations[value], plan.observed.contains(value) else { return [] }
    let memory = Memory(
      arena: arena, bufferOffsets: plan.arena.offsets, inputs: [], scratch: scratch[0])
    let shape = location.type.shape
    if location.type.element == .int64 {
      let rows: UnsafePointer<Int64> = memory.read(location)
      let numbers = (0..<shape.count).lazy.map { rows[$0] }
      // Of rows of indices those that are not used are -1.
      guard plan.graph.hasVariableCount(value) else { return numbers.map { Float($0) } }
      return numbers.prefix { $0 >= 0 }.map { Float($0) }
    }
    if location.type.element != .float32 { return readIntegers(location, memory) }
    let source: UnsafePointer<Float> = memory.read(location)
    return Array(unsafeUninitializedCapacity: shape.count) { target, count in
      count = shape.count
      guard let start = target.baseAddress else { return }
      if case .interleaved(let stride) = location.layout {
        let pixels = shape[2] * shape[3]
        for n in 0..<shape[0] {
          dk_planes_f32(
            source + n * pixels * stride, stride, shape[1], pixels, start + n * pixels * shape[1])
        }
      } else {
        start.update(from: source, count: shape.count)
      }
    }
  }

  /// Stored integers as numbers, in the graph's order.
  private func readIntegers(_ location: Location, _ memory: Memory) -> [Float] {
    func gathered<Element: BinaryInteger>(_: Element.Type) -> [Float] {
      let source: UnsafePointer<Element> = memory.read(location)
      let (dimensions, strides) = (location.type.shape.dimensions, location.strides)
      return (0..<location.type.shape.count).map { position in
        Float(source[StridedIndex.offset(position, dimensions, strides)])
      }
    }
    switch location.type.element {
    case .uint8: return gathered(UInt8.self)
    case .int8: return gathered(Int8.self)
    case .uint16: return gathered(UInt16.self)
    case .int16: return gathered(Int16.self)
    default: return gathered(Int32.self)
    }
  }

  private func withPointers(
    to tensors: ArraySlice<InputMemory>, _ pointers: [UnsafeRawPointer],
    _ body: ([UnsafeRawPointer]) -> Void
  ) {
    guard let first = tensors.first else { return body(pointers) }
    first.withUnsafeBytes { bytes in
      let start = bytes.baseAddress ?? UnsafeRawPointer(arena)
      withPointers(to: tensors.dropFirst(), pointers + [start], body)
    }
  }
}

/// An input as steps read it.
private enum InputMemory {
  case floats([Float])
  case bytes([UInt8])

  init(_ elements: [Float], as element: ElementType) {
    guard element == .uint8 else {
      self = .floats(elements)
      return
    }
    self = .bytes(elements.map { $0.isNaN ? 0 : UInt8(min(max($0.rounded(), 0), 255)) })
  }

  func withUnsafeBytes(_ body: (UnsafeRawBufferPointer) -> Void) {
    switch self {
    case .floats(let elements): elements.withUnsafeBytes(body)
    case .bytes(let elements): elements.withUnsafeBytes(body)
    }
  }
}
