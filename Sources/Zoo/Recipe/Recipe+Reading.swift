import Digests
import Files

extension Recipe {
  /// Reads a recipe's file.
  ///
  /// - Throws: `RecipeError` when it cannot be read, is of a newer schema, or has mistakes, all of
  ///   which are named with their lines and columns.
  public static func read(path: String) throws(RecipeError) -> Recipe {
    let file: MappedFile
    do throws(FileError) { file = try MappedFile(path: path) } catch { throw .file(error) }
    guard file.count <= RecipeText.limit else {
      throw .tooLarge(path: path, byteCount: file.count, limit: RecipeText.limit)
    }
    return try parse(bytes: file.withUnsafeBytes { Array($0) }, path: path)
  }

  /// Reads a recipe.
  ///
  /// - Parameter path: The file as the caller names it; its paths are relative to its folder, and its
  ///   name is that of the recipe.
  /// - Throws: As `read(path:)`.
  public static func parse(bytes: [UInt8], path: String) throws(RecipeError) -> Recipe {
    guard bytes.count <= RecipeText.limit else {
      throw .tooLarge(path: path, byteCount: bytes.count, limit: RecipeText.limit)
    }
    let problems = RecipeProblems(path: path)
    var recipe: Recipe?
    if let text = RecipeText.decode(bytes, problems),
      let node = RecipeParser.parse(text, problems)
    {
      recipe = try RecipeReader(problems, digest: Digest(of: bytes)).recipe(node)
    }
    guard problems.count == 0, let recipe else { throw problems.error() }
    return recipe
  }

  /// The path that a path of the recipe means: relative to its folder, unless it begins with `/`.
  public func resolve(_ path: String) -> String {
    guard path.utf8.first != UInt8(ascii: "/"),
      let slash = self.path.utf8.lastIndex(of: UInt8(ascii: "/"))
    else { return path }
    return self.path[...slash] + path
  }

  /// Whether a text can be what commands call a recipe: at most 64 lower-case letters, digits, `.`,
  /// `-` and `_`, of which the first is a letter or digit.
  public static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, text.utf8.count <= 64 else { return false }
    let others = Set("abcdefghijklmnopqrstuvwxyz0123456789.-_".utf8)
    return text.utf8.allSatisfy(others.contains) && !".-_".utf8.contains(first)
  }
}
