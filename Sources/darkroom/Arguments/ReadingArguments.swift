import ArgumentParser

/// What becomes of images that cannot be read: the rule of all commands that read images.
struct ReadingArguments: ParsableArguments {
  @Flag(
    help: """
      Stop at an image that cannot be read, or has no labels where there should be. Without it such \
      images are left out and reported, and the exit status says so in the end.
      """)
  var strict = false
}

extension ArgumentHelp {
  /// What `-q` means, in every command.
  static let quiet: ArgumentHelp =
    "Print no progress, notes and warnings: results and errors only."
}
