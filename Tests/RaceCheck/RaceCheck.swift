import Darknet
import Engine
import Graph
import Kernels
import Threads
import Synchronization
import Glibc

/// Runs the thread pool and the engine for the thread sanitizer, or makes a race that it must
/// report. `Scripts/sanitize` builds it with `--sanitize=thread` and judges what it prints.
///
/// An executable of its own and not a filter over the tests: it needs only the rooms up to the
/// engine, so that building them once more, with the sanitizer, takes a few minutes and not half an
/// hour. What is sanitized is optimized as in a release; the sanitizer follows threads made with
/// `pthread_create`, the atomics of `Synchronization` and pthread mutexes, all of which the pool
/// uses, in Swift and in C alike. But it passes over accesses of more than 16 bytes, which are nearly
/// all that kernels for AVX2 and AVX-512 make: `race-in-kernel` is reported with `DARKROOM_ISA` set to
/// `generic` only, so that is how it must run. The transforms of Winograd and the depthwise float rows
/// work on vectors of 64 bytes there too; of those only what other steps do with their maps is seen.
@main
enum RaceCheck {
  static func main() {
    do {
      switch CommandLine.arguments.dropFirst().first {
      case "race-in-swift": raceInSwift()
      case "race-in-kernel": raceInKernel()
      case "race-without-order": raceWithoutOrder()
      case let folder?: try checkAll(folder)
      case nil:
        fail("usage: RaceCheck FOLDER | race-in-swift | race-in-kernel | race-without-order")
      }
    } catch {
      fail("\(error)")
    }
  }

  // MARK: What must be free of races

  private static func checkAll(_ folder: String) throws {
    checkPool()
    try checkNetwork(folder)
    try checkQuantized()
    print("no wrong result")
  }

  /// Short jobs one after the other, and jobs after pauses in which the workers fall asleep.
  private static func checkPool() {
    let pool = ThreadPool(count: 4)
    for round in 0..<300 {
      var squares = Array(repeating: 0, count: 100)
      squares.withUnsafeMutableBufferPointer { squares in
        nonisolated(unsafe) let squares = squares
        pool.forEach(squares.count) { _, units in for unit in units { squares[unit] = unit * unit }
        }
      }
      // What the workers wrote is there once the job is done.
      guard squares == (0..<100).map({ $0 * $0 }) else { fail("the pool left units out") }
      if round % 50 == 0 { usleep(20_000) }
    }
    // Results and states of workers.
    let workers = Workers(threads: 3) { _ in }
    let done = workers.map(50, state: { 0 }) { (state: inout Int, piece) in
      state += 1
      return piece
    }
    guard done.results == Array(0..<50), done.states.reduce(0, +) == 50 else {
      fail("workers left pieces out")
    }
  }

  /// A detector on several images: sessions on threads of their own share a plan, and each has
  /// several threads.
  private static func checkNetwork(_ folder: String) throws {
    let network = try Network.parse(path: "\(folder)/Cfg/shapes.cfg").get()
    let weights = try WeightsFile(path: "\(folder)/Weights/shapes.weights", network: network)
    let graph = try Lowering.graph(of: network, parameters: weights)
    try compare(graph)
  }

  private static func checkQuantized() throws {
    let x = try Shape([1, 12, 24, 24])
    let filters = try Shape([40, 12, 3, 3])
    let each = try Shape([12, 1, 3, 3])
    var graph = Graph(name: "quantized")
    let input = graph.addInput("x", TensorType(.float32, x))
    let scale = graph.addConstant("scale", Tensor(scalar: Float(1) / 64))
    let zero = graph.addConstant("zero", Tensor(scalar: UInt8(128)))
    let weightZero = graph.addConstant("weight zero", Tensor(scalar: Int8(0)))
    func numbers(_ name: String, _ shape: Shape) -> ValueID {
      let elements = (0..<shape.count).map { Int8(truncatingIfNeeded: $0 &* 37) }
      return graph.addConstant(name, Tensor(elements, shape: shape))
    }
    let window = Window(kernel: Extent2D(3), padding: Padding2D(1))
    let quantized = try graph.addNode(
      "quantize", Quantization(), [input, scale, zero], outputNames: ["quantized"])[0]
    let depthwise = try graph.addNode(
      "depthwise", QuantizedConvolution(window: window, groups: 12),
      [quantized, scale, zero, numbers("each", each), scale, weightZero, scale, zero],
      outputNames: ["one by one"])[0]
    let sum = try graph.addNode(
      "convolution", QuantizedConvolution(window: window),
      [depthwise, scale, zero, numbers("filters", filters), scale, weightZero, scale, zero],
      outputNames: ["convolved"])[0]
    graph.outputs = try graph.addNode(
      "dequantize", Dequantization(), [sum, scale, zero], outputNames: ["y"])
    try compare(graph)
  }

  private static func compare(_ graph: Graph) throws {
    let plan = try Plan(graph)
    let count = graph[graph.inputs[0]].type.shape.count
    let images = (0..<4).map { image in
      (0..<count).map { Float(($0 &* 7919 &+ image &* 31) % 255) / 255 }
    }
    let expected = try images.map { try Session(plan).run([$0]) }
    let found = try Workers(threads: 2).map(
      images.count, state: { () throws(EngineError) -> Session in Session(plan, threads: 3) }
    ) { (session: inout Session, image: Int) throws(EngineError) -> [[Float]] in
      _ = try session.run([images[image]])
      return try session.run([images[image]])
    }.results
    guard found == expected else { fail("\(graph.name): threads change the result") }
  }

  // MARK: Races

  /// Two threads that are in a job at the same time, whichever is first: each waits for the other,
  /// in a way that makes no order between what they do then.
  private static func onTwoThreads(_ body: (Int) -> Void) {
    let arrived = Atomic(0)
    ThreadPool(count: 2).forEach(2, run: 1) { _, units in
      arrived.add(1, ordering: .relaxed)
      while arrived.load(ordering: .relaxed) < 2 { sched_yield() }
      for unit in units { body(unit) }
    }
  }

  private static func raceInSwift() {
    withMemory { memory in
      onTwoThreads { unit in for _ in 0..<100 { memory[0] += Float(unit) } }
      print(memory[0])
    }
  }

  private static func raceInKernel() {
    withMemory { memory in
      let relu = dk_unary(function: dk_leaky_relu, a: 0.1, b: 0)
      onTwoThreads { _ in dk_unary_f32(relu, memory, memory, 64) }
      print(memory[0])
    }
  }

  /// One thread writes before it raises a flag without `releasing`, and the other reads after it
  /// sees it: right on most machines by luck, and what a mistake in the pool would look like.
  private static func raceWithoutOrder() {
    withMemory { memory in
      let isRaised = Atomic(false)
      onTwoThreads { unit in
        if unit == 0 {
          memory[0] = 1
          isRaised.store(true, ordering: .relaxed)
        } else {
          while !isRaised.load(ordering: .relaxed) { sched_yield() }
          memory[1] = memory[0]
        }
      }
      print(memory[1])
    }
  }

  private static func withMemory(_ body: (UnsafeMutablePointer<Float>) -> Void) {
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: 64)
    defer { memory.deallocate() }
    memory.initialize(repeating: -1, count: 64)
    body(memory)
  }

  private static func fail(_ message: String) -> Never {
    print(message)
    exit(1)
  }
}
