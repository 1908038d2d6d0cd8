import Text

/// Why it cannot be told which category a model's classes are.
public enum ClassMappingError: Failure, Hashable, Sendable {
  /// There are more or fewer names than classes.
  case labelCount(labels: Int, classes: Int)
  /// There are more or fewer classes than categories, and names do not help.
  case countsDiffer(classes: Int, categories: Int, hasLabels: Bool)
  /// As many classes as categories, but a class has the name of a category at another place.
  case contradiction(label: String, index: Int, expected: String)

  /// A sentence for people: what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .labelCount(let labels, let classes):
      "\(labels) class names were given for a model of \(classes) classes; give one for each"
    case .countsDiffer(let classes, let categories, let hasLabels):
      "the model has \(classes) classes and the annotations \(categories) categories"
        + (hasLabels
          ? ", and no class has the name of a category; give the names as the annotations have them"
          : "; give the class names")
    case .contradiction(let label, let index, let expected):
      "class \(index) is named '\(label)', which is another category than the \(index + 1). of the "
        + "annotations, '\(expected)', while other names are unknown there; give the names as the "
        + "annotations have them"
    }
  }
}

extension ClassMappingError {
  /// What can be done about it.
  public var category: FailureCategory {
    .malformed
  }
}
