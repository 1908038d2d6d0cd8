import Foundation
import TestSupport

/// A web server that speaks TLS and gives everybody the same answer.
///
/// It is a program of its own, in Python, whose standard library has a TLS server.
final class SecureServer: Sendable {
  let port: Int
  private let process: Process
  /// The program ends when this does, also where the tests are killed.
  private let input = Pipe()
  private let folder: TemporaryFolder

  init(_ certificate: TestCertificate, answer: [UInt8]) throws {
    folder = try TemporaryFolder()
    try Data("\(certificate.key)\n\(certificate.certificate)\n".utf8)
      .write(to: URL(fileURLWithPath: folder.path("identity.pem")))
    try Data(answer).write(to: URL(fileURLWithPath: folder.path("answer")))
    let output = Pipe()
    process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c", SecureServer.program, folder.path("identity.pem"), folder.path("answer"),
    ]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
      throw ServerError(code: 0)
    }
    self.port = port
  }

  deinit { process.terminate() }

  private static let program = """
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
