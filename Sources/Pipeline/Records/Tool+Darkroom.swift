import Provenance
import Revision

extension Tool {
  /// This program.
  public static var darkroom: Tool {
    Tool(
      name: ownName, version: ToolVersion.number, revision: Revision.commit,
      sources: Revision.isChanged ? Revision.sources : nil, configuration: configuration,
      license: license)
  }

  private static var license: LicenseStatement { (try? LicenseStatement("MIT")) ?? .noAssertion }

  private static var configuration: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }
}
