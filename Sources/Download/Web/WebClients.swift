import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// The HTTP clients of one download: one for each way to a server.
///
/// All share the process's event loops, so that a download starts no threads.
final class WebClients {
  private enum Way: Hashable {
    case direct
    case secure(host: String)
    case tunnel(Proxy, host: String)
    case forwarding
  }

  private let policy: DownloadPolicy
  private var clients: [Way: HTTPClient] = [:]
  /// One loop for connections and for what they tell: between two, bytes would be on the way when a
  /// connection breaks, and be lost.
  private lazy var loop = HTTPClient.defaultEventLoopGroup.next()

  init(_ policy: DownloadPolicy) { self.policy = policy }

  /// Closes all connections. To be called once, at the end.
  func shutDown() {
    // It fails only where it was done already.
    for client in clients.values { try? client.syncShutdown() }
    clients = [:]
  }

  /// Sends a request and waits for the head of the answer.
  func send(_ address: WebAddress, headers: HTTPHeaders) throws(Setback) -> WebResponse {
    let (client, proxy) = try way(to: address)
    var headers = headers
    headers.add(name: "user-agent", value: policy.userAgent)
    headers.add(name: "accept", value: "*/*")
    headers.add(name: "accept-encoding", value: "identity")
    if let credentials = address.credentials {
      headers.add(name: "authorization", value: credentials.authorization.headerValue)
    }
    var server = address
    if let proxy, !address.isSecure {
      headers.add(name: "host", value: address.authority)
      if let credentials = proxy.credentials {
        headers.add(name: "proxy-authorization", value: credentials.authorization.headerValue)
      }
      (server.host, server.port) = (proxy.host, proxy.port)
    }
    let exchange = Exchange()
    let task: HTTPClient.Task<Void>
    do {
      let request = try HTTPClient.Request(url: server.url, headers: headers)
      task = client.execute(
        request: request, delegate: exchange, eventLoop: .delegateAndChannel(on: loop))
    } catch {
      throw .failed(FailureReason(error, address: address, proxy: proxy, received: 0))
    }
    // The client ends a connection that is not made in time; the answer's time comes on top.
    switch exchange.next(within: policy.connectTimeout + policy.idleTimeout) {
    case .head(let head):
      return WebResponse(
        head: head, address: address, proxy: proxy, exchange: exchange, task: task)
    case .failure(let error):
      throw .failed(FailureReason(error, address: address, proxy: proxy, received: 0))
    case .body, .end:
      throw .failed(.notHTTP(problem: "it has no head"))
    case nil:
      task.cancel()
      exchange.finish()
      throw .failed(.stalled(after: policy.connectTimeout + policy.idleTimeout, received: 0))
    }
  }

  private func way(to address: WebAddress) throws(Setback) -> (HTTPClient, Proxy?) {
    do throws(DownloadError) {
      let proxy = try Proxy.choose(for: address, in: policy.environment)
      let way: Way =
        switch (address.isSecure, proxy) {
        case (true, let proxy?): .tunnel(proxy, host: address.host)
        case (true, nil): .secure(host: address.host)
        case (false, nil): .direct
        case (false, _): .forwarding
        }
      if let client = clients[way] { return (client, proxy) }
      let client = try makeClient(way)
      clients[way] = client
      return (client, proxy)
    } catch { throw .fatal(error) }
  }

  private func makeClient(_ way: Way) throws(DownloadError) -> HTTPClient {
    var pool = HTTPClient.Configuration.ConnectionPool()
    // Tries are counted and paused between here.
    pool.retryConnectionEstablishment = false
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: HTTPClient.Configuration.Timeout(
        connect: .nanoseconds(policy.connectTimeout.nanoseconds)),
      connectionPool: pool)
    // One request at a time gains nothing from HTTP/2.
    configuration.httpVersion = .http1Only
    switch way {
    case .direct: break
    case .secure(let host): try secure(&configuration, host: host)
    case .forwarding: configuration.http1_1ConnectionDebugInitializer = AbsoluteForm.add
    case .tunnel(let proxy, let host):
      try secure(&configuration, host: host)
      configuration.proxy =
        if let credentials = proxy.credentials {
          .server(
            host: proxy.host, port: proxy.port, authorization: credentials.authorization)
        } else {
          .server(host: proxy.host, port: proxy.port)
        }
    }
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  private func secure(
    _ configuration: inout HTTPClient.Configuration, host: String
  ) throws(DownloadError) {
    configuration.tlsConfiguration = try TrustRoots.configuration(policy.environment)
    configuration.http1_1ConnectionDebugInitializer = { ServerIdentity.check($0, host: host) }
  }
}

extension WebAddress.Credentials {
  fileprivate var authorization: HTTPClient.Authorization {
    .basic(username: user, password: password)
  }
}

extension Duration {
  fileprivate var nanoseconds: Int64 {
    components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }
}
