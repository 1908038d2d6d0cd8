import Digests
import Files
import JSON

/// What trials gave, kept beside the model that is being made, so that a search that was interrupted
/// goes on where it was.
struct BudgetJournal: Codable, Hashable, Sendable {
  /// Tells what it is.
  var kind = BudgetJournal.kind
  /// The version of the form.
  var schemaVersion = 1
  /// The SHA-256 of everything that decides what trials give.
  var key: String
  /// The trials, in the order in which they were made.
  var trials: [BudgetReport.Trial] = []

  private static let kind = "darkroom budget journal"

  /// Where the journal of a model is.
  static func file(for model: String) -> DerivedFile {
    DerivedFile(model + ".budget.json", kind: "a journal of darkroom") { bytes in
      BudgetJournal(bytes) != nil
    }
  }

  /// Reads the journal of a model; an empty one where there is none of the same key.
  init(of model: String, key: String) {
    self.key = key
    let place = BudgetJournal.file(for: model)
    // A file that is read counts as in use, and what is somebody else's may have to be replaced.
    guard (try? place.check(.own)) != nil, let file = try? MappedFile(path: place.path),
      let found = file.withUnsafeBytes({ BudgetJournal($0) }), found.key == key
    else { return }
    self = found
  }

  private init?(_ bytes: UnsafeRawBufferPointer) {
    guard let found = try? JSONDecoding.decode(BudgetJournal.self, from: bytes),
      found.kind == BudgetJournal.kind, found.schemaVersion == 1
    else { return nil }
    self = found
  }

  /// The trial of a choice, if it was made.
  func trial(of choice: BudgetChoice) -> BudgetReport.Trial? {
    trials.first { $0.bought == choice.bought }
  }

  /// Writes it beside the model.
  func write(beside model: String, _ replacement: Replacement) throws {
    let bytes = Array(try JSONEncoding.text(self).utf8) + [10]
    try DerivedFile.write([(BudgetJournal.file(for: model), bytes)], replacement)
  }

  /// Removes the journal of a model, if there is one.
  static func remove(of model: String) { ExclusiveFile.remove(file(for: model).path) }
}
