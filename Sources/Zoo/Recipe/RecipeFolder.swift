import Files
import Pipeline
import Text

/// The folder that recipes are in.
public struct RecipeFolder: Hashable, Sendable {
  /// The environment variable that names it.
  public static let variable = "DARKROOM_RECIPES"
  /// The folder.
  public let path: String

  /// A folder; nil for the one that `DARKROOM_RECIPES` names, or `Manifests`.
  public init(_ path: String? = nil) {
    self.path = path ?? UserSettings.value(of: RecipeFolder.variable) ?? "Manifests"
  }

  /// The names of the recipes, sorted.
  ///
  /// - Throws: a `Failure` (unreadable) when there is no such folder.
  public func names() throws -> [String] {
    guard Folder.exists(path) else {
      throw PipelineError.unreadable(
        "\(path): there is no such folder of recipes; name it\(with: .recipes) or "
          + "in \(RecipeFolder.variable)")
    }
    return try Folder.names(in: path).filter { $0.hasSuffix(".yaml") }
      .map { String($0.dropLast(5)) }
  }

  /// Where the recipe of a name is.
  public func path(of name: String) -> String { "\(path)/\(name).yaml" }

  /// Reads recipes by their names, or by their files.
  ///
  /// - Throws: a `Failure`, with what is wrong with every one of them.
  public func recipes(named names: [String]) throws -> [Recipe] {
    var recipes: [Recipe] = []
    var failures: [any Error] = []
    var seen: Set<String> = []
    for name in names {
      let isFile = name.hasSuffix(".yaml")
      let path = isFile ? name : path(of: name)
      guard seen.insert(path).inserted else { continue }
      guard Folder.hasFile(path) else {
        failures.append(PipelineError.unreadable(absence(of: name, path)))
        continue
      }
      do { recipes.append(try Recipe.read(path: path)) } catch { failures.append(error) }
    }
    try SeveralFailures.check(failures)
    return recipes
  }

  private func absence(of name: String, _ path: String) -> Lines {
    let known = (try? names()) ?? []
    let remedy: Lines =
      known.isEmpty
      ? "name the folder of recipes\(with: .recipes)"
      : "there are \(known.joined(separator: ", "))"
    return "\(path): there is no such recipe; \(remedy)"
  }
}
