extension Form where Value == Int {
  /// A whole number, in decimal digits and without quotes.
  static func whole(_ range: ClosedRange<Int>) -> Form {
    Form("a whole number of \(range.lowerBound) to \(range.upperBound)") { node in
      guard let text = node.plain, let number = Int(text), "\(number)" == text else { return nil }
      return range.contains(number) ? number : nil
    }
  }
}

extension Form where Value == Double {
  /// A number without quotes.
  static func number(_ range: ClosedRange<Double>) -> Form {
    let bounds = [range.lowerBound, range.upperBound].map {
      $0 == $0.rounded() ? "\(Int($0))" : "\($0)"
    }
    return Form("a number of \(bounds[0]) to \(bounds[1])") { node in
      // `Double` would read hexadecimal, "inf" and "nan" as well.
      guard let text = node.plain, text.utf8.allSatisfy(Set("+-.0123456789Ee".utf8).contains),
        let number = Double(text)
      else { return nil }
      return range.contains(number) ? number : nil
    }
  }
}

extension Form where Value == Bool {
  /// `true` or `false`.
  static var flag: Form {
    Form("true or false") { node in
      switch node.plain {
      case "true": true
      case "false": false
      default: nil
      }
    }
  }
}

extension Form where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of some words.
  static func choice(_ type: Value.Type) -> Form {
    Form(list(of: Value.allCases.map(\.rawValue))) { node in node.text.flatMap(Value.init) }
  }
}

/// `a, b or c`.
func list(of words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " or " + last
}
