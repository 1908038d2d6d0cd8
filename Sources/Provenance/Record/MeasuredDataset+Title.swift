extension MeasuredDataset {
  /// The name with the part, for example `COCO val2017`.
  var title: String { split.map { "\(name) \($0)" } ?? name }
}
