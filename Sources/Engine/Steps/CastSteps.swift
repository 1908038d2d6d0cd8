import Graph

/// Casts of planes, element by element.
enum CastSteps {
  static func build(
    _ cast: Cast, _ planner: inout Planner, _ context: NodeContext
  ) throws(EngineError) {
    let input = try planner.planar(context.node[.x])
    let output = planner.allocate(context.output, interleaved: false)
    let (from, to, count) = (input.type.element, cast.element, input.type.shape.count)
    let chunk = 1 << 14
    let step = Step(
      name: context.node.name, units: (count + chunk - 1) / chunk
    ) { memory, units in
      let range = units.lowerBound * chunk..<min(units.upperBound * chunk, count)
      switch from {
      case .float32: write(memory.read(input, as: Float.self), to, output, memory, range)
      case .uint8: write(memory.read(input, as: UInt8.self), to, output, memory, range)
      case .int8: write(memory.read(input, as: Int8.self), to, output, memory, range)
      case .uint16: write(memory.read(input, as: UInt16.self), to, output, memory, range)
      case .int16: write(memory.read(input, as: Int16.self), to, output, memory, range)
      case .int32: write(memory.read(input, as: Int32.self), to, output, memory, range)
      case .int64: write(memory.read(input, as: Int64.self), to, output, memory, range)
      }
    }
    planner.append(step, reading: [input], writing: [output])
  }

  private static func write<Source: CastElement>(
    _ source: UnsafePointer<Source>, _ to: ElementType, _ output: Location, _ memory: Memory,
    _ range: Range<Int>
  ) {
    func write<Target: CastElement>(_: Target.Type) {
      let target: UnsafeMutablePointer<Target> = memory.write(output)
      for index in range { target[index] = Target(casting: source[index].number) }
    }
    switch to {
    case .float32: write(Float.self)
    case .uint8: write(UInt8.self)
    case .int8: write(Int8.self)
    case .uint16: write(UInt16.self)
    case .int16: write(Int16.self)
    case .int32: write(Int32.self)
    case .int64: write(Int64.self)
    }
  }
}

/// What elements are made of: a whole number, or one with a fraction.
private enum CastNumber {
  case whole(Int64)
  case real(Float)
}

private protocol CastElement {
  var number: CastNumber { get }
  init(casting number: CastNumber)
}

extension Float: CastElement {
  fileprivate var number: CastNumber { .real(self) }
  fileprivate init(casting number: CastNumber) {
    switch number {
    case .whole(let value): self = Float(value)
    case .real(let value): self = value
    }
  }
}

extension CastElement where Self: FixedWidthInteger {
  fileprivate var number: CastNumber { .whole(Int64(truncatingIfNeeded: self)) }
  /// Whole numbers keep their lower bits; what no integer stands for is its nearest end, or 0.
  fileprivate init(casting number: CastNumber) {
    switch number {
    case .whole(let value): self.init(truncatingIfNeeded: value)
    case .real(let value):
      let whole = value.rounded(.towardZero)
      self = Self(exactly: whole) ?? (whole.isNaN ? 0 : whole < 0 ? .min : .max)
    }
  }
}

extension UInt8: CastElement {}
extension Int8: CastElement {}
extension UInt16: CastElement {}
extension Int16: CastElement {}
extension Int32: CastElement {}
extension Int64: CastElement {}
