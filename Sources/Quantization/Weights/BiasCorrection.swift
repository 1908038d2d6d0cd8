extension QuantizedFilters {
  /// What to add to the biases so that outputs are right on average: for each output channel
  /// w · m - (scale q) · m̃, the mean error of the rounded filters on the quantized network's input,
  /// that of the input itself included (Nagel et al. 2019, section 4.2, with measured means).
  ///
  /// - Parameters:
  ///   - weights: the filters these stand for, in the same order.
  ///   - moments: of the quantized network's input, paired with the float network's.
  ///   - floatMean: the means of the float network's input, where the moments are not paired; nil
  ///     when both networks see the same input.
  /// - Precondition: filters, weights and moments belong to the same convolution.
  public func biasCorrection(
    weights: [Float], moments: PatchMoments, floatMean: [Float]? = nil
  ) -> [Float] {
    let columns = columns
    let groups = moments.geometry.groups
    precondition(weights.count == values.count && columns == moments.geometry.columns)
    precondition(channels % groups == 0)
    let float = floatMean ?? moments.floatMean ?? moments.mean
    return (0..<channels).map { channel in
      let group = channel / (channels / groups)
      let scale = Double(scale(of: channel))
      var sum = 0.0
      for column in 0..<columns {
        let (weight, place) = (channel * columns + column, group * columns + column)
        sum += Double(weights[weight]) * Double(float[place])
        sum -= scale * Double(values[weight]) * Double(moments.mean[place])
      }
      return Float(sum)
    }
  }
}
