import Graph
import Testing

@Suite struct ShapeTests {
  @Test("A shape counts its elements") func countsElements() throws {
    #expect(try Shape([2, 3, 4]).count == 24)
    #expect(Shape.scalar.count == 1)
    #expect(try Shape([2, 3]).description == "2x3")
  }

  @Test(
    "A shape with a negative or too large extent or too many elements is an error",
    arguments: [
      [1 << 20, 1 << 20], [Int.max, 2], [Int.max, Int.max, Int.max], [-1], [0, Int.max],
    ])
  func whatCannotBeHeldIsAnError(dimensions: [Int]) {
    #expect(throws: OperationError.self) { try Shape(dimensions) }
  }
}
