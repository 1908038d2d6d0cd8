import Engine
import Graph
import Kernels
import Quantization
import TestSupport
import Testing

@Suite struct PatchMomentsTests {
  /// Sums of floats against sums of doubles: a few hundred terms of at most about 1.
  static let tolerance = 1e-5

  @Test("Second moments are those of the patches", arguments: PatchCase.all)
  func areThoseOfPatches(patches: PatchCase) throws {
    let geometry = patches.geometry
    let maps = patches.maps(3, seed: 1)
    let floats = patches.maps(3, seed: 2)
    let moments = patches.moments(maps, float: floats)
    let positions = geometry.positions(count: .max, image: 0)
    #expect(moments.count == 3 * positions.count)

    var random = SeededGenerator(seed: 3)
    let columns = geometry.columns
    // Of large matrices a sample, near the edges of tiles too.
    let chosen =
      columns <= 48
      ? Array(0..<columns)
      : [0, 47, columns - 1] + (0..<25).map { _ in Int.random(in: 0..<columns, using: &random) }
    for group in Set([0, geometry.groups / 2, geometry.groups - 1]).sorted() {
      let pairs = zip(maps, floats).flatMap { map, float in
        positions.map { position in
          (
            quantized: patches.patch(map, group: group, at: position),
            float: patches.patch(float, group: group, at: position)
          )
        }
      }
      let total = Double(pairs.count)
      for i in chosen {
        let mean = pairs.reduce(0) { $0 + $1.quantized[i] } / total
        let floatMean = pairs.reduce(0) { $0 + $1.float[i] } / total
        let place = group * columns + i
        #expect(abs(Double(moments.mean[place]) - mean) < Self.tolerance)
        #expect(abs(Double(try #require(moments.floatMean)[place]) - floatMean) < Self.tolerance)
        for j in chosen where areTogether(i, j, columns) {
          let second = pairs.reduce(0) { $0 + $1.quantized[i] * $1.quantized[j] } / total
          let cross =
            pairs.reduce(0) { $0 + $1.quantized[i] * ($1.float[j] - $1.quantized[j]) } / total
          let found = moments.secondMoment(group: group, i, j)
          #expect(abs(Double(found) - second) < Self.tolerance, "\(i), \(j)")
          let foundCross = try #require(moments.crossMoment(group: group, i, j))
          #expect(abs(Double(foundCross) - cross) < Self.tolerance, "\(i), \(j)")
        }
        #expect(moments.meanSquares[place] == moments.secondMoment(group: group, i, i))
      }
    }
  }

  /// Above 4608 columns there are two blocks of the same size.
  private func areTogether(_ i: Int, _ j: Int, _ columns: Int) -> Bool {
    columns <= 4608 || (i < columns / 2) == (j < columns / 2)
  }

  @Test("Second moments between two blocks of channels are not kept")
  func blocksOfChannelsKeepNothingBetweenThem() throws {
    let patches = try PatchCase("two blocks", channels: 4700, size: 1, kernel: 1)
    let moments = patches.moments(patches.maps(1, seed: 4))
    #expect(moments.secondMoment(group: 0, 2349, 2350) == 0)
    #expect(moments.secondMoment(group: 0, 2348, 2348) != 0)
  }

  @Test("Second moments do not depend on threads", arguments: PatchCase.all)
  func doNotDependOnThreads(patches: PatchCase) {
    let maps = patches.maps(5, seed: 5)
    let floats = patches.maps(5, seed: 6)
    let one = patches.moments(maps, float: floats, threads: 1)
    let three = patches.moments(maps, float: floats, threads: 3)
    #expect(one.mean == three.mean)
    #expect(one.floatMean == three.floatMean)
    let columns = patches.geometry.columns
    for i in stride(from: 0, to: columns, by: max(columns / 40, 1)) {
      for j in stride(from: 0, to: columns, by: max(columns / 40, 1)) {
        #expect(one.secondMoment(group: 0, i, j) == three.secondMoment(group: 0, i, j))
        #expect(one.crossMoment(group: 0, i, j) == three.crossMoment(group: 0, i, j))
      }
    }
  }

  @Test("Sampled positions are spread and repeatable") func positionsAreSpreadAndRepeatable() throws
  {
    let geometry = try PatchCase("large", channels: 1, size: 50, kernel: 3, padding: 1).geometry
    let width = geometry.output.width
    let found = geometry.positions(count: 100, image: 7)
    #expect(found == geometry.positions(count: 100, image: 7))
    #expect(found != geometry.positions(count: 100, image: 8))
    // One in each hundredth of the positions.
    let runs = found.map { ($0.row * width + $0.column) * 100 / geometry.positionCount }
    #expect(runs == Array(0..<100))
    #expect(geometry.positions(count: 5000, image: 7).count == geometry.positionCount)
  }

  /// Blocks shrink where there are very many columns: a network's first matrix product.
  @Test("Memory for second moments is bounded, however many columns there are")
  func memoryIsBounded() throws {
    for count in [100, 4608, 9216, 50_176, 1_000_000] {
      let geometry = try PatchGeometry(vector: count)
      #expect(MomentAccumulator.byteCount(geometry) < 280 << 20, "\(count) columns")
    }
    let depthwise = try PatchCase("depthwise", channels: 960, kernel: 3, groups: 960).geometry
    #expect(MomentAccumulator.byteCount(depthwise, isPaired: true) < 4 << 20)
  }

  /// Every instruction set of this machine, on this thread alone.
  @Test(
    "Every instruction set of this machine gives the same second moments",
    arguments: [dk_isa_generic, dk_isa_avx2, dk_isa_avx512, dk_isa_neon].filter {
      dk_isa_available($0)
    })
  func instructionSetsAgree(set: dk_isa) throws {
    let patches = try PatchCase("3x3 on 12 channels", channels: 12, kernel: 3, padding: 1)
    let maps = patches.maps(2, seed: 9)
    let expected = patches.moments(maps)
    let current = dk_isa_current()
    #expect(dk_isa_select(set))
    defer { dk_isa_select(current) }
    let found = patches.moments(maps)
    for i in 0..<patches.geometry.columns {
      #expect(abs(found.mean[i] - expected.mean[i]) < 1e-6)
      for j in 0..<patches.geometry.columns {
        let difference =
          found.secondMoment(group: 0, i, j) - expected.secondMoment(group: 0, i, j)
        #expect(abs(difference) < 1e-6)
      }
    }
  }

  @Test("Huge windows are refused") func hugeWindowsAreRefused() throws {
    let convolution = Convolution(window: Window(kernel: Extent2D(100)))
    let error = #expect(throws: OperationError.self) {
      try PatchGeometry(convolution, map: try Shape([1, 3, 200, 200]))
    }
    #expect(error?.description.contains("100 x 100") == true)
  }
}
