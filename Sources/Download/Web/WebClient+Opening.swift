extension WebClient {
  private static let redirects: Set<Int> = [301, 302, 303, 307, 308]
  /// Those that say that the same is to be asked, with its body.
  private static let repeatedRedirects: Set<Int> = [307, 308]
  /// How often a request is sent with something else that proves who asks.
  private static let mostRenewals = 2

  /// Sends a request, follows where the server says that it is to be asked, and proves who asks where
  /// that is wanted.
  ///
  /// What proves it is told to the server of the request alone, never to one that a redirect names.
  func open(
    _ request: WebRequest, _ authorizer: (any WebAuthorizer)? = nil
  ) throws(RequestFailure) -> WebResponse {
    var authorization = authorizer?.authorization(for: request.address)
    var response = try follow(request, authorization)
    guard let authorizer else { return response }
    for _ in 0..<WebClient.mostRenewals
    where response.head.status == 401 && response.address.hasSameOrigin(as: request.address) {
      do throws(DownloadError) {
        let renewed = try authorizer.renewed(
          after: authorization, challenges: response.head["www-authenticate"], for: request.address)
        guard let renewed else { return response }
        authorization = renewed
      } catch { throw .fatal(error) }
      response = try follow(request, authorization)
    }
    return response
  }

  private func follow(
    _ request: WebRequest, _ authorization: String?
  ) throws(RequestFailure) -> WebResponse {
    var current = request
    var visited: Set = [request.address]
    let followed =
      request.method.isOfReading ? WebClient.redirects : WebClient.repeatedRedirects
    for _ in 0...policy.mostRedirects {
      let isKnown = current.address.hasSameOrigin(as: request.address)
      let response = try send(current, authorization: isKnown ? authorization : nil)
      guard followed.contains(response.head.status) else { return response }
      guard let location = response.head.first("location"),
        let next = current.address.resolving(location)
      else { throw .failed(.badRedirect) }
      guard next.isSecure || !current.address.isSecure else {
        throw .failed(.insecureRedirect(to: "\(next)"))
      }
      guard visited.insert(next).inserted else { throw .failed(.redirectLoop(to: "\(next)")) }
      current.address = next
    }
    throw .failed(.tooManyRedirects(limit: policy.mostRedirects))
  }
}
