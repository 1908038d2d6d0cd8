import Digests
import Files
import JSON
import Text

/// Which licences may go into a release.
///
/// A licence that is not known is never allowed, nor is one that SPDX does not list and that the
/// policy does not name.
public struct LicensePolicy: Hashable, Sendable {
  /// The version of the form of policy files, and the latest that is read.
  public static let schemaVersion = 1

  /// What may be used whatever its licence, by its hash, with the reason.
  public struct Exemption: Hashable, Sendable {
    /// The SHA-256 of the file.
    public var digest: Digest
    /// Why it may be used.
    public var reason: String

    /// Exempts a file.
    public init(digest: Digest, reason: String) {
      self.digest = digest
      self.reason = reason
    }
  }

  /// The licences that are allowed, with or without an exception.
  public var allowed: Set<LicenseTerm>
  /// What is exempt.
  public var exemptions: [Exemption]

  /// Allows licences.
  public init(allowed: Set<LicenseTerm>, exemptions: [Exemption] = []) {
    self.allowed = allowed
    self.exemptions = exemptions
  }

  /// Reads a list of licences with commas between them: `MIT,Apache-2.0,LicenseRef-YOLO-2`.
  ///
  /// - Throws: `LicensePolicyError` with every element that is no licence.
  public init(allowing list: String) throws(LicensePolicyError) {
    var allowed: Set<LicenseTerm> = []
    var problems: [String] = []
    for element in list.split(separator: ",", omittingEmptySubsequences: false) {
      do throws(LicensePolicyError.Reason) {
        allowed.insert(try LicensePolicy.term(String(element)))
      } catch { problems.append(error.text) }
    }
    guard problems.isEmpty else { throw LicensePolicyError(problems: problems) }
    self.init(allowed: allowed)
  }

  /// Reads one element of a list.
  static func term(_ text: String) throws(LicensePolicyError.Reason) -> LicenseTerm {
    let expression: LicenseExpression
    do throws(LicenseSyntaxError) {
      expression = try LicenseExpression(text)
    } catch { throw LicensePolicyError.Reason(text: error.description) }
    guard case .term(let term) = expression.form else {
      throw LicensePolicyError.Reason(
        text:
          "'\(expression)' is not one licence; list its parts, as all of AND and one of OR must "
          + "be allowed")
    }
    guard term.unlisted.isEmpty else {
      throw LicensePolicyError.Reason(
        text: "'\(term.unlisted.joined(separator: "', '"))' is not on SPDX's list "
          + "\(LicenseList.version); correct it, or write LicenseRef-NAME")
    }
    return term
  }
}

/// Why a list of licences is none.
public struct LicensePolicyError: Failure, LinedError, Hashable, Sendable {
  /// What is wrong, for each element that is.
  public let problems: [String]

  /// A line for each problem.
  public var lines: Lines { problems.map { "\($0)" }.joined() }

  /// What is wrong with one element.
  struct Reason: Error {
    let text: String
  }
}

extension LicensePolicyError {
  /// What can be done about it.
  public var category: FailureCategory {
    .malformed
  }
}

extension LicensePolicy {
  /// Why a licence is not allowed; nil for one that is.
  public func refusal(of license: LicenseStatement) -> String? {
    switch license {
    case .noAssertion: return "its licence is not known (NOASSERTION)"
    case .noLicense: return "has no licence (NONE)"
    case .expression(let expression):
      if allows(expression.form) { return nil }
      let refused = expression.terms.filter { !allows($0) }.map(\.description)
      return "\(expression) is not allowed, for want of \(refused.joined(separator: ", "))"
    }
  }

  private func allows(_ form: LicenseExpression.Form) -> Bool {
    switch form {
    case .term(let term): allows(term)
    case .all(let forms): forms.allSatisfy(allows)
    case .any(let forms): forms.contains(where: allows)
    }
  }

