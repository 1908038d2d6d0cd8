/// An SPDX licence expression: https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/
///
/// Two expressions are equal when they are written alike after capitals, brackets that change
/// nothing and white space are set right; the order of alternatives counts.
public struct LicenseExpression: Hashable, Sendable, CustomStringConvertible {
  /// How an expression is composed.
  public indirect enum Form: Hashable, Sendable {
    /// One licence.
    case term(LicenseTerm)
    /// All of them hold: `AND`.
    case all([Form])
    /// One of them may be chosen: `OR`.
    case any([Form])
  }

  /// How it is composed; lists have two elements or more, none of the same kind.
  public let form: Form

  /// Reads an expression.
  ///
  /// Identifiers that SPDX does not list are let through, since its list grows; ask `unlisted`.
  ///
  /// - Throws: `LicenseSyntaxError` with the place.
  public init(_ text: String) throws(LicenseSyntaxError) {
    var parser = LicenseParser(text)
    form = try parser.expression()
  }

  /// As SPDX writes it, with no more brackets than are needed.
  public var description: String { LicenseExpression.text(form) }

  private static func text(_ form: Form) -> String {
    switch form {
    case .term(let term): term.description
    case .any(let forms): forms.map(text).joined(separator: " OR ")
    case .all(let forms):
      forms.map { if case .any = $0 { "(\(text($0)))" } else { text($0) } }
        .joined(separator: " AND ")
    }
  }

  /// Every licence in it, from left to right, each once.
  public var terms: [LicenseTerm] {
    var seen: Set<LicenseTerm> = []
    return LicenseExpression.terms(of: form).filter { seen.insert($0).inserted }
  }

  private static func terms(of form: Form) -> [LicenseTerm] {
    switch form {
    case .term(let term): [term]
    case .all(let forms), .any(let forms): forms.flatMap(terms)
    }
  }

  /// The identifiers that are neither on SPDX's list nor declared as the author's own.
  public var unlisted: [String] { terms.flatMap(\.unlisted) }
}

/// A licence with what belongs to it, the smallest part of an expression.
public struct LicenseTerm: Hashable, Sendable, CustomStringConvertible {
  /// `MIT`, `LicenseRef-YOLO-2` or `DocumentRef-a:LicenseRef-b`; listed ones as the list spells them.
  public let license: String
  /// Whether later versions may be chosen: `+`.
  public let isOrLater: Bool
  /// What follows `WITH`: an exception, or an `AdditionRef-`.
  public let exception: String?

  /// As SPDX writes it.
  public var description: String {
    license + (isOrLater ? "+" : "") + (exception.map { " WITH \($0)" } ?? "")
  }

  /// The identifiers that are neither on SPDX's list nor declared as the author's own.
  public var unlisted: [String] {
    let isOwn = license.hasPrefix("LicenseRef-") || license.hasPrefix("DocumentRef-")
    var ids = isOwn || LicenseList.license(license) != nil ? [] : [license]
    if let exception, LicenseList.exception(exception) == nil,
      !exception.hasPrefix("AdditionRef-"), !exception.hasPrefix("DocumentRef-")
    {
      ids.append(exception)
    }
    return ids
  }
}

extension LicenseExpression {
  /// The identifiers whose texts belong to the expression: licences and exceptions, each once.
  public var textIDs: [String] {
    var seen: Set<String> = []
    return terms.flatMap { [$0.license] + ($0.exception.map { [$0] } ?? []) }
      .filter { seen.insert($0).inserted }
  }
}
