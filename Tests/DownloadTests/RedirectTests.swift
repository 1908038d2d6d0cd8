import Testing

@testable import Download

@Suite struct RedirectTests {
  private let bytes = Samples.bytes(5000)

  @Test("Redirects are followed from host to host") func theyAreFollowedFromHostToHost() throws {
    let file = ServedFile(bytes: bytes)
    let other = try HostileServer { request, connection in
      guard request.target == "/a/c%20d?e" else { return connection.answer(404) }
      file.answer(request, connection)
    }
    let place = "http://localhost:\(other.port)"
    let server = try HostileServer { request, connection in
      switch request.target {
      case "/301": connection.answer(301, ["Location": "/302?q"])
      case "/302?q": connection.answer(302, ["Location": "x/y/z"])
      case "/x/y/z": connection.answer(303, ["Location": "../../307"])
      case "/307": connection.answer(307, ["Location": "?308"])
      case "/307?308": connection.answer(308, ["Location": "\(place)/a/b/../c d?e#f"])
      default: connection.answer(404)
      }
    }
    let result = try Trial(
      [server.url("/301")], accepted: Samples.accepted(bytes)
    ).succeeds(with: bytes)
    #expect(result.address.map { "\($0)" } == server.url("/301"))
    #expect(server.requests.count == 5 && other.requests.count == 1)
  }

  @Test("Circular, overlong and unsupported redirects end with an error")
  func circlesAndLongWaysEnd()
    throws
  {
    let server = try HostileServer { request, connection in
      switch request.target {
      case "/self": connection.answer(302, ["Location": "/self"])
      case "/a": connection.answer(302, ["Location": "/b"])
      case "/b": connection.answer(302, ["Location": "/a"])
      case "/no": connection.answer(302)
      case "/ftp": connection.answer(302, ["Location": "ftp://me:secret@host/x"])
      case "/file": connection.answer(302, ["Location": "file:///etc/passwd"])
      default:
        let number = Int(request.target.dropFirst()) ?? 0
        connection.answer(302, ["Location": "/\(number + 1)"])
      }
    }
    let expected: [(String, FailureReason)] = [
      ("/self", .redirectLoop(to: server.url("/self"))),
      ("/a", .redirectLoop(to: server.url("/a"))), ("/no", .badRedirect), ("/ftp", .badRedirect),
      ("/file", .badRedirect), ("/1", .tooManyRedirects(limit: 10)),
    ]
    let failures = try Trial(expected.map { server.url($0.0) }).failures()
    #expect(failures.map(\.reason) == expected.map(\.1))
    #expect(server.requests.filter { Int($0.target.dropFirst()) != nil }.count == 11)
    let message = "\(DownloadError.failed(failures))"
    #expect(message.contains("in a circle") && message.contains("more than 10 times"))
    #expect(!message.contains("secret"))
  }
}
