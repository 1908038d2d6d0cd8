import Graph

extension Window {
  /// `kernel_shape`, `pads`, `strides` and, where the operator has them, `dilations`.
  func attributes(withDilations: Bool) -> [Onnx_AttributeProto] {
    let dilations: [Onnx_AttributeProto] =
      withDilations ? [.integers("dilations", [dilation.height, dilation.width])] : []
    return dilations + [
      .integers("kernel_shape", [kernel.height, kernel.width]),
      .integers("pads", [padding.top, padding.left, padding.bottom, padding.right]),
      .integers("strides", [stride.height, stride.width]),
    ]
  }
}

extension Window {
  /// The same positions with no more padding behind the map than they reach into.
  ///
  /// ONNX Runtime wants every padding of a pooling to be smaller than the kernel; darknet's may be
  /// larger where the stride skips the rest.
  func withLeastPadding(on map: Shape) -> Window {
    guard map.rank == 4,
      let count = try? positions(on: Extent2D(height: map[2], width: map[3]))
    else { return self }
    var window = self
    if padding.bottom >= kernel.height {
      let reach = (count.height - 1) * stride.height + dilation.height * (kernel.height - 1) + 1
      window.padding.bottom = max(0, reach - map[2] - padding.top)
    }
    if padding.right >= kernel.width {
      let reach = (count.width - 1) * stride.width + dilation.width * (kernel.width - 1) + 1
      window.padding.right = max(0, reach - map[3] - padding.left)
    }
    return window
  }
}
