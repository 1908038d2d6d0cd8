import Graph
import Testing

@testable import Hardware

@Suite("Steps for hardware")
struct StepWriterTests {
  @Test("Every operation on 8-bit values has a step, but the input's and whole sums")
  func operations() {
    let written = StepWriters.all.map { $0.operation.name }
    #expect(Set(written).count == written.count)
    let quantized = OperationCatalog.all.filter { $0.isQuantized }.map { $0.name }
    #expect(
      Set(quantized).subtracting(written) == [Quantization.name, IntegerConvolution.name])
    #expect(Set(written).isSubset(of: OperationCatalog.all.map { $0.name }))
  }
}

@Suite("Layouts for hardware")
struct HardwareLayoutTests {
  /// Where the layout of PyTorch's or TVM's own description puts an element.
  @Test(
    "Elements of a map lie where the layout's name says",
    arguments: HardwareLayout.Order.allCases, [1, 3, 4])
  func maps(order: HardwareLayout.Order, block: Int) throws {
    let shape = try HardwareLayout(order: order, block: block).map([2, 5, 3, 2])
    let elements = Array(1...60)
    let stored = shape.stored(elements, fill: 0)
    let channels = (5 + block - 1) / block * block
    #expect(stored.count == 2 * channels * 6)
    for n in 0..<2 {
      for c in 0..<channels {
        for y in 0..<3 {
          for x in 0..<2 {
            let place =
              switch order {
              case .nchw:
                (((n * channels / block + c / block) * 3 + y) * 2 + x) * block + c % block
              case .nhwc: ((n * 3 + y) * 2 + x) * channels + c
              }
            #expect(stored[place] == (c < 5 ? elements[((n * 5 + c) * 3 + y) * 2 + x] : 0))
          }
        }
      }
    }
  }

  @Test(
    "Every weight has a place of its own, and the rest is filled up",
    arguments: HardwareLayout.Order.allCases, [(1, 1), (4, 1), (4, 3)])
  func filters(order: HardwareLayout.Order, form: (block: Int, groups: Int)) throws {
    let layout = try HardwareLayout(order: order, block: form.block)
    let shape = layout.filters([6, 5, 3, 2], groups: form.groups)
    let elements = Array(1...180)
    let stored = shape.stored(elements, fill: 0)
    #expect(stored.count == shape.stored.reduce(1, *))
    #expect(stored.filter { $0 != 0 }.sorted() == elements)
    if order == .nhwc {
      // [M, height, width, C]: the second input channel is next to the first.
      #expect(Array(stored.prefix(2)) == [elements[0], elements[6]])
    }
  }

  @Test("A block has 1 to 1024 channels", arguments: [-1, 0, 1025, Int.max])
  func blocks(width: Int) {
    #expect(throws: HardwareError.block(width)) { try HardwareLayout(block: width) }
  }
}
