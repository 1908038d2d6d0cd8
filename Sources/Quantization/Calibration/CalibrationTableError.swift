import Text

/// Why a calibration table cannot be read, or not be merged with another.
public enum CalibrationTableError: Failure, Hashable, Sendable {
  /// The table was made with another network.
  case otherNetwork(found: String, expected: String)
  /// The table was made with another preprocessing.
  case otherPreprocessing(found: String, expected: String)
  /// The table lacks tensors, or has others.
  case otherTensors(missing: [String], unexpected: [String])
  /// Images, by name, are in both tables.
  case sharedImages([String])
  /// Images, as pairs of names, have the same contents.
  case sameImages([String])
  /// A tensor has more than 2^53 numbers.
  case tooManyNumbers(tensor: String)
  /// The table has a form that is not known.
  case otherSchema(found: Int)
  /// The text is not that of a table; the place is a path of keys, empty for the whole text.
  case malformed(place: String, problem: String)
}

extension CalibrationTableError {
  /// What was found, what was expected, and what to do, for people.
  public var description: String {
    switch self {
    case .otherNetwork(let found, let expected):
      "the calibration table is of the network \(found), expected \(expected); calibrate this "
        + "network, or use the network that the table is of"
    case .otherPreprocessing(let found, let expected):
      "the calibration table was made with the preprocessing '\(found)', expected '\(expected)'; "
        + "calibrate again with the same preprocessing"
    case .otherTensors(let missing, let unexpected):
      "the calibration table does not have the tensors of this one"
        + list(missing, "; it lacks ") + list(unexpected, "; it has also ")
        + "; make both tables with the same version of the program and the same options"
    case .sharedImages(let names):
      "images would be counted twice because both calibration tables have them: "
        + "\(list(names)); calibrate each image in one of the parts only"
    case .sameImages(let pairs):
      "images would be counted twice because they have the same contents: \(list(pairs)); "
        + "leave one of each out"
    case .tooManyNumbers(let tensor):
      "the tensor \(tensor) has more than 2^53 numbers, which cannot be counted; calibrate with "
        + "fewer images"
    case .otherSchema(let found):
      "the calibration table has the schema version \(found), expected "
        + "\(CalibrationTable.schemaVersion); use the version of the program that wrote it, or "
        + "calibrate again"
    case .malformed(let place, let problem):
      "this is not a calibration table\(place.isEmpty ? "" : ", at \(place)"): \(problem); "
        + "calibrate again"
    }
  }

  /// The first few of some names.
  private func list(_ names: [String], _ introduction: String = "") -> String {
    if names.isEmpty { return "" }
    let rest = names.count > 5 ? " and \(names.count - 5) more" : ""
    return introduction + names.prefix(5).joined(separator: ", ") + rest
  }
}

extension CalibrationTableError {
  /// What can be done about it.
  public var category: FailureCategory {
    .malformed
  }
}
