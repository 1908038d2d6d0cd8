import Foundation
import TestSupport

/// A web server that speaks TLS and gives everybody the same answer.
///
/// It is a program of its own, in Python, whose standard library has a TLS server.
final class SecureServer: Sendable {
  let port: Int
  private let program: StartedProgram
  /// The program ends when this does, also where the tests are killed.
  private let input = Pipe()
  private let folder: TemporaryFolder

  init(_ certificate: TestCertificate, answer: [UInt8]) throws {
    folder = try TemporaryFolder()
    try Data("\(certificate.key)\n\(certificate.certificate)\n".utf8)
      .write(to: URL(fileURLWithPath: folder.path("identity.pem")))
    try Data(answer).write(to: URL(fileURLWithPath: folder.path("answer")))
    program = try StartedProgram(
      "/usr/bin/env",
      ["python3", "-c", SecureServer.source, folder.path("identity.pem"), folder.path("answer")],
      input: input)
    let deadline = Date(timeIntervalSinceNow: 60)
    var line = ""
    while !line.hasSuffix("\n"), program.isRunning, Date() < deadline {
      usleep(2000)
      line = try program.outputSoFar()
    }
    guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw ServerError(code: 0)
    }
    self.port = port
  }

  private static let source = """
    import os, socket, ssl, sys, threading

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1])
    answer = open(sys.argv[2], "rb").read()
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)

    def serve(connection):
        # A client that does not trust the certificate goes away in the middle of the handshake.
        try:
            connection = context.wrap_socket(connection, server_side=True)
            head = b""
            while not head.endswith(b"\\r\\n\\r\\n"):
                piece = connection.recv(4096)
                if not piece:
                    return
                head += piece
            connection.sendall(answer)
            connection.unwrap()
        except OSError:
            pass
        finally:
            connection.close()

    def wait():
        sys.stdin.read()
        os._exit(0)

    print(listener.getsockname()[1], flush=True)
    threading.Thread(target=wait, daemon=True).start()
    while True:
        threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
    """
}
