/// What changed in a zoo, as RFC 4287 has it.
public struct SiteFeed: Sendable {
  /// What the site is called.
  public var title: String
  /// The models.
  public var models: [SiteModel]

  /// Tells of models.
  public init(title: String, models: [SiteModel]) {
    self.title = title
    self.models = models
  }

  /// The text of the feed. Addresses are relative to it, and identities are those of what was signed:
  /// the site does not know where it will be.
  public func xml() -> String {
    var xml = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
    let latest = models.sorted { ($1.updated, $0.name) < ($0.updated, $1.name) }
    element("feed", ["xmlns": "http://www.w3.org/2005/Atom"]) {
      element("title") { title }
      element("id") { "urn:darkroom:zoo:\(models.first?.key ?? "empty")" }
      element("updated") { latest.first?.updated ?? "1970-01-01T00:00:00Z" }
      element("author") { element("name") { title } }
      element("link", ["rel": "self", "href": "feed.xml"])
      for model in latest {
        element("entry") {
          element("title") { model.withdrawal == nil ? model.title : "\(model.title): withdrawn" }
          element("id") { "urn:darkroom:model:\(model.identity)" }
          element("updated") { model.updated }
          element("link", ["rel": "alternate", "type": "text/html", "href": model.page])
          element("summary") {
            (model.withdrawal.map { "Withdrawn: \($0.reason) " } ?? "")
              + model.variants.map { variant in
                "\(variant.label): \(Formatting.bytes(variant.bytes))"
                  + (variant.accuracy.map { ", \(model.measure) \(Formatting.fixed($0, 4))" } ?? "")
              }.joined(separator: "; ")
          }
        }
      }
    }.write(to: &xml, asXML: true)
    return xml + "\n"
  }
}

extension SiteModel {
  /// The SHA-256 of the manifest, which names every file.
  var identity: String {
    files.first { $0.path == "manifest.json" }.map { "\($0.contents.digest)" } ?? name
  }
}
