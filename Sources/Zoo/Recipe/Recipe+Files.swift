extension Recipe {
  /// The name of the float model.
  var floatName: String { "\(name).onnx" }
  /// The name of the INT8 model.
  var int8Name: String { "\(name)-int8.onnx" }
}
