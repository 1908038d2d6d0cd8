import Graph
import Testing

@testable import Hardware

@Suite("Memory for hardware")
struct MemoryPlanTests {
  @Test("What the model gives stays until the end, also where a step reads it")
  func innerOutput() throws {
    var bytes = ByteGraph()
    let input = try bytes.input()
    var values = [input]
    for _ in 0..<5 { values.append(try bytes.pool(values[values.count - 1])) }
    bytes.graph.outputs = [values[2], values[5]]
    var (steps, builder) = try bytes.steps()
    let tensors = try values.map { try builder.tensor($0) }
    let plan = MemoryPlan(
      steps, inputs: [tensors[0]], outputs: [tensors[2], tensors[5]], builder)
    let places = Dictionary(uniqueKeysWithValues: plan.places.map { ($0.tensor, $0.place) })
    let inner = try #require(places[tensors[2]])
    #expect(inner.firstStep == 1 && inner.lastStep == 4)
    for later in tensors[3...] {
      let place = try #require(places[later])
      #expect(
        place.offset + place.bytes <= inner.offset || inner.offset + inner.bytes <= place.offset)
    }
    // What is no output is still given up.
    #expect(places[tensors[3]]?.lastStep == 3)
    #expect(plan.byteCount < tensors.count * 64)
  }

  @Test("An input has a place even where no step reads it") func unreadInput() throws {
    var bytes = ByteGraph()
    let input = try bytes.input()
    bytes.graph.outputs = [input, try bytes.pool(input)]
    let (steps, builder) = try bytes.steps()
    let plan = MemoryPlan([], inputs: [0], outputs: [0], builder)
    #expect(plan.places.map(\.tensor) == [0])
    #expect(MemoryPlan(steps, inputs: [0], outputs: [0, 1], builder).byteCount == 128)
  }
}
