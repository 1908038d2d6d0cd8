import Graph

/// The centre of the image; values become -1...1 unless `noadjust` is set
/// (`forward_crop_layer`, CPU).
extension CropSection: LoweredSection {
  func lower(_ layer: Layer, into lowering: inout Lowering) throws(LoweringError) -> ValueID {
    let input = lowering.shape(lowering.current)
    let (top, left) = ((input[2] - cropHeight) / 2, (input[3] - cropWidth) / 2)
    let rows = try lowering.add(
      Slice(axis: 2, start: top, end: top + cropHeight), lowering.current, as: "rows")
    var value = try lowering.add(
      Slice(axis: 3, start: left, end: left + cropWidth), rows, as: "columns")
    if !noAdjust {
      value = try lowering.scaled(value, by: 2, as: "doubled")
      value = try lowering.shifted(value, by: -1, as: "adjusted")
    }
    lowering.current = value
    return value
  }
}
