import Files
import Glibc
import JSON
import Pipeline
import Provenance
import Report

/// When publications came into a site.
///
/// The store holds no times, so that the same recipes give the same store. A site remembers them itself:
/// what was there in its earlier state keeps its time, all else has the time of the run.
struct SiteTimes {
  private struct Listing: Decodable {
    struct Model: Decodable {
      struct File: Decodable {
        let path: String
        let sha256: String
      }

      let name: String
      let updated: String
      let files: [File]
      let withdrawn: Withdrawn?
    }

    struct Withdrawn: Decodable {
      let reason: String
    }

    let models: [Model]
  }

  private var known: [String: String] = [:]
  private let now: Timestamp

  /// Reads what an earlier site in the folder says; nothing is known where there is none, or none that
  /// can be read.
  ///
  /// - Throws: a `Failure` where `SOURCE_DATE_EPOCH` is no time.
  init(of folder: String) throws {
    now = try SiteTimes.stated() ?? .now
    guard let file = try? MappedFile(path: "\(folder)/\(SiteTarget.mark)"),
      let listing = try? JSONDecoding.decode(
        Listing.self, from: file.withUnsafeBytes { Array($0) })
    else { return }
    for model in listing.models where Timestamp(model.updated) != nil {
      let files = model.files.map { ($0.path, $0.sha256) }
      known[SiteTimes.identity(model.name, files, model.withdrawn?.reason)] = model.updated
    }
  }

  /// The time that whoever builds things again states, https://reproducible-builds.org/specs/source-date-epoch/
  private static func stated() throws -> Timestamp? {
    guard let text = getenv("SOURCE_DATE_EPOCH").map({ String(cString: $0) }), !text.isEmpty else {
      return nil
    }
    guard let seconds = Int(text) else {
      throw PipelineError.usage("SOURCE_DATE_EPOCH is a count of seconds since 1970, not '\(text)'")
    }
    return Timestamp(seconds: seconds)
  }

  /// When a model came into the site as it is.
  func time(of model: SiteModel) -> String {
    let files = model.files.map { ($0.path, $0.contents.digest.description) }
    return known[SiteTimes.identity(model.name, files, model.withdrawal?.reason)] ?? now.description
  }

  private static func identity(
    _ name: String, _ files: [(String, String)], _ withdrawn: String?
  ) -> String {
    ([name, withdrawn ?? ""] + files.flatMap { [$0.0, $0.1] }).joined(separator: "\n")
  }
}
