import Files
import JSON
import Pipeline
import Report

/// How long models take, out of reports of `inspect --profile --json`, by the SHA-256 of their files.
struct RunTimes {
  private var times: [String: (time: SiteModel.Time, path: String)] = [:]

  /// Reads reports.
  ///
  /// - Throws: a `Failure` where a file cannot be read, is no such report, or tells of a file that another
  ///   one has told of.
  init(_ paths: [String]) throws {
    for path in paths {
      let report: ProfileReport
      do {
        let bytes = try MappedFile(path: path).withUnsafeBytes { Array($0) }
        report = try JSONDecoding.decode(ProfileReport.self, from: bytes)
      } catch let error as FileError {
        throw error
      } catch {
        throw PipelineError.malformed(
          "\(path): is no report of `darkroom inspect MODEL --profile --json`: \(error)")
      }
      let digest = report.model.file.digest.description
      if let other = times[digest] {
        throw PipelineError.usage(
          "\(path): is about the same file as \(other.path); name one of them")
      }
      times[digest] = (
        SiteModel.Time(
          milliseconds: report.milliseconds, threads: report.threads,
          instructionSet: report.instructionSet), path
      )
    }
  }

  /// States the times of a model's files.
  func state(in model: inout SiteModel) {
    let digests = Dictionary(
      model.files.map { ($0.path, $0.contents.digest.description) }, uniquingKeysWith: { $1 })
    for index in model.variants.indices {
      model.variants[index].time =
        digests[model.variants[index].file].flatMap { times[$0]?.time }
    }
  }

  /// Checks that each report is about a model of the site.
  ///
  /// - Throws: a `Failure` (usage).
  func checkUsed(by models: [SiteModel]) throws {
    let known = Set(models.flatMap(\.files).map(\.contents.digest.description))
    for (digest, entry) in times.sorted(by: { $0.value.path < $1.value.path })
    where !known.contains(digest) {
      throw PipelineError.usage(
        """
        \(entry.path): is about a file with SHA-256 \(digest), which no model of the site has; profile \
        the published files
        """)
    }
  }
}
