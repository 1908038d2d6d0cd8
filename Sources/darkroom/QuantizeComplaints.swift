import ONNX
import Quantization

/// What does not go together on the command line of `quantize`, and what to do about it.
enum QuantizeComplaints {
  /// All complaints at once.
  static func all(of command: Quantize) -> [String] {
    var complaints: [String] = []
    func expect(_ holds: Bool, _ text: @autoclosure () -> String) {
      if !holds { complaints.append(text()) }
    }
    let (calibration, form, accuracy) = (command.calibration, command.form, command.accuracy)
    let options = command.quantization
    let hasPictures = calibration.calibration != nil

    expect(
      command.output != nil || calibration.saveTable != nil,
      "nothing would be written; give -o for the model, --save-table for the calibration, or both")
    expect(
      command.output != nil || command.report == nil,
      "--report tells of a quantized model; give -o as well")
    expect(
      hasPictures || calibration.table != nil,
      "there is nothing to calibrate with; give a folder or a list of pictures with --calibration, "
        + "or the --table of an earlier calibration")
    expect(
      hasPictures || calibration.table == nil || command.output == nil || !options.needsPictures,
      "rounding by moments, bias correction, float layers and equalization by activations run the "
        + "network on pictures, which a table does not hold; add --calibration, or choose "
        + "--effort fast")
    expect(
      calibration.merge.isEmpty || options.equalization != .activations,
      "equalization by activations makes a network of its own for each set of pictures, so tables "
        + "of parts cannot be merged; use --equalization none or weights")

    expect(
      form.qdq == nil || form.format == .qdq,
      "--qdq goes with --format qdq; the qoperator form is in integers on both sides of activations"
    )
    expect(
      form.head != .int32 || form.format == .qdq || form.activationType == .uint8,
      "--head int32 needs ConvInteger, which onnxruntime has for uint8 only; use --activation-type "
        + "uint8 or --head split")
    expect(
      ONNXVersion.writableOpsets.contains(form.opset),
      "--opset is \(ONNXVersion.writableOpsets.lowerBound) to "
        + "\(ONNXVersion.writableOpsets.upperBound), not \(form.opset)")

    expect(
      accuracy.percentile == nil || accuracy.ranges == .percentile,
      "--percentile goes with --ranges percentile")
    expect(
      accuracy.percentile.map { (50...100).contains($0) } ?? true,
      "--percentile is 50 to 100, such as 99.99, not \(accuracy.percentile ?? 0)")
    expect(
      (0...1000).contains(accuracy.floatLayers),
      "--float-layers is 0 to 1000, not \(accuracy.floatLayers)")
    return complaints
  }
}
