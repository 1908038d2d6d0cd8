import ArgumentParser
import Pipeline
import Provenance
import Registry
import Text
import Zoo

struct ZooPullCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull",
    abstract: "Fetch the files that models are made from, or built models of another zoo.",
    discussion: """
      Without --from, the files that recipes name, checked by size and hash. With --from, built models: \
      digests, signature, manifest and records are verified before anything is kept in the store. The key \
      of the publisher is that of --key, or of the first pull, which is kept; at the first pull it is the \
      one that the zoo offers, and is named for you to compare. Later versions have to be signed with it.

      Interrupted downloads go on where they stopped. A file that is not the one asked for is put \
      aside and never used. Proxies are those of http_proxy, https_proxy, all_proxy and no_proxy; \
      SSL_CERT_FILE and SSL_CERT_DIR name certificates to trust. All are taken as curl takes them.
      """)

  @OptionGroup var models: ModelArguments

  @OptionGroup var zoo: ZooArguments

  @OptionGroup var mirrors: MirrorArguments

  @Option(
    help: ArgumentHelp(
      """
      Another zoo: the address of its site, its folder, or oci://host/name[:tag], below which each \
      model has its name.
      """, valueName: "origin"))
  var from: String?

  @Option(
    help: ArgumentHelp("The public key of the publisher of --from.", valueName: "file.pub"),
    completion: .file())
  var key: String?

  @Option(
    name: .customLong("as"), help: ArgumentHelp("What the model is called here.", valueName: "name")
  )
  var localName: String?

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Lay the model of --from out in a folder too, which is not there yet.", valueName: "folder"),
    completion: .directory)
  var output: String?

  @Flag(help: "Take a model though its publisher has withdrawn it.")
  var acceptWithdrawn = false

  @OptionGroup var registry: RegistryArguments

  @Flag(name: .shortAndLong, help: .quiet)
  var quiet = false

  func validate() throws {
    guard from != nil else {
      let named = [
        key.map { _ in "--key" }, localName.map { _ in "--as" }, output.map { _ in "--output" },
      ].compactMap(\.self)
      guard named.isEmpty else {
        throw ValidationError("\(named.joined(separator: " and ")) goes with --from")
      }
      return
    }
    guard !models.all else {
      throw ValidationError(
        "--all is for recipes; name the models of --from, which `zoo list --remote` lists")
    }
    guard models.names.count == 1 || (localName == nil && output == nil) else {
      throw ValidationError("--as and --output are for one model; pull one after the other")
    }
  }

  func run() throws {
    if let from { return try fetch(from) }
    let recipes = try models.recipes(in: zoo.recipeFolder)
    let store = try zoo.openStore(.filling)
    var failures: [any Error] = []
    for recipe in recipes {
      do { try pull(recipe, into: store) } catch { failures.append(error) }
    }
    try SeveralFailures.check(failures)
  }

  /// Pulls built models.
  private func fetch(_ from: String) throws {
    let origin = try Origin(from)
    let publisher = try key.map(KeyFiles.verification)
    let store = try zoo.openStore(.filling)
    var failures: [any Error] = []
    for name in models.names {
      var fetch = ModelFetch(name, from: origin, into: store)
      fetch.key = publisher
      fetch.acceptsWithdrawn = acceptWithdrawn
      fetch.connection = registry.connection
      if let localName { fetch.localName = localName }
      do {
        let outcome = try ProgressBar.shown(unless: quiet) { (bar) throws in
          fetch.progress = { bar?.update(stage: $0, done: $1, count: $2) }
          return try fetch.run()
        }
        if let output { try store.lay(outcome.entry, in: output) }
        try tell(outcome, fetch.localName, isEncrypted: origin.isEncrypted)
      } catch { failures.append(error) }
    }
    try SeveralFailures.check(failures)
  }

  private func tell(
    _ outcome: ModelFetch.Outcome, _ name: String, isEncrypted: Bool
  ) throws {
    if !quiet {
      for line in outcome.folder.check.passed { Console.note("\(name): ok      \(line)") }
      for note in outcome.folder.check.notes { Console.note("\(name): \(note)") }
      let key = outcome.key.id
      switch outcome.trust {
      case .named: Console.note("\(name): signed with the key that was given, \(key)")
      case .pinned: Console.note("\(name): signed with the key of the first pull, \(key)")
      case .firstUse:
        Console.note(
          "\(name): the key \(key) is kept from this first pull on; it came from the zoo itself, so compare "
            + "it with what the publisher says elsewhere"
            + (isEncrypted
              ? "" : ". It came by http, where everybody on the way could have put their own"))
      }
      if let before = outcome.before, before.version != outcome.entry.version {
        Console.note("\(name): takes the place of \(before.version) from \(before.origin)")
      }
      if let reason = outcome.entry.withdrawn {
        Console.note("\(name): was withdrawn by its publisher: \(reason)")
      }
    }
    let how =
      outcome.folder.fetchedCount == 0
      ? "there already"
      : "\(outcome.folder.fetchedCount) pulled, \(outcome.folder.fetchedBytes) bytes"
    try Console.result(
      "\(name): \(outcome.entry.version), \(outcome.entry.files.count) files, \(how)")
    if let output { try Console.result("\(output): the model") }
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
