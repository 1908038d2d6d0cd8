import ArgumentParser
import Files

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
