import ArgumentParser
import Pipeline
import Provenance
import Text

struct KeygenCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keygen",
    abstract: "Make a key to sign models with.",
    discussion: """
      The private key (ECDSA P-256, PEM) is for its owner alone; the public one, beside it with \
      .pub at its end, is what others verify with. Files that are there are never replaced.
      """)

  @Argument(help: "Where the private key is written.", completion: .file(extensions: ["pem"]))
  var path: String

  func run() throws {
    let key = try SigningKey.createPair(at: path)
    try Console.result(
      "\(path): the private key; keep it to yourself\n\(path)\(SigningKey.publicSuffix): the public "
        + "key \(key.verificationKey.id)")
  }
}
