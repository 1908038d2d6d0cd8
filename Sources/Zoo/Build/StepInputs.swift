import Digests
import Evaluation
import Files
import JSON
import Pipeline
import Provenance
import Revision

/// All that a step of a build depends on.
///
/// The SHA-256 of its canonical JSON is the key that the result is kept under. Values are compared,
/// never texts for people.
struct StepInputs: Codable, Hashable, Sendable {
  /// The annotations of an evaluation.
  struct Annotations: Codable, Hashable, Sendable {
    /// The name without folders.
    var name: String
    /// The SHA-256 of the file, or of those in a folder.
    var digest: Digest
    /// Its size; nil of a folder.
    var size: Int?
  }

  private enum CodingKeys: String, CodingKey {
    case program, model, options, files, statements, detectionProtocol, annotations
    case images = "pictures"
  }

  /// The program that does it.
  var program = StepInputs.tool
  /// What the model is called: files tell it, so models of the same bytes share none.
  var model = ""
  /// The options of the command, each in canonical JSON.
  var options: [String: String] = [:]
  /// The files that go in, by names for people.
  var files: [String: Digest] = [:]
  /// What is said of them, for the records.
  var statements: [String: String] = [:]
  /// How detections are made.
  var detectionProtocol: EvaluationProtocol?
  /// The images that are looked at, by their names.
  var images: [String: Digest] = [:]
  /// What detections are judged by.
  var annotations: Annotations?

  /// The program, by its sources: a commit that changes none of them makes no other program, an edit
  /// that is not committed does.
  static var tool: String {
    let tool = Tool.darkroom
    return [tool.name, tool.version, Revision.sources, tool.configuration].compactMap(\.self)
      .joined(separator: " ")
  }

  /// Takes the options of a command.
  mutating func add(_ command: Command) {
    for (name, value) in command.parameters {
      options[name] = String(decoding: value.canonicalBytes, as: UTF8.self)
    }
  }

  /// Takes what is said of files.
  ///
  /// - Throws: `FileError` for a licence text that is not there.
  mutating func add(_ declarations: Declarations) throws {
    for (role, entry) in declarations.entries {
      let role = role.rawValue
      statements["licence of \(role)"] = entry.license.description
      statements["attribution of \(role)"] = entry.attribution
      if !entry.uris.isEmpty {
        statements["addresses of \(role)"] = entry.uris.joined(separator: " ")
      }
      if let path = entry.licenseFile {
        files["licence text of \(role), \(Folder.name(of: path))"] = try Digest(ofFile: path)
      }
    }
    statements["title"] = declarations.title
    statements["supplier"] = declarations.supplier
    statements["name of the calibration images"] = declarations.calibrationName
  }

  /// Without images and annotations, which may be out of reach later.
  var withoutImages: StepInputs {
    var inputs = self
    inputs.images = [:]
    inputs.annotations = nil
    return inputs
  }

  /// The SHA-256 of a step and what it depends on.
  ///
  /// - Throws: a `Failure` (fault), which does not happen.
  func key(of step: String) throws -> Digest {
    let inputs = try JSONValue(parsing: Array(try JSONEncoding.text(self).utf8))
    return Digest(of: JSONValue.object(["step": .text(step), "inputs": inputs]).canonicalBytes)
  }

  /// Everything by names for people.
  var named: [String: String] {
    var named = ["program": program, "name of the model": model]
    for (name, value) in options { named["option \(name)"] = value }
    for (name, digest) in files { named[name] = "\(digest)" }
    named.merge(statements) { $1 }
    named["protocol"] = detectionProtocol.map { "\($0)" }
    for (name, digest) in images { named["image \(name)"] = "\(digest)" }
    if let annotations {
      named["annotations"] = annotations.name
      named["sha256 of the annotations"] = "\(annotations.digest)"
    }
    return named
  }
}
