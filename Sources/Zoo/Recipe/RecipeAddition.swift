import Files
import Pipeline
import Provenance
import Text

/// Writes a recipe for a checkpoint, to be filled in.
public struct RecipeAddition: Sendable {
  /// The network description.
  public var cfg: String
  /// The quantized values.
  public var weights: String
  /// The class names.
  public var names: String?
  /// What commands call the model; nil for the name of the cfg.
  public var name: String?
  /// The images that INT8 is calibrated with.
  public var calibration: String?

  /// Names a checkpoint.
  public init(cfg: String, weights: String) {
    self.cfg = cfg
    self.weights = weights
  }

  /// Checks the checkpoint and writes the recipe.
  ///
  /// - Returns: the recipe's file.
  /// - Throws: a `Failure` when cfg and weights do not go together, the name is none, or there
  ///   is such a recipe already.
  public func write(to folder: RecipeFolder) throws -> String {
    let checkpoint = try Checkpoint(cfg: cfg, weights: weights)
    let usual = Folder.name(of: cfg)
    let name = name ?? (Checkpoint.hasCfgName(usual) ? String(usual.dropLast(4)) : usual)
    guard Recipe.isName(name) else {
      let lower = name.lowercased()
      let example: Lines = Recipe.isName(lower) ? ", such as \(lower)" : ""
      throw PipelineError.usage(
        "\(quoted(name)) is no name for a model, which has at most 64 lower-case letters, digits, '.', "
          + "'-' and '_' and begins with a letter or digit; give one\(with: .recipeName)\(example)")
    }
    let path = folder.path(of: name)
    try Folder.create(folder.path)
    let text = Recipe.template(
      name: name, cfg: try file(cfg, folder), weights: try file(weights, folder),
      names: try names.map { (path) in try file(path, folder) },
      calibration: calibration.map { RecipeAddition.path($0, from: folder) },
      task: checkpoint.task ?? "object-detection")
    // What our own reader refuses, for its name for example, is not written.
    _ = try Recipe.parse(bytes: Array(text.utf8), path: path)
    try ExclusiveFile.write(Array(text.utf8), to: path, access: .ordinary)
    return path
  }

  private func file(
    _ path: String, _ folder: RecipeFolder
  ) throws -> Recipe.TemplateFile {
    let file = try FileReference(hashing: path)
    return Recipe.TemplateFile(
      file: file.name, url: RecipeAddition.path(path, from: folder), digest: file.digest,
      size: file.size)
  }

  /// A path as a recipe in the folder names it.
  private static func path(_ path: String, from folder: RecipeFolder) -> String {
    guard let target = Folder.absolute(path), let base = Folder.absolute(folder.path) else {
      return path
    }
    let (to, from) = (RecipeAddition.parts(of: target), RecipeAddition.parts(of: base))
    let common = zip(to, from).prefix { $0 == $1 }.count
    // Without a common folder a relative path would say nothing.
    guard common > 0 else { return target }
    return (Array(repeating: "..", count: from.count - common) + to[common...])
      .joined(separator: "/")
  }

  private static func parts(of path: String) -> [String] {
    path.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
  }
}
