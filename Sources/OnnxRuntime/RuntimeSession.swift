import Files
import Glibc

/// A model that ONNX Runtime has made ready to run. Use one for each thread.
public final class RuntimeSession {
  /// What runs it.
  public let runtime: Runtime
  /// The `.onnx` file as the caller named it.
  public let path: String
  /// The inputs in the model's order.
  public let inputs: [RuntimeValue]
  /// The outputs in the model's order.
  public let outputs: [RuntimeValue]
  private let session: OpaquePointer
  private let inputNames: [UnsafePointer<CChar>?]
  private let outputNames: [UnsafePointer<CChar>?]

  /// Reads a model from a file.
  ///
  /// - Parameter threads: how many threads share the work of one run.
  /// - Throws: `RuntimeError.file`, `.refused`, `.unsupported`.
  public init(_ runtime: Runtime, path: String, threads: Int = 1) throws(RuntimeError) {
    do throws(FileError) { _ = try MappedFile(path: path) } catch { throw .file(error) }
    let functions = runtime.functions
    let refusal = { RuntimeError.refused(model: path, message: $0) }
    let options = try functions.make(refusal) { functions.createSessionOptions($0) }
    defer { functions.releaseSessionOptions(options) }
    try functions.check(refusal, functions.setThreadsWithinNodes(options, Int32(clamping: threads)))
    try functions.check(refusal, functions.setThreadsAcrossNodes(options, 1))
    let session = try functions.make(refusal) {
      functions.createSession(runtime.environment, path, options, $0)
    }
    do throws(RuntimeError) {
      let reader = InterfaceReader(runtime: runtime, session: session, path: path)
      inputs = try reader.inputs()
      outputs = try reader.outputs()
    } catch {
      functions.releaseSession(session)
      throw error
    }
    self.runtime = runtime
    self.path = path
    self.session = session
    inputNames = inputs.map { UnsafePointer(strdup($0.name)) }
    outputNames = outputs.map { UnsafePointer(strdup($0.name)) }
  }

  deinit {
    for name in inputNames + outputNames { free(UnsafeMutablePointer(mutating: name)) }
    runtime.functions.releaseSession(session)
  }

  /// Runs the model once.
  ///
  /// - Parameter tensors: for each input its numbers and shape, in the model's order.
  /// - Returns: for each output its numbers and shape, in the model's order.
  /// - Throws: `RuntimeError.inputCount`, `.inputDoesNotFit`, `.failed`, `.unsupported`.
  public func run(_ tensors: [RuntimeTensor]) throws(RuntimeError) -> [RuntimeTensor] {
    guard tensors.count == inputs.count else {
      throw .inputCount(model: path, expected: inputs.count, found: tensors.count)
    }
    for (input, tensor) in zip(inputs, tensors) where !input.accepts(tensor) {
      throw .inputDoesNotFit(
        name: input.name, expected: input.shapeText, shape: tensor.shape,
        count: tensor.elements.count)
    }
    // The library works on this memory; arrays would only lend theirs to one closure each.
    let count = tensors.reduce(0) { $0 + $1.elements.count }
    let memory = UnsafeMutablePointer<Float>.allocate(capacity: max(count, 1))
    let elements = inputs.map(\.element)
    defer { memory.deallocate() }
    let functions = runtime.functions
    var values: [OpaquePointer?] = []
    var results: [OpaquePointer?] = Array(repeating: nil, count: outputs.count)
    defer { for value in values + results { functions.releaseValue(value) } }
    var start = memory
    for (tensor, element) in zip(tensors, elements) {
      element.store(tensor.elements, at: start)
      values.append(try value(at: start, tensor, element))
      start += tensor.elements.count
    }
    try functions.check(
      failure,
      functions.run(
        session, nil, inputNames, values, values.count, outputNames, results.count, &results))
    var taken: [RuntimeTensor] = []
    for (output, result) in zip(outputs, results) {
      taken.append(try read(result, name: output.name))
    }
    return taken
  }

  /// A tensor of the library over memory of ours.
  private func value(
    at start: UnsafeMutablePointer<Float>, _ tensor: RuntimeTensor, _ element: RuntimeElement
  ) throws(RuntimeError) -> OpaquePointer {
    let functions = runtime.functions
    let shape = tensor.shape.map(Int64.init)
    let byteCount = tensor.elements.count * element.byteCount
    return try functions.make(failure) {
      functions.createTensor(
        runtime.memory, start, byteCount, shape, shape.count, element.rawValue, $0)
    }
  }

  /// A copy of a tensor of the library.
  private func read(_ value: OpaquePointer?, name: String) throws(RuntimeError) -> RuntimeTensor {
    let functions = runtime.functions
    let type = try functions.make(failure) { functions.typeAndShape(value, $0) }
    defer { functions.releaseTypeAndShape(type) }
    let description = TensorDescription(functions: functions, type: type, failure: failure)
    let number = try description.elementNumber()
    guard let element = RuntimeElement(rawValue: number) else {
      throw .unsupported(model: path, name: name, found: TensorDescription.text(of: number))
    }
    let count = try functions.take(0, failure) { functions.elementCount(type, $0) }
    let data = try functions.take(nil, failure) { functions.tensorData(value, $0) }
    return RuntimeTensor(
      data.map { element.floats(at: $0, count: count) } ?? [],
      shape: try description.extents().map { Int($0) })
  }

  private func failure(_ message: String) -> RuntimeError {
    .failed(model: path, message: message)
  }
}
