import Graph
import JSON
import Text

/// What a model looks like from outside, besides the form of its outputs: how it takes images, and what
/// its input and outputs are called.
public struct ModelInterface: Hashable, Sendable {
  /// What the numbers of images are; nil for what the model has.
  public var numbers: InputForm.Numbers?
  /// The order of their channels; nil for what the model has.
  public var order: InputForm.Order?
  /// The order of their axes; nil for what the model has.
  public var axes: InputForm.Axes?
  /// The names; where there are none, those of the model or the usual ones of the form of the outputs.
  public var names: InterfaceNames

  /// Creates an interface; without arguments nothing is asked for.
  public init(
    numbers: InputForm.Numbers? = nil, order: InputForm.Order? = nil, axes: InputForm.Axes? = nil,
    names: InterfaceNames = InterfaceNames()
  ) {
    self.numbers = numbers
    self.order = order
    self.axes = axes
    self.names = names
  }

  /// The form of images with what is asked for.
  func form(from form: InputForm) -> InputForm {
    InputForm(
      numbers: numbers ?? form.numbers, order: order ?? form.order, axes: axes ?? form.axes)
  }

  /// Checks what can be before anything is computed.
  ///
  /// - Parameters:
  ///   - graph: the network with raw heads.
  ///   - form: what the outputs will be.
  /// - Throws: a `Failure` (usage).
  func check(_ graph: Graph, giving form: OutputForm, path: String) throws {
    if let problem = names.problem { throw PipelineError.usage("\(path): \(problem)") }
    if numbers == .uint8 || order == .bgr || axes == .nhwc {
      guard let input = graph.contract.input else {
        throw PipelineError.usage(
          "\(path): its input is no image, so there are no bytes or channels to take; take its "
            + "numbers as they are\(with: .inputForm, InputForm.Numbers.float.rawValue)")
      }
      guard order != .bgr || input.channels == 3 else {
        throw PipelineError.usage(
          "\(path): its images have \(counted(input.channels, "channel")); only three have an order"
        )
      }
    }
    let count = form == .raw ? graph.outputs.count : form.layout.outputNames.count
    guard names.outputs.isEmpty || names.outputs.count == count else {
      throw PipelineError.usage(
        "\(path): has \(counted(count, "output")), not \(names.outputs.count); give each a name")
    }
    let own = Set(graph.inputs + graph.outputs)
    for name in (names.input.map { [$0] } ?? []) + names.outputs {
      if let value = graph.value(named: name), !own.contains(value) {
        throw PipelineError.usage(
          "\(path): \(quoted(name)) is the name of a tensor within the network; choose another name"
        )
      }
    }
  }

  /// Gives a network its names.
  ///
  /// - Parameter usual: the names where none are asked for; they are left out where they would be those
  ///   of other tensors.
  /// - Throws: a `Failure` (usage) where names that are asked for cannot be.
  func name(_ graph: inout Graph, usual: InterfaceNames, path: String) throws {
    let wanted = InterfaceNames(
      input: names.input ?? usual.input,
      outputs: names.outputs.isEmpty ? usual.outputs : names.outputs)
    if let problem = graph.problem(with: wanted) {
      guard names == InterfaceNames() else {
        throw PipelineError.usage("\(path): \(problem)")
      }
      return
    }
    graph.name(wanted)
  }
}

extension ModelInterface {
  /// What is asked for, as a record states it.
  var parameters: [String: JSONValue] {
    var parameters: [String: JSONValue] = [:]
    parameters["input"] = numbers.map { .text($0.rawValue) }
    parameters["inputOrder"] = order.map { .text($0.rawValue) }
    parameters["inputLayout"] = axes.map { .text($0.rawValue) }
    parameters["inputName"] = names.input.map { .text($0) }
    if !names.outputs.isEmpty { parameters["outputNames"] = .texts(names.outputs) }
    return parameters
  }

  /// What a record states.
  ///
  /// - Throws: a `Failure` (malformed) for what this program does not know.
  init(_ parameters: ParameterReader) throws {
    self.init(
      numbers: try parameters.optionalChoice("input"),
      order: try parameters.optionalChoice("inputOrder"),
      axes: try parameters.optionalChoice("inputLayout"))
    names = InterfaceNames(
      input: try parameters.optionalText("inputName"),
      outputs: try parameters.texts("outputNames"))
  }
}
