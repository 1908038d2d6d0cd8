import Digests
import Provenance
import Text

/// Why a model does not get into a registry or out of it, where no other room says why.
public enum RegistryError: Failure, LinedError, Hashable, Sendable {
  /// The text is no reference, or not one that does.
  case reference(_ text: String, _ problem: String)
  /// Unencrypted transport to a registry that is not on this machine.
  case plainHTTP(host: String)
  /// Credentials that are named cannot be had.
  case credentials(source: String, problem: String)
  /// The registry does not let it be done.
  case unauthorized(_ reference: RegistryReference, isPush: Bool, hasCredentials: Bool)
  /// There is no such thing.
  case absent(_ reference: RegistryReference, _ what: String)
  /// The registry refuses, with a status and the codes of its errors.
  case status(_ reference: RegistryReference, _ what: String, code: Int, errors: [String])
  /// What a registry or a zoo answers is not what it should be.
  case malformed(_ place: String, _ problem: String)
  /// The registry gives other bytes than those of the digest.
  case changed(_ reference: RegistryReference, _ what: String, expected: Digest, found: Digest)
  /// The folder cannot be pushed.
  case folder(_ path: String, _ problem: String)
  /// The folder that is to be made is in use.
  case target(_ path: String, _ problem: String)
  /// What was to be proven was not asked for.
  case unproven(_ reference: RegistryReference)
  /// A version that stays what it is names another model.
  case taken(_ reference: RegistryReference, Digest)
  /// The reference names another version than the one that is meant.
  case otherVersion(_ reference: RegistryReference)
  /// The publisher has withdrawn it.
  case withdrawn(_ name: String, Withdrawal)
  /// What was to be proven does not hold.
  case notVerified(_ place: String, [Lines], _ outcome: String)

  /// How many findings are listed.
  private static let mostLines = 20
}

extension RegistryError {
  /// What can be done about it.
  public var category: FailureCategory {
    switch self {
    case .reference, .plainHTTP, .unproven, .taken, .otherVersion: .usage
    case .credentials, .unauthorized, .absent, .status: .unreadable
    case .malformed, .folder: .malformed
    case .target: .unwritable
    case .changed, .notVerified, .withdrawn: .refused
    }
  }

  /// What was found, where, and how to resolve it.
  public var lines: Lines {
    switch self {
    case .reference(let text, let problem): return "\(text): \(problem)"
    case .plainHTTP(let host):
      return
        "\(host): is not on this machine, and everybody on the way to it could read and change "
        + "what is sent without encryption; use a registry with https, or insist\(with: .insecure)"
    case .credentials(let source, let problem): return "\(source): \(problem)"
    case .unauthorized(let reference, let isPush, let hasCredentials):
      let what = isPush ? "push to" : "read"
      return hasCredentials
        ? "\(reference): the registry does not let the user that is logged in \(what) it; check the "
          + "name and the rights, or log in as another with `docker login \(reference.host)`"
        : "\(reference): the registry wants to know who is to \(what) it, or there is no such name; "
          + "log in with `docker login \(reference.host)`, whose credentials are read, or set "
          + "\(CredentialSource.tokenVariable)"
    case .absent(let reference, let what):
      return "\(reference): there is no \(what); `darkroom tags "
        + "\(RegistryReference.prefix)\(reference.host)/\(reference.name)` lists what there is"
    case .status(let reference, let what, let code, let errors):
      let words = errors.isEmpty ? "" : " (\(errors.joined(separator: ", ")))"
      return
        "\(reference): the registry answered \(code)\(words) to \(what); check the name, or ask "
        + "whoever runs the registry"
    case .changed(let reference, let what, let expected, let found):
      return "\(reference): \(what) has the SHA-256 \(found), where \(expected) is expected; the "
        + "registry or somebody on the way changed it: do not use it, and tell whoever runs the registry"
    case .malformed(let place, let problem), .folder(let place, let problem),
      .target(let place, let problem):
      return "\(place): \(problem)"
    case .unproven(let reference):
      return "\(reference): without the public key of the publisher nothing proves who made the "
        + "model: whoever can write to the registry can put another one there, with digests, manifest "
        + "and records that fit. Have the key from elsewhere than the registry, and give it\(with: .key); "
        + "or take the model as it is\(with: .unverified)"
    case .taken(let reference, let digest):
      return
        "\(reference): names sha256:\(digest) already, and a version stays what it is; give the new "
        + "one a tag of its own"
    case .otherVersion(let reference):
      return
        "\(reference): is another version than the one that was published from here last; name "
        + "the tag or the digest of that one"
    case .withdrawn(let name, let withdrawal):
      let successor = withdrawal.successor.map { "; and names in its place: \($0)" } ?? ""
      return
        "\(name): was withdrawn by its publisher, who says: \"\(withdrawal.reason)\"\(successor). "
        + "Take it nevertheless\(with: .withdrawn)"
    case .notVerified(let place, let findings, let outcome):
      let rest: [Lines] =
        findings.count > RegistryError.mostLines
        ? ["and \(findings.count - RegistryError.mostLines) more"] : []
      return
        (["\(place): does not hold what it promises; \(outcome):"]
        + findings.prefix(RegistryError.mostLines).map { "  \($0)" } + rest).joined()
    }
  }
}
