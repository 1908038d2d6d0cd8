import Graph
import Text

/// What Rockchip's rknn-toolkit2 makes an `.rknn` file of.
///
/// Calls: https://github.com/airockchip/rknn_model_zoo, `examples/yolov7/python/convert.py`. Paths of a
/// dataset are taken from the folder of the list.
enum RKNNSidecar {
  static let receiver = SidecarReceiver(
    name: "rknn", purpose: "Rockchip's rknn-toolkit2, which makes .rknn files",
    demands: [
      .labels, .plainNames, .imageInput, .floatInput, .fixedBatch,
      .form(
        [OutputForm.raw.rawValue, OutputForm.decoded.rawValue],
        reading: "RKNN runs networks that end in raw heads or in boxes and scores"),
      .precision([.float32], reason: "rknn-toolkit2 rounds to INT8 or float16 by itself"),
    ],
    options: [.images], make: make)

  private static func make(
    _ source: SidecarSource, _ inputs: SidecarInputs
  ) throws -> Sidecar {
    guard let input = source.imageInput else { return Sidecar() }
    let outputs = source.interface.outputs.map(\.name)
    var sidecar = Sidecar(files: [source.copy, source.labelsFile])
    sidecar.files.append(SidecarFile("outputs.txt", lines: outputs))
    if let images = inputs.images {
      guard input.channels == 3 else {
        throw PipelineError.usage(
          "\(source.path): takes grey images, and whether rknn-toolkit2 reads images of a dataset as grey "
            + "ones was not seen; leave out the images, and write dataset.txt yourself")
      }
      // Numbers: a list has several names on a line where a network has several inputs, so that names
      // with blanks would be two.
      let names = (0..<images.count).map { number -> String in
        let digits = "\(number)"
        let zeros = String(repeating: "0", count: max(0, 6 - digits.count))
        return "dataset/\(zeros)\(digits).png"
      }
      sidecar.files += names.enumerated().map { SidecarFile($1, .image($0)) }
      sidecar.files.append(SidecarFile("dataset.txt", lines: names))
    } else {
      sidecar.notes.append(
        "without images no dataset.txt is written, and convert.py makes a float16 file; to have it "
          + "quantized, give images like those the model will see\(with: .images, "FOLDER")")
      sidecar.leftovers.append(
        SidecarLeftover(
          path: "dataset.txt", use: "convert.py quantizes with it when it is asked for i8",
          handling: .told))
    }
    if source.takesBGR {
      sidecar.notes.append(
        "the model takes images in BGR order, and so will the .rknn file; the images of a dataset are "
          + "RGB files, which rknn-toolkit2 is told to turn around")
    }
    let shape = [input.batch ?? 1, input.channels, input.height, input.width]
    sidecar.files.append(
      SidecarFile(
        "convert.py",
        .text(
          script(
            source.name, input: input.name, shape: shape, outputs: outputs,
            isBGR: source.takesBGR, isQuantized: inputs.images != nil))))
    return sidecar
  }

  private static func script(
    _ name: String, input: String, shape: [Int], outputs: [String], isBGR: Bool,
    isQuantized: Bool
  ) -> String {
    func list(_ values: some Sequence<some CustomStringConvertible>) -> String {
      "[" + values.map(\.description).joined(separator: ", ") + "]"
    }
    let means = list(repeatElement(0, count: shape[1]))
    let deviations = list(repeatElement(255, count: shape[1]))
    return """
      \"\"\"Makes \(name).rknn of \(name).onnx with rknn-toolkit2.

      usage: python3 convert.py PLATFORM [i8|fp]
      PLATFORM is the processor, for example rk3566 or rk3588. i8 is quantized with the images of
      dataset.txt, fp is float16.
      \"\"\"

      import pathlib
      import sys

      from rknn.api import RKNN

      folder = pathlib.Path(__file__).resolve().parent
      if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ["i8"], ["fp"]):
          sys.exit(__doc__)
      platform = sys.argv[1]
      quantizes = (sys.argv[2:] or ["\(isQuantized ? "i8" : "fp")"]) == ["i8"]
      rknn = RKNN()
      # The model takes \(isBGR ? "BGR" : "RGB") divided by 255: (value - mean) / std.
      rknn.config(
          mean_values=[\(means)],
          std_values=[\(deviations)],
          quant_img_RGB2BGR=\(isBGR ? "True" : "False"),
          target_platform=platform,
      )
      steps = [
          lambda: rknn.load_onnx(
              model=str(folder / "\(name).onnx"),
              inputs=[\(PythonText.quoted(input))],
              input_size_list=[\(list(shape))],
              outputs=[\(outputs.map(PythonText.quoted).joined(separator: ", "))],
          ),
          lambda: rknn.build(do_quantization=quantizes, dataset=str(folder / "dataset.txt")),
          lambda: rknn.export_rknn(str(folder / "\(name).rknn")),
      ]
      for step in steps:
          if step() != 0:
              sys.exit("rknn-toolkit2 has failed; see its messages above")
      rknn.release()

      """
  }
}
