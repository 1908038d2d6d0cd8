import Graph
import JSON
import Text

/// What Hailo's Dataflow Compiler and its run time read.
///
/// The compiler is given the nodes where the network ends, a model script (`.alls`) and, where its own
/// run time decodes such heads, their description; examples:
/// https://github.com/hailo-ai/hailo_model_zoo, `hailo_model_zoo/cfg`.
enum HailoSidecar {
  static let receiver = SidecarReceiver(
    name: "hailo", purpose: "Hailo's Dataflow Compiler, which makes .hef files",
    demands: [
      .labels, .plainNames, .imageInput, .floatInput, .redFirst, .fixedBatch, .heads,
      .form(
        [OutputForm.raw.rawValue],
        reading: "Hailo's compiler reads networks up to the convolutions of their heads"),
      .precision([.float32], reason: "Hailo's compiler quantizes by itself"),
    ],
    options: [.images], make: make)

  private static let calibrationFile = "calibration.npy"

  private static func make(
    _ source: SidecarSource, _ inputs: SidecarInputs
  ) throws -> Sidecar {
    guard let input = source.imageInput else { return Sidecar() }
    let heads = source.contract.heads
    let nodes = source.interface.outputs.compactMap(\.node)
    guard nodes.count == source.interface.outputs.count, nodes.count == heads.count else {
      throw PipelineError.usage(
        "\(source.path): has \(counted(heads.count, "head")), and \(counted(nodes.count, "named node")) for "
          + "\(counted(source.interface.outputs.count, "output")); convert it from its cfg")
    }
    var sidecar = Sidecar(files: [source.copy, source.labelsFile])
    sidecar.files.append(SidecarFile("end_nodes.txt", lines: nodes))
    let channels = repeatElement("0.0", count: input.channels).joined(separator: ", ")
    let divisors = repeatElement("255.0", count: input.channels).joined(separator: ", ")
    var script = ["normalization1 = normalization([\(channels)], [\(divisors)])"]
    let decoding = HailoDecoding(source, input, nodes: nodes)
    switch decoding {
    case .runtime(let config):
      let text = try JSONEncoding.tree(config).indentedText
      sidecar.files.append(SidecarFile(HailoDecoding.runtimeFile, lines: [text]))
      script.append(
        "nms_postprocess(\"\(HailoDecoding.runtimeFile)\", meta_arch=yolov5, engine=cpu)")
    case .filter(let function, let json):
      sidecar.files.append(SidecarFile(HailoDecoding.filterFile, .text(json)))
      sidecar.notes.append(
        "the heads are decoded on the host: function \(function) of TAPPAS' libyolo_post.so, with "
          + "\(HailoDecoding.filterFile)")
    case .host(let reason):
      sidecar.notes.append(
        "the heads are decoded on the host by a program of yours, after the metadata of the model: no "
          + "function of Hailo does it, as \(reason)")
    }
    if inputs.images != nil {
      sidecar.files.append(SidecarFile(calibrationFile, .imageArray))
    } else {
      sidecar.notes.append(
        "without images no calibration.npy is written, which convert.py quantizes with; give images "
          + "like those the model will see\(with: .images, "FOLDER")")
    }
    sidecar.leftovers = leftovers(besides: sidecar.files)
    sidecar.files.append(SidecarFile("\(source.name).alls", lines: script))
    sidecar.files.append(SidecarFile("convert.py", .text(self.script(source.name, input))))
    return sidecar
  }

  /// The files that other models, or runs with other options, have besides.
  private static func leftovers(besides files: [SidecarFile]) -> [SidecarLeftover] {
    [
      SidecarLeftover(
        path: HailoDecoding.runtimeFile, use: "convert.py gives its heads to the compiler",
        handling: .refused),
      SidecarLeftover(
        path: HailoDecoding.filterFile, use: "TAPPAS would decode the heads of this one with it",
        handling: .refused),
      SidecarLeftover(
        path: calibrationFile, use: "convert.py quantizes with it", handling: .told),
    ].filter { leftover in !files.contains { $0.path == leftover.path } }
  }

  private static func script(_ name: String, _ input: SidecarSource.ImageInput) -> String {
    let shape = [input.batch ?? 1, input.channels, input.height, input.width]
    return """
      \"\"\"Makes \(name).hef of \(name).onnx with Hailo's Dataflow Compiler.

      usage: python3 convert.py [ARCHITECTURE]
      ARCHITECTURE is hailo8 (when not given), hailo8l, hailo10h, hailo15h or hailo15l.
      \"\"\"

      import json
      import pathlib
      import sys

      import numpy
      from hailo_sdk_client import ClientRunner

      folder = pathlib.Path(__file__).resolve().parent
      runner = ClientRunner(hw_arch=sys.argv[1] if len(sys.argv) > 1 else "hailo8")
      runner.translate_onnx_model(
          str(folder / "\(name).onnx"),
          "\(name)",
          end_node_names=(folder / "end_nodes.txt").read_text().splitlines(),
          net_input_shapes={\(PythonText.quoted(input.name)): \(shape)},
      )
      script = (folder / "\(name).alls").read_text()
      config = folder / "\(HailoDecoding.runtimeFile)"
      if config.exists():
          # The compiler has names of its own for the layers, in the order of the end nodes.
          layers = [out.inputs[0].rsplit("/", 1)[-1] for out in runner.get_hn_model().get_output_layers()]
          heads = json.loads(config.read_text())
          for decoder, layer in zip(heads["bbox_decoders"], layers, strict=True):
              decoder["encoded_layer"] = layer
          named = folder / "\(name).nms.json"
          named.write_text(json.dumps(heads, indent=2))
          script = script.replace(config.name, str(named))
      runner.load_model_script(script)
      runner.optimize(numpy.load(folder / "calibration.npy"))
      (folder / "\(name).hef").write_bytes(runner.compile())

      """
  }
}
