import ArgumentParser
import Graph
import Pipeline

/// How a model takes images, and what its input and outputs are called.
struct InterfaceArguments: ParsableArguments {
  @Option(
    help: """
      What images are given as: float (bytes divided by 255) or uint8 (the bytes; the model divides, \
      or in INT8 takes them as they are). Default: as in the model; float for a cfg.
      """)
  var input: InputForm.Numbers?

  @Option(
    help: """
      The order of the channels: rgb, or bgr as OpenCV and many cameras have it. Default: as in the \
      model; rgb for a cfg.
      """)
  var inputOrder: InputForm.Order?

  @Option(
    help: """
      The order of the axes: nchw, or nhwc as cameras and NPUs have it. Default: as in the model; \
      nchw for a cfg.
      """)
  var inputLayout: InputForm.Axes?

  @Option(
    help: ArgumentHelp(
      "What the input is called. Default: images for yolov5, yolov8 and efficientnms, else input.",
      valueName: "name"))
  var inputName: String?

  @Option(
    help: ArgumentHelp(
      """
      What the outputs are called, with commas between. Default: output0 for yolov5 and yolov8, \
      output for deepstream, num_dets and so on for efficientnms.
      """, valueName: "names"))
  var outputNames: NameList?

  /// What is asked for.
  var interface: ModelInterface {
    ModelInterface(
      numbers: input, order: inputOrder, axes: inputLayout,
      names: InterfaceNames(input: inputName, outputs: outputNames?.names ?? []))
  }

  func validate() throws {
    if let problem = interface.names.problem { throw ValidationError(problem) }
  }
}

/// Names with commas between.
struct NameList: ExpressibleByArgument {
  let names: [String]

  init(argument: String) {
    names = argument.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }
}

extension InputForm.Numbers: ExpressibleByArgument {}
extension InputForm.Order: ExpressibleByArgument {}
extension InputForm.Axes: ExpressibleByArgument {}
