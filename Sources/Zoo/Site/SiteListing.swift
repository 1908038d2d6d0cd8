import Download
import JSON
import Pipeline
import Provenance
import Report

/// `models.json`: what the pages of a site say, for machines. Its form is stable, a new key may be added.
struct SiteListing: Codable {
  struct Model: Codable {
    struct Variant: Codable {
      let label: String
      let file: String
      let bytes: Int
      let accuracy: Double?
      let agreement: Double?
      let images: Int?
      let milliseconds: Double?
    }

    struct File: Codable {
      let path: String
      let bytes: Int
      let sha256: String
    }

    /// That it is not to be used any more.
    struct Withdrawn: Codable {
      let reason: String
      let successor: String?
      /// The statement that its publisher signed, a path in the site.
      let statement: String
    }

    let name: String
    let title: String
    let description: String
    let task: String
    let tags: [String]
    let license: String
    let measure: String
    let updated: String
    let page: String
    let folder: String
    let key: String
    let keyFile: String
    let variants: [Variant]
    let files: [File]
    let withdrawn: Withdrawn?
  }

  private static let version = 1
  private static let largest = 1 << 26

  let schemaVersion: Int
  /// What tells this file from others of the name.
  let zooSite: String
  let models: [Model]

  init(title: String, models: [SiteModel]) {
    schemaVersion = SiteListing.version
    zooSite = title
    self.models = models.map { model in
      Model(
        name: model.name, title: model.title, description: model.description, task: model.task,
        tags: model.tags, license: model.license, measure: model.measure, updated: model.updated,
        page: model.page, folder: "models/\(model.folder)", key: model.key, keyFile: model.keyFile,
        variants: model.variants.map {
          .init(
            label: $0.label, file: $0.file, bytes: $0.bytes, accuracy: $0.accuracy,
            agreement: $0.agreement, images: $0.images, milliseconds: $0.time?.milliseconds)
        },
        files: model.files.map {
          .init(
            path: $0.path, bytes: $0.contents.size, sha256: $0.contents.digest.description)
        },
        withdrawn: model.withdrawal.map {
          .init(reason: $0.reason, successor: $0.successor, statement: $0.statement)
        })
    }
  }

  /// Reads the list of a site.
  ///
  /// - Throws: a `Failure`, also where there is no site, or one of a later version.
  init(at address: Address, _ policy: DownloadPolicy) throws {
    let place = try address.appending(SiteTarget.mark)
    let bytes = try SmallFile.bytes(at: place, limit: SiteListing.largest, policy: policy)
    do {
      self = try JSONDecoding.decode(
        SiteListing.self, from: bytes, rules: JSONRules.strict.limited(to: SiteListing.largest))
    } catch {
      throw PipelineError.malformed("\(place): is no list of a zoo's models: \(error)")
    }
    guard schemaVersion <= SiteListing.version else {
      throw PipelineError.malformed(
        """
        \(place): has schemaVersion \(schemaVersion), but this program knows only versions up to \
        \(SiteListing.version); use a newer one
        """)
    }
  }

  /// The text of the file.
  func text() throws -> String { try JSONEncoding.text(self) + "\n" }
}