  /// Whoever may use a licence may also choose it from later ones, and use it with an exception that
  /// SPDX lists, as those only permit more; an addition of somebody's own may forbid something.
  private func allows(_ term: LicenseTerm) -> Bool {
    guard term.unlisted.isEmpty else { return false }
    var forms = [term]
    if term.isOrLater {
      forms.append(
        LicenseTerm(license: term.license, isOrLater: false, exception: term.exception))
    }
    if let exception = term.exception, LicenseList.exception(exception) != nil {
      forms += forms.map {
        LicenseTerm(license: $0.license, isOrLater: $0.isOrLater, exception: nil)
      }
    }
    return forms.contains(where: allowed.contains)
  }

  /// Why a file may not be used; nil for one that may.
  private func refusal(of license: LicenseStatement, _ digest: Digest) -> String? {
    exemptions.contains { $0.digest == digest } ? nil : refusal(of: license)
  }

  /// Everything in records that may not go into a release, in their order: artifacts, materials that
  /// are others' work, and calibration images. Tools and data that only measured do not go in.
  public func refusals(in records: [ProvenanceRecord]) -> [String] {
    var seen: Set<String> = []
    return records.flatMap { record in
      let artifact = record.artifact
      var refusals: [String?] = [
        refusal(of: artifact.license, artifact.file.digest).map {
          "artifact \(shown(artifact.file.name)): \($0)"
        }
      ]
      refusals += record.materials.filter(\.role.isOthersWork).map { material in
        refusal(of: material.license, material.file.digest).map {
          "\(material.role) \(shown(material.file.name)): \($0)"
        }
      }
      if let calibration = record.calibration {
        refusals.append(
          refusal(of: calibration.license, calibration.digest).map {
            "calibration \(shown(calibration.name)): \($0)"
          })
      }
      return refusals.compactMap { $0 }
    }.filter { seen.insert($0).inserted }
  }
}

extension LicensePolicy {
  /// Reads a policy file: `{"schemaVersion": 1, "allow": ["MIT", ...], "exempt": [{"sha256": ...,
  /// "reason": ...}]}`.
  ///
  /// It is written by hand and has no checksum. Fields that are not known are refused, because one
  /// that was meant to forbid something must not be passed over.
  ///
  /// - Throws: `DocumentError` when it cannot be read, is of a newer schema, or has wrong fields, all
  ///   of which are named.
  public init(contentsOf path: String) throws(DocumentError) {
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path: path) } catch { throw .file(error) }
    let value = try file.withUnsafeBytes { bytes throws(DocumentError) in
      try Document.parse(bytes, source: path, rules: .strict.limited(to: 1 << 20))
    }
    var problems = DocumentProblems()
    var reader = ObjectReader(value, place: "", &problems)
    let version = reader.whole("schemaVersion", &problems)
    if let version, version > LicensePolicy.schemaVersion {
      throw .newerSchema(source: path, found: version, known: LicensePolicy.schemaVersion)
    }
    if reader.isObject, reader.rest["allow"] == nil {
      problems.add("", "the key 'allow' is missing")
    }
    var allowed: Set<LicenseTerm> = []
    for (index, text) in reader.texts("allow", &problems).enumerated() {
      do throws(LicensePolicyError.Reason) {
        allowed.insert(try LicensePolicy.term(text))
      } catch { problems.add("allow[\(index)]", error.text) }
    }
    let exemptions: [Exemption] = reader.parts("exempt", &problems)
    for key in reader.rest.keys.sorted() {
      problems.add(key, "is not known; a policy has 'schemaVersion', 'allow' and 'exempt'")
    }
    try problems.check(path)
    self.init(allowed: allowed, exemptions: exemptions)
  }
}

extension LicensePolicy.Exemption: DocumentPart {
  init?(_ value: JSONValue, place: String, _ problems: inout DocumentProblems) {
    var reader = ObjectReader(value, place: place, &problems)
    let digest = reader.digest("sha256", &problems)
    let reason = reader.text("reason", &problems)
    for key in reader.rest.keys.sorted() {
      problems.add(reader.place(of: key), "is not known; an exemption has 'sha256' and 'reason'")
    }
    guard let digest, let reason else { return nil }
    self.init(digest: digest, reason: reason)
  }

  var json: JSONValue {
    .object(["sha256": .text(digest.description), "reason": .text(reason)])
  }
}
