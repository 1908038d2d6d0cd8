import Digests
import Download
import Files
import Pipeline
import Provenance
import Report
import Text

/// Makes the site of a zoo: pages about its published models, and their signed folders.
///
/// Everything is in the folder: a page for each model, `models.json`, `feed.xml`, the public keys, and
/// below `models` the folders as they were published, byte for byte. It needs no server.
public struct SiteRun: Sendable {
  /// The recipes of the models that are shown.
  public var recipes: [Recipe]
  /// Where they are.
  public var store: Store
  /// What the site is called.
  public var title: String
  /// Reports of `inspect --profile --json`: how long models of the site take.
  public var profiles: [String] = []

  /// Makes a site.
  public init(_ recipes: [Recipe], from store: Store, title: String) {
    self.recipes = recipes
    self.store = store
    self.title = title
  }

  /// What was made.
  public struct Outcome: Sendable {
    /// The models that are shown.
    public var shown: [String]
    /// Those that are not, as they were not published.
    public var left: [String]
  }

  /// Writes the site.
  ///
  /// - Parameter folder: one that is not there yet, is empty, or holds an earlier site.
  /// - Throws: a `Failure`; nothing was written then.
  public func run(to folder: String) throws -> Outcome {
    let target = SiteTarget(folder)
    try target.check()
    let place = try target.makeRoom()
    defer { Folder.remove(place) }
    let times = try SiteTimes(of: folder)
    let runs = try RunTimes(profiles)
    var outcome = Outcome(shown: [], left: [])
    var models: [SiteModel] = []
    for recipe in recipes {
      guard recipe.name != "index" else {
        throw PipelineError.usage(
          "\(recipe.path): the page of a model named index would be that of the list; name it otherwise"
        )
      }
      guard let published = try store.read(PublicationEntry.self, recipe.name) else {
        outcome.left.append(recipe.name)
        continue
      }
      var model = try PublishedModel(recipe, published, in: store).lay(in: place)
      model.updated = times.time(of: model)
      runs.state(in: &model)
      models.append(model)
      outcome.shown.append(recipe.name)
    }
    guard !models.isEmpty else {
      throw PipelineError.usage(
        "no model was published: \(outcome.left.joined(separator: ", ")); `darkroom zoo publish` does it"
      )
    }
    try runs.checkUsed(by: models)
    let index = SiteIndexPage(title: title, models: models)
    var files = [
      ("index.html", index.html()), ("feed.xml", SiteFeed(title: title, models: models).xml()),
      (SiteTarget.mark, try SiteListing(title: title, models: models).text()),
    ]
    files += models.map { ($0.page, SiteModelPage($0, of: title).html()) }
    for (name, text) in files { try AtomicFile.write(Array(text.utf8), to: "\(place)/\(name)") }
    try target.take(place)
    return outcome
  }
}

/// Where a site is written.
struct SiteTarget {
  /// The list of models for machines; what tells a site of ours.
  static let mark = "models.json"

  let folder: String

  init(_ folder: String) { self.folder = folder }

  /// Checks that nothing is lost.
  ///
  /// - Throws: a `Failure` (unwritable) where the folder holds something that is no site.
  func check() throws {
    let names = try Folder.namesIfAny(in: folder)
    guard try names.isEmpty || isSite() else {
      throw PipelineError.unwritable(
        "\(folder): holds files, and no site of a zoo; name a folder that is not there yet")
    }
  }

  private func isSite() throws -> Bool {
    let path = "\(folder)/\(SiteTarget.mark)"
    guard Folder.hasFile(path) else { return false }
    return (try? SiteListing(at: Address(path: folder), DownloadPolicy(userAgent: ""))) != nil
  }

  /// A folder beside the target, which becomes it.
  func makeRoom() throws -> String {
    let plain = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let parent = Folder.parent(of: plain)
    try Folder.create(parent)
    return try Folder.createUnique(prefix: "\(parent)/.\(Folder.name(of: plain))-")
  }

  /// Puts what was made in the place of what was there, so that the name always leads to a whole site;
  /// only a file system that cannot exchange names has a moment without one.
  func take(_ place: String) throws {
    // A web server is another user.
    try Folder.open(place)
    guard Folder.exists(folder) else { return try Folder.move(place, to: folder) }
    // What was there is under the other name then, which the caller removes.
    if try Folder.exchange(place, with: folder) { return }
    let old = try makeRoom()
    defer { Folder.remove(old) }
    try Folder.move(folder, to: "\(old)/old")
    try Folder.move(place, to: folder)
  }
}
