import Graph
import TestSupport
import Testing

@testable import Engine

/// The table of steps against the catalog of operations.
@Suite struct StepBuilderTests {
  @Test("Every operation has steps, and nothing has that is not in the catalog")
  func tableIsComplete() {
    let registered = OperationSample.types(of: StepBuilders.all.map(\.operation))
    #expect(registered == OperationSample.types(of: OperationCatalog.all))
  }

  @Test("Every operation finds the entry of its own type")
  func entriesAreFound() throws {
    for sample in try OperationSample.all() {
      let entry = try #require(StepBuilders.entry(for: sample.operation), "\(sample)")
      #expect(ObjectIdentifier(entry.operation) == sample.type)
    }
  }
}
