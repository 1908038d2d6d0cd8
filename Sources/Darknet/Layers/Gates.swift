/// The connected layers within `[gru]` and `[lstm]`: some over the input, as many over the state.
struct Gates {
  /// darknet's field names in the order of the file, and whether each reads the input.
  var parts: [(name: String, readsInput: Bool)]
  /// The length of the state.
  var output: Int
  /// Whether the layers are normalized.
  var batchNormalize: Bool

  func work(inputs: Int) -> Work {
    Work(
      multiplyAdds: parts.reduce(0) { $0 &+ ($1.readsInput ? inputs : output) &* output })
  }

  func parameters(inputs: Int) -> [ParameterBlock] {
    parts.flatMap { part in
      ParameterBlock.connected(
        from: part.readsInput ? inputs : output, to: output, part: part.name,
        batchNormalize: batchNormalize)
    }
  }
}
