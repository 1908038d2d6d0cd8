import Files
import Text

/// Why a key cannot be used or written.
///
/// `source` is the file as the caller named it.
public enum KeyError: Failure, Hashable, Sendable {
  /// The system does not let the file be read or written, or there is one already.
  case file(FileError)
  /// There is no key in PEM form, or more than one, or it was cut or changed.
  case notPEM(source: String, expected: String)
  /// The private key is protected by a password.
  case encrypted(source: String)
  /// It holds something else, such as a public key in place of a private one.
  case wrongKind(source: String, found: String, expected: String)
  /// It is a key, but of another curve or algorithm.
  case otherAlgorithm(source: String, found: String)
  /// Others than its owner may read the private key.
  case exposed(source: String)
  /// It is no key of the curve P-256, or was changed.
  case unusable(source: String)

  /// A sentence for people.
  public var description: String {
    switch self {
    case .file(let error): "\(error)"
    case .notPEM(let source, let expected):
      "\(source): does not hold one key in PEM form, from -----BEGIN \(expected)----- to "
        + "-----END \(expected)-----; name the file that does"
    case .encrypted(let source):
      "\(source): is protected by a password, which is not supported; remove it into a file of your "
        + "own with openssl pkcs8 -in \(source) -out KEY.pem, or make a new key"
    case .wrongKind(let source, let found, let expected):
      "\(source): holds a \(found), where a \(expected) of the curve P-256 (prime256v1) is "
        + "needed"
    case .otherAlgorithm(let source, let found):
      "\(source): holds \(found), where \(KeyAlgorithm.p256.name) is needed, the only one that is "
        + "supported; make one with darkroom keygen or openssl ecparam -name prime256v1 -genkey"
    case .exposed(let source):
      "\(source): others may read this private key, so it is not used; chmod 600 \(source), and make "
        + "a new key where somebody may have read it"
    case .unusable(let source):
      "\(source): is no key of the curve P-256 (prime256v1), the only one that is supported, or was "
        + "changed; make one with darkroom keygen or openssl ecparam -name prime256v1 -genkey"
    }
  }
}

extension KeyError {
  /// What can be done about it.
  public var category: FailureCategory {
    switch self {
    case .file(let error): error.category
    case .exposed: .unreadable
    case .notPEM, .encrypted, .wrongKind, .otherAlgorithm, .unusable: .malformed
    }
  }
}
