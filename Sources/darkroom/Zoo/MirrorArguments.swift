import ArgumentParser

/// Where source files are looked for first.
struct MirrorArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      An address or a folder that has files as NAME/FILE or FILE, tried before the addresses of \
      the recipe; may be given several times.
      """, valueName: "url|folder"))
  var mirror: [String] = []
}
