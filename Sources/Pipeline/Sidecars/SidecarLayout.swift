import ONNX
import Text

/// The one tensor of boxes that some receivers read.
struct SidecarLayout: Sendable {
  /// The axes behind that of the images, for messages.
  let axes: String
  /// The extent behind that of the images that tells the layout: which axis, and what it is for a
  /// number of classes.
  let axis: Int
  let extent: @Sendable (Int) -> Int

  /// Checks the outputs of a model.
  ///
  /// - Returns: what is assumed where the metadata do not tell what the output holds.
  /// - Throws: `PipelineError.usage` where they are others.
  func check(_ source: SidecarSource, rows: Lines, remedy form: String) throws -> [Lines] {
    let outputs = source.interface.outputs
    let wanted = extent(source.labels.count)
    guard let output = outputs.first, outputs.count == 1, let extents = output.extents,
      extents.count == 3, extents[axis] == wanted
    else {
      let found = outputs.map { "\($0.name) \($0.shapeText)" }.joined(separator: ", ")
      throw PipelineError.usage(
        "\(source.path): gives \(found); for \(counted(source.labels.count, "class name")) one output "
          + "\(axes) is read, with \(wanted) for its \(axis == 1 ? "second" : "third") axis; convert its cfg"
          + "\(with: .heads, form)")
    }
    guard source.form == nil else { return [] }
    return [
      "\(source.path): says nothing of its outputs; \(output.name) is taken for \(rows)"
    ]
  }
}
