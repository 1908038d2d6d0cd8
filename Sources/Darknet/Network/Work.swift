/// The arithmetic a layer does for one picture.
struct Work {
  /// Multiplications followed by an addition.
  var multiplyAdds = 0
  /// What darknet counts as operations of the layer: two for each multiply-add of a convolution,
  /// comparisons of a pooling, additions of a shortcut; nothing for most others.
  var operations = 0.0

  static func + (a: Work, b: Work) -> Work {
    Work(multiplyAdds: a.multiplyAdds &+ b.multiplyAdds, operations: a.operations + b.operations)
  }
}
