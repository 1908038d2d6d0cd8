import Files
import Glibc
import JSON

/// A program `docker-credential-NAME` that keeps users and passwords, for example in a keychain.
///
/// It reads the registry on standard input and answers with JSON
/// (https://github.com/docker/docker-credential-helpers).
struct CredentialHelper {
  private let program: String
  private let source: String

  /// The most bytes of an answer.
  private static let largest = 1 << 16

  /// Names a program.
  ///
  /// - Parameter source: the file that names it.
  init(name: String, source: String) throws(RegistryError) {
    let isName = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
        || "._-".utf8.contains(byte)
    }
    guard isName, name.utf8.count <= 64 else {
      throw .credentials(
        source: source,
        problem: "names a credential helper with characters that no program of that "
          + "kind has; correct it")
    }
    program = "docker-credential-\(name)"
    self.source = source
  }

  /// Asks for the first of some registries that it knows; nil for none of them.
  func credentials(for keys: [String]) throws(RegistryError) -> RegistryCredentials? {
    // Helpers know hosts, not names of models.
    for key in keys where key.hasPrefix("http") || !key.contains("/") {
      if let found = try credentials(for: key) { return found }
    }
    return nil
  }

  private func credentials(for key: String) throws(RegistryError) -> RegistryCredentials? {
    let (output, status) = try run(input: key)
    guard status == 0 else {
      let text = String(decoding: output.prefix(200), as: UTF8.self).lowercased()
      if text.contains("credentials not found") { return nil }
      throw .credentials(
        source: program,
        problem: "ended with the status \(status); run it by hand, or remove it from "
          + "\(source)")
    }
    guard let value = try? JSONValue(parsing: output), let user = value["Username"]?.text,
      let secret = value["Secret"]?.text
    else {
      throw .credentials(
        source: program,
        problem: "answers something other than a JSON object with Username and "
          + "Secret; is it a credential helper of Docker?")
    }
    if user.isEmpty, secret.isEmpty { return nil }
    return user == "<token>" ? .identity(token: secret) : .password(user: user, password: secret)
  }

  /// Runs the program. What it says on standard error stays there.
  private func run(input: String) throws(RegistryError) -> (output: [UInt8], status: Int32) {
    var (inner, outer): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
    guard pipe(&inner) == 0 else { throw failure(errno) }
    guard pipe(&outer) == 0 else {
      let code = errno
      for end in inner { close(end) }
      throw failure(code)
    }
    // Its own ends are copied; the others would keep it waiting for an end of what it reads.
    for end in inner + outer { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, inner[0], 0)
    posix_spawn_file_actions_adddup2(&actions, outer[1], 1)
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(program), strdup("get"), nil]
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    let code = posix_spawnp(&process, program, &actions, nil, &arguments, environ)
    close(inner[0])
    close(outer[1])
    defer { close(outer[0]) }
    guard code == 0 else {
      close(inner[1])
      throw failure(code)
    }
    let bytes = Array("\(input)\n".utf8)
    // So short that a pipe takes it at once. A program that has ended reads nothing, which its status tells.
    var pipe = sigset_t()
    var before = sigset_t()
    sigemptyset(&pipe)
    sigaddset(&pipe, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &pipe, &before)
    _ = uninterrupted { write(inner[1], bytes, bytes.count) }
    var now = timespec()
    while sigtimedwait(&pipe, nil, &now) == -1, errno == EINTR {}
    pthread_sigmask(SIG_SETMASK, &before, nil)
    close(inner[1])
    var output: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 4096)
    while output.count <= CredentialHelper.largest {
      let count = uninterrupted { read(outer[0], &piece, piece.count) }
      guard count > 0 else { break }
      output += piece[..<count]
    }
    var status: Int32 = 0
    _ = uninterrupted { waitpid(process, &status, 0) }
    // As the macros of wait.h, which Swift cannot import.
    return (output, status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F)
  }

  private func failure(_ code: Int32) -> RegistryError {
    .credentials(
      source: program,
      problem: "cannot be run (\(String(cString: strerror(code)))), though \(source) names it; "
        + "install it, or remove it from there")
  }
}
