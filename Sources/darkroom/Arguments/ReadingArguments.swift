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

/// What becomes of models that are worth nothing.
struct WorthArguments: ParsableArguments {
  @Flag(
    help: """
      Make a model also where it is worth nothing: of weights that are all 0, calibrated with images \
      of one colour, or ruined by 8 bits.
      """)
  var allowWorthless = false
}

extension ArgumentHelp {
  /// What `-q` means, in every command.
  static let quiet: ArgumentHelp =
    "Print no progress, notes and warnings: results and errors only."
}
