import ArgumentParser
import Pipeline
import Text
import Zoo

struct ZooPullCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull",
    abstract: "Fetch the files that models are made from, checked by size and hash.",
    discussion: """
      Interrupted downloads go on where they stopped. A file that is not the one asked for is put \
      aside and never used. Proxies are those of http_proxy, https_proxy, all_proxy and no_proxy; \
      SSL_CERT_FILE and SSL_CERT_DIR name certificates to trust. All are taken as curl takes them.
      """)

  @OptionGroup var models: ModelArguments

  @OptionGroup var zoo: ZooArguments

  @OptionGroup var mirrors: MirrorArguments

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func run() throws {
    let recipes = try models.recipes(in: zoo.recipeFolder)
    let store = try zoo.openStore(.filling)
    var failures: [any Error] = []
    for recipe in recipes {
      do { try pull(recipe, into: store) } catch { failures.append(error) }
    }
    try SeveralFailures.check(failures)
  }

  private func pull(_ recipe: Recipe, into store: Store) throws {
    var pull = Pull(recipe, into: store)
    pull.mirrors = mirrors.mirror
    let outcome = try ProgressBar.shown(unless: quiet) { (bar) throws in
      pull.progress = { bar?.update(stage: $0, done: $1, count: $2 ?? $1) }
      return try pull.run()
    }
    if !quiet { for note in outcome.notes { Console.note("\(recipe.name): \(note)") } }
    for source in recipe.sources {
      guard let file = outcome.entry.files[source.role.rawValue] else { continue }
      let how = outcome.fetched.contains(source.role) ? "pulled" : "there already"
      try Console.result(
        """
        \(recipe.name): \(file.file)  \(file.contents.size) bytes  sha256 \(file.contents.digest)  \
        \(how)
        """)
    }
  }
}
