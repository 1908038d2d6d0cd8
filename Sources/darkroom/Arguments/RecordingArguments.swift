import ArgumentParser
import Files
import Provenance

/// Whether metrics are put into the record of a model.
struct RecordingArguments: ParsableArguments {
  @Flag(help: "Put the metrics into the record beside the model, MODEL.provenance.json.")
  var record = false

  @Option(help: "What the images are called there, for example COCO val2017.")
  var dataset: String?

  @Option(help: ArgumentHelp("Their licence, an SPDX expression.", valueName: "SPDX"))
  var datasetLicense: String?

  func validate() throws {
    guard record || dataset == nil && datasetLicense == nil else {
      throw ValidationError("--dataset and --dataset-license go with --record")
    }
    do throws(LicenseSyntaxError) {
      if let datasetLicense { _ = try LicenseStatement(datasetLicense) }
    } catch {
      throw ValidationError("--dataset-license: \(error)")
    }
  }

  /// The licence; unknown where it was not told.
  var license: LicenseStatement {
    guard let datasetLicense else { return .noAssertion }
    return (try? LicenseStatement(datasetLicense)) ?? .noAssertion
  }
}

/// What becomes of files that are there under names that the command derives.
struct ReplacementArguments: ParsableArguments {
  @Flag(
    help: """
      Replace files that are there under names that were not given here, also those that darkroom \
      did not make.
      """)
  var force = false

  var replacement: Replacement { force ? .any : .own }
}
