import Download
import JSON
import Synchronization

/// Proves to a registry who asks: with a token that another server gives for the user and password, or
/// with these themselves.
///
/// Nothing of it goes to any server but the registry and the one that the registry names for tokens,
/// to which a password goes encrypted only, unless the registry is asked without encryption itself.
final class RegistryAuthorizer: WebAuthorizer {
  private struct State {
    var authorization: String?
    var isLookedUp = false
    var credentials: RegistryCredentials?
    var failure: RegistryError?
  }

  private let reference: RegistryReference
  private let root: WebAddress
  private let isPush: Bool
  private let policy: DownloadPolicy
  private let source: CredentialSource
  private let state = Mutex(State())

  init(
    _ reference: RegistryReference, root: WebAddress, isPush: Bool, policy: DownloadPolicy,
    source: CredentialSource
  ) {
    self.reference = reference
    self.root = root
    self.isPush = isPush
    self.policy = policy
    self.source = source
  }

  /// Whether a user is known for the registry.
  var hasCredentials: Bool { state.withLock { $0.credentials != nil } }

  /// Why credentials that are named could not be had; nil where nothing was wrong.
  var failure: RegistryError? { state.withLock { $0.failure } }

  func authorization(for address: WebAddress) -> String? {
    address.hasSameOrigin(as: root) ? state.withLock { $0.authorization } : nil
  }

  func renewed(
    after refused: String?, challenges: [String], for address: WebAddress
  ) throws(DownloadError) -> String? {
    guard address.hasSameOrigin(as: root) else { return nil }
    // Another thread may have got one meanwhile.
    if let current = authorization(for: address), current != refused { return current }
    let credentials = lookUp()
    let all = challenges.flatMap { Challenge.all(in: $0) }
    let value: String?
    if case .bearer(let token) = credentials {
      value = "Bearer \(token)"
    } else if let challenge = all.first(where: { $0.scheme == "bearer" }) {
      value = try token(challenge, credentials).map { "Bearer \($0)" }
    } else if all.contains(where: { $0.scheme == "basic" }) {
      value = credentials?.basic
    } else {
      value = nil
    }
    // Also the same again: busy servers refuse what they took a moment before, and whoever asks does
    // so a few times only.
    guard let value else { return nil }
    state.withLock { $0.authorization = value }
    return value
  }

  /// Looks for credentials once, when they are asked for the first time: a helper may ask its user.
  private func lookUp() -> RegistryCredentials? {
    state.withLock { state in
      guard !state.isLookedUp else { return state.credentials }
      state.isLookedUp = true
      do throws(RegistryError) { state.credentials = try source.credentials(for: reference) } catch
      {
        state.failure = error
      }
      return state.credentials
    }
  }

  /// Asks the server that the registry names for a token (the Docker Registry token specification).
  ///
  /// - Returns: nil where it gives none.
  private func token(
    _ challenge: Challenge, _ credentials: RegistryCredentials?
  ) throws(DownloadError) -> String? {
    guard let realm = challenge.parameters["realm"], var address = root.resolving(realm),
      address.isEncrypted || (!root.isEncrypted && address.hasSameHost(as: root))
    else { return nil }
    var parameters: [(String, String)] = []
    if let service = challenge.parameters["service"] { parameters.append(("service", service)) }
    parameters.append(("scope", "repository:\(reference.name):\(isPush ? "pull,push" : "pull")"))
    var request: WebRequest
    if case .identity(let token) = credentials {
      parameters += [
        ("grant_type", "refresh_token"), ("client_id", "darkroom"), ("refresh_token", token),
      ]
      request = WebRequest(
        .post, address, fields: ["Content-Type: application/x-www-form-urlencoded"],
        body: .bytes(Array(WebAddress.form(parameters).utf8)))
    } else {
      let form = WebAddress.form(parameters)
      address.query = address.query.map { "\($0)&\(form)" } ?? form
      request = WebRequest(.get, address)
    }
    let asker = FixedAuthorizer(credentials?.basic, for: address)
    let reply = try WebExchange(policy, authorizer: asker).answer(to: request, limit: 1 << 20)
    guard reply.status == 200, let value = try? JSONValue(parsing: reply.body),
      let token = value["token"]?.text ?? value["access_token"]?.text,
      CredentialSource.isHeaderText(token)
    else { return nil }
    return token
  }
}

/// Says the same to one server, from the first request on.
private final class FixedAuthorizer: WebAuthorizer {
  private let value: String?
  private let root: WebAddress

  init(_ value: String?, for root: WebAddress) { (self.value, self.root) = (value, root) }

  func authorization(for address: WebAddress) -> String? {
    address.hasSameOrigin(as: root) ? value : nil
  }

  func renewed(
    after refused: String?, challenges: [String], for address: WebAddress
  ) throws(DownloadError) -> String? { nil }
}
