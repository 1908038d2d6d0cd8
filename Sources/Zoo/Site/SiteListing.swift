import JSON
import Pipeline
import Report

/// `models.json`: what the pages of a site say, for machines. Its form is stable, a new key may be added.
struct SiteListing: Encodable {
  struct Model: Encodable {
    struct Variant: Encodable {
      let label: String
      let file: String
      let bytes: Int
      let accuracy: Double?
      let agreement: Double?
      let images: Int?
    }

    struct File: Encodable {
      let path: String
      let bytes: Int
      let sha256: String
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
  }

  let schemaVersion = 1
  /// What tells this file from others of the name.
  let zooSite: String
  let models: [Model]

  init(title: String, models: [SiteModel]) {
    zooSite = title
    self.models = models.map { model in
      Model(
        name: model.name, title: model.title, description: model.description, task: model.task,
        tags: model.tags, license: model.license, measure: model.measure, updated: model.updated,
        page: model.page, folder: "models/\(model.folder)", key: model.key, keyFile: model.keyFile,
        variants: model.variants.map {
          .init(
            label: $0.label, file: $0.file, bytes: $0.bytes, accuracy: $0.accuracy,
            agreement: $0.agreement, images: $0.images)
        },
        files: model.files.map {
          .init(
            path: $0.path, bytes: $0.contents.size, sha256: $0.contents.digest.description)
        })
    }
  }

  /// The text of the file.
  func text() throws -> String { try JSONEncoding.text(self) + "\n" }
}
