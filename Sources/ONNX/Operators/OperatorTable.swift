import Graph

/// The operator files.
enum OperatorTable {
  private static let all: [any OperatorMapping.Type] = [
    AliasMapping.self,
    AveragePoolMapping.self,
    BatchNormalizationMapping.self,
    BinaryMapping.self,
    CastMapping.self,
    ConcatMapping.self,
    ConstantMapping.self,
    ConvIntegerMapping.self,
    ConvMapping.self,
    DequantizeLinearMapping.self,
    FlattenMapping.self,
    GemmMapping.self,
    GlobalAveragePoolMapping.self,
    MatMulMapping.self,
    MaxPoolMapping.self,
    NonMaxSuppressionMapping.self,
    PadMapping.self,
    QLinearAveragePoolMapping.self,
    QLinearBinaryMapping.self,
    QLinearConcatMapping.self,
    QLinearConvMapping.self,
    QLinearGlobalAveragePoolMapping.self,
    QLinearUnaryMapping.self,
    QuantizeLinearMapping.self,
    ReductionMapping.self,
    ReshapeMapping.self,
    ResizeMapping.self,
    SliceMapping.self,
    SoftmaxMapping.self,
    SplitMapping.self,
    TableLookupMapping.self,
    TransposeMapping.self,
    UnaryMapping.self,
  ]

  private static let writers: [ObjectIdentifier: any OperatorWriting.Type] = {
    let writers = all.compactMap { $0 as? any OperatorWriting.Type }
    return Dictionary(uniqueKeysWithValues: writers.map { ($0.operationID, $0) })
  }()

  private static let readers: [OperatorName: any OperatorReading.Type] = {
    var table: [OperatorName: any OperatorReading.Type] = [:]
    for case let reader as any OperatorReading.Type in all {
      for name in reader.operators { table[name] = reader }
    }
    return table
  }()

  /// What writes an operation.
  static func writer(for operation: any Operation) -> (any OperatorWriting.Type)? {
    writers[ObjectIdentifier(type(of: operation))]
  }

  /// What reads an operator.
  static func reader(for name: OperatorName) -> (any OperatorReading.Type)? { readers[name] }
}
