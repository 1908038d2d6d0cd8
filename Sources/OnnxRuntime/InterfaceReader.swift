/// Asks the library what goes into a model and what comes out of it.
struct InterfaceReader {
  let runtime: Runtime
  let session: OpaquePointer
  let path: String

  /// The inputs, all of them float32 or uint8.
  func inputs() throws(RuntimeError) -> [RuntimeValue] {
    let functions = runtime.functions
    let values = try read(functions.inputCount, functions.inputName, functions.inputType)
    for value in values where ![.float32, .uint8].contains(value.element) {
      throw .unsupported(
        model: path, name: value.name,
        found: TensorDescription.text(of: value.element.rawValue))
    }
    return values
  }

  /// The outputs.
  func outputs() throws(RuntimeError) -> [RuntimeValue] {
    let functions = runtime.functions
    return try read(functions.outputCount, functions.outputName, functions.outputType)
  }

  private func read(
    _ count: Functions.Count, _ name: Functions.Name, _ type: Functions.At
  ) throws(RuntimeError) -> [RuntimeValue] {
    var values: [RuntimeValue] = []
    for index in 0..<(try runtime.functions.take(0, refusal) { count(session, $0) }) {
      values.append(try value(named: try text(name, index), of: type, index))
    }
    return values
  }

  private func text(_ name: Functions.Name, _ index: Int) throws(RuntimeError) -> String {
    let functions = runtime.functions
    let text = try functions.take(nil, refusal) { name(session, index, runtime.allocator, $0) }
    guard let text else { return "" }
    defer { functions.releaseStatus(functions.free(runtime.allocator, text)) }
    return String(cString: text)
  }

  private func value(
    named name: String, of type: Functions.At, _ index: Int
  ) throws(RuntimeError) -> RuntimeValue {
    let functions = runtime.functions
    let information = try functions.make(refusal) { type(session, index, $0) }
    defer { functions.releaseType(information) }
    guard
      let tensor = try functions.take(nil, refusal, { functions.tensorType(information, $0) })
    else { throw .unsupported(model: path, name: name, found: "no tensor") }
    let description = TensorDescription(functions: functions, type: tensor, failure: refusal)
    let number = try description.elementNumber()
    guard let element = RuntimeElement(rawValue: number) else {
      throw .unsupported(model: path, name: name, found: TensorDescription.text(of: number))
    }
    return RuntimeValue(
      name: name, element: element,
      shape: try description.extents().map { $0 < 0 ? nil : Int($0) })
  }

  private func refusal(_ message: String) -> RuntimeError {
    .refused(model: path, message: message)
  }
}
