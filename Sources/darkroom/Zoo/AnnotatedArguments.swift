import ArgumentParser

/// Where annotated pictures are, for recipes that do not say so themselves.
struct AnnotatedArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The annotated pictures of recipes that do not say where they are.", valueName: "folder"),
    completion: .directory)
  var images: String?

  @Option(
    help: ArgumentHelp(
      "The annotations of recipes that do not say where they are.", valueName: "file|folder"),
    completion: .file())
  var annotations: String?

  func validate() throws {
    guard (images == nil) == (annotations == nil) else {
      throw ValidationError("--images and --annotations go together")
    }
  }
}
