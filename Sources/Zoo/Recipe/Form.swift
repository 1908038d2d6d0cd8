import Digests
import Provenance
import Quantization
import Text

/// What a value looks like: a recipe's text becomes a typed value here, or is refused.
struct Form<Value> {
  /// Why a value does not fit; nil where it is enough to say what is needed.
  struct Misfit: Error {
    var reason: String?
  }

  /// What is needed, as in "where a whole number is needed".
  let words: String
  private let read: (RecipeNode) throws(Misfit) -> Value

  /// A form by what is needed and how it is read.
  init(_ words: String, _ read: @escaping (RecipeNode) throws(Misfit) -> Value) {
    self.words = words
    self.read = read
  }

  /// A form of which there is nothing more to say than what is needed.
  init(_ words: String, _ read: @escaping (RecipeNode) -> Value?) {
    self.init(words) { (node) throws(Misfit) -> Value in
      guard let value = read(node) else { throw Misfit() }
      return value
    }
  }

  /// The same with something made of the value.
  func map<Other>(_ body: @escaping (Value) -> Other) -> Form<Other> {
    Form<Other>(words) { (node) throws(Form<Other>.Misfit) -> Other in
      do throws(Misfit) { return body(try read(node)) } catch {
        throw Form<Other>.Misfit(reason: error.reason)
      }
    }
  }

  /// The value; nil and a problem when it does not fit.
  func value(of node: RecipeNode, for key: String, _ problems: RecipeProblems) -> Value? {
    do throws(Misfit) {
      return try read(node)
    } catch {
      let message = error.reason ?? "is \(node.summary), where \(words) is needed"
      problems.add(node.location, "\(key): \(message)")
      return nil
    }
  }
}

extension Form where Value == Int {
  /// A whole number, in decimal digits and without quotes.
  static func whole(_ range: ClosedRange<Int>) -> Form {
    Form("a whole number of \(range.lowerBound) to \(range.upperBound)") { node in
      guard let text = node.plain, let number = Int(text), "\(number)" == text else { return nil }
      return range.contains(number) ? number : nil
    }
  }
}

extension Form where Value == RandomSeed {
  /// A whole number of 64 bits, in decimal digits and without quotes.
  static var seed: Form {
    Form("a whole number of -2^63 to 2^64 - 1") { node in
      guard let text = node.plain, let seed = RandomSeed(text), "\(seed)" == text else {
        return nil
      }
      return seed
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

extension Form where Value == QuantizationOption.Value {
  /// What an option of a quantization may be.
  static func option(_ option: QuantizationOption) -> Form {
    switch option.form {
    case .choice(let words):
      Form(option.expectation) { node in
        node.text.flatMap { words.contains($0) ? .choice($0) : nil }
      }
    case .flag: Form<Bool>.flag.map { .flag($0) }
    case .number(let range): Form<Double>.number(range).map { .number($0) }
    case .whole(let range): Form<Int>.whole(range).map { .whole($0) }
    }
  }
}

/// `a, b or c`.
func list(of words: [String]) -> String {
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " or " + last
}

extension Form where Value == LicenseStatement {
  /// What is known of a licence.
  static var license: Form {
    Form("an SPDX licence expression, NONE or NOASSERTION") { (node) throws(Misfit) -> Value in
      guard let text = node.text else { throw Misfit() }
      let statement: LicenseStatement
      do throws(LicenseSyntaxError) {
        statement = try LicenseStatement(text)
      } catch { throw Misfit(reason: error.description) }
      if case .expression(let expression) = statement, let unlisted = expression.unlisted.first {
        throw Misfit(
          reason: "\(quoted(unlisted)) is not on SPDX's list \(LicenseList.version); correct "
            + "it, or write LicenseRef-NAME")
      }
      return statement
    }
  }
}

extension Form where Value == Set<LicenseTerm> {
  /// A licence that is allowed.
  static var allowedLicense: Form {
    Form("one SPDX licence") { (node) throws(Misfit) -> Value in
      guard let text = node.text else { throw Misfit() }
      guard !text.contains(",") else {
        throw Misfit(reason: "holds several licences; write each as an entry of its own")
      }
      do throws(LicensePolicyError) {
        return try LicensePolicy(allowing: text).allowed
      } catch { throw Misfit(reason: error.description) }
    }
  }
}

extension Form where Value == Digest {
  /// A SHA-256.
  static var digest: Form {
    Form("a SHA-256 of 64 lower-case hexadecimal digits") { node in
      node.text.flatMap { Digest(hexadecimal: $0) }
    }
  }
}

extension Form where Value == Digest? {
  /// A SHA-256, or the word for an unknown one.
  static var digestOrUnknown: Form {
    Form("a SHA-256 of 64 lower-case hexadecimal digits, or unknown") {
      (node) throws(Misfit) -> Digest? in
      if node.text == "unknown" { return nil }
      guard let digest = node.text.flatMap({ Digest(hexadecimal: $0) }) else { throw Misfit() }
      return digest
    }
  }
}
