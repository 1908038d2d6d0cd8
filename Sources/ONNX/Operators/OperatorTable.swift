import Graph

/// The operator files.
enum OperatorTable {
  /// An entry: what reads operators, what writes an operation, or both.
  struct Entry: Sendable {
    fileprivate let reader: (any OperatorReading.Type)?
    fileprivate let writer: OperatorWriter?

    init<Mapping: OperatorReading & OperatorWriting>(_ mapping: Mapping.Type) {
      reader = mapping
      writer = OperatorWriter(mapping)
    }

    init<Mapping: OperatorReading>(reading mapping: Mapping.Type) {
      reader = mapping
      writer = nil
    }

    init<Mapping: OperatorWriting>(writing mapping: Mapping.Type) {
      reader = nil
      writer = OperatorWriter(mapping)
    }
  }

  private static let all: [Entry] = [
    Entry(reading: AliasMapping.self),
    Entry(AveragePoolMapping.self),
    Entry(BatchNormalizationMapping.self),
    Entry(BinaryMapping.self),
    Entry(CastMapping.self),
    Entry(ConcatMapping.self),
    Entry(reading: ConstantMapping.self),
    Entry(ConvIntegerMapping.self),
    Entry(ConvMapping.self),
    Entry(DequantizeLinearMapping.self),
    Entry(FlattenMapping.self),
    Entry(GatherMapping.self),
    Entry(GatherNDMapping.self),
    Entry(GemmMapping.self),
    Entry(GlobalAveragePoolMapping.self),
    Entry(MatMulMapping.self),
    Entry(MaxPoolMapping.self),
    Entry(NonMaxSuppressionMapping.self),
    Entry(PadMapping.self),
    Entry(QLinearAveragePoolMapping.self),
    Entry(QLinearBinaryMapping.self),
    Entry(QLinearConcatMapping.self),
    Entry(QLinearConvMapping.self),
    Entry(QLinearGlobalAveragePoolMapping.self),
    Entry(QLinearUnaryMapping.self),
    Entry(QuantizeLinearMapping.self),
    Entry(ReductionMapping.self),
    Entry(ReshapeMapping.self),
    Entry(ResizeMapping.self),
    Entry(ScatterNDMapping.self),
    Entry(SliceMapping.self),
    Entry(SoftmaxMapping.self),
    Entry(SplitMapping.self),
    Entry(writing: TableLookupMapping.self),
    Entry(TopKMapping.self),
    Entry(TransposeMapping.self),
    Entry(UnaryMapping.self),
  ]

  private static let writers = Dictionary(
    uniqueKeysWithValues: all.compactMap(\.writer).map { (ObjectIdentifier($0.operation), $0) })

  private static let readers = Dictionary(
    uniqueKeysWithValues: all.compactMap(\.reader).flatMap { reader in
      reader.operators.map { ($0, reader) }
    })

  /// The operations that can be written.
  static var writtenOperations: [any Operation.Type] { writers.values.map(\.operation) }

  /// What writes an operation.
  static func writer(for operation: any Operation) -> OperatorWriter? {
    writers[ObjectIdentifier(type(of: operation))]
  }

  /// What reads an operator.
  static func reader(for name: OperatorName) -> (any OperatorReading.Type)? { readers[name] }
}
