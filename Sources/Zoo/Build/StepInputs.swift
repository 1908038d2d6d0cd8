import Digests
import Files
import Pipeline
import Provenance

/// What a step depends on, by names for people.
enum StepInputs {
  /// How the names of pictures begin.
  static let picture = "picture "
  /// How the names of annotations begin.
  static let annotations = "annotations "

  /// The program.
  static var tool: String {
    let tool = Tool.darkroom
    return [tool.name, tool.version, tool.revision, tool.configuration].compactMap(\.self)
      .joined(separator: " ")
  }

  /// The options of a command.
  static func options(_ command: Command) -> [String: String] {
    var inputs: [String: String] = [:]
    for (name, value) in command.parameters {
      inputs["option \(name)"] = String(decoding: value.canonicalBytes, as: UTF8.self)
    }
    return inputs
  }

  /// What is said of files.
  ///
  /// - Throws: `PipelineError.unreadable` for a licence text that is not there.
  static func said(_ declarations: Declarations) throws -> [String: String] {
    var inputs: [String: String] = [:]
    for (role, entry) in declarations.entries {
      let role = role.rawValue
      inputs["licence of \(role)"] = entry.license.description
      inputs["attribution of \(role)"] = entry.attribution
      if !entry.uris.isEmpty {
        inputs["addresses of \(role)"] = entry.uris.joined(separator: " ")
      }
      if let path = entry.licenseFile {
        inputs["licence text of \(role)"] =
          "\(try Digest(ofFile: path)) \(Folder.name(of: path))"
      }
    }
    inputs["title"] = declarations.title
    inputs["supplier"] = declarations.supplier
    inputs["name of the calibration pictures"] = declarations.calibrationName
    return inputs
  }

  /// Those that do not tell of pictures and annotations, which may be out of reach later.
  static func withoutPictures(_ inputs: [String: String]) -> [String: String] {
    inputs.filter { !$0.key.hasPrefix(picture) && !$0.key.hasPrefix(annotations) }
  }
}
