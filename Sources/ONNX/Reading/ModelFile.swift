import Files
import Graph
import SwiftProtobuf

/// A file taken apart: the messages decoded, the elements of the initializers left where they are.
struct ModelFile {
  /// The model without its graph.
  let model: Onnx_ModelProto
  /// The graph without its initializers.
  let graph: Onnx_GraphProto
  /// The initializers, by name and in order.
  let initializers: [(name: String, tensor: StoredTensor)]

  /// Takes a file apart; `owner` keeps its bytes alive.
  init(
    _ bytes: UnsafeRawBufferPointer, owner: any AnyObject & Sendable
  ) throws(ONNXError) {
    var reader = WireReader(bytes, 0..<bytes.count)
    var graph: Range<Int>?
    var rest: [UInt8] = []
    while let field = try ModelFile.next(&reader, bytes, hasGraph: graph != nil) {
      if field.number == FieldNumber.modelGraph {
        guard graph == nil else {
          throw .malformed(part: "a second graph", offset: field.whole.lowerBound)
        }
        graph = field.contents
      } else {
        rest.append(contentsOf: bytes[field.whole])
      }
    }
    guard let graph else { throw .notONNX(reason: ModelFile.reason(bytes)) }
    try PartCount.check(bytes, graph)
    model = try ModelFile.decode(rest, "the model", at: 0)
    (self.graph, initializers) = try ModelFile.graph(bytes, graph, owner)
  }

  /// The fields of `ModelProto`; anything else at the top of a file is not part of a model.
  private static let fields: [Int: WireType] = [
    1: .varint, 2: .lengthDelimited, 3: .lengthDelimited, 4: .lengthDelimited, 5: .varint,
    6: .lengthDelimited, 7: .lengthDelimited, 8: .lengthDelimited, 14: .lengthDelimited,
    20: .lengthDelimited, 25: .lengthDelimited, 26: .lengthDelimited,
  ]

  private static func next(
    _ reader: inout WireReader, _ bytes: UnsafeRawBufferPointer, hasGraph: Bool
  ) throws(ONNXError) -> WireReader.Field? {
    let start = reader.position
    let foreign: ONNXError =
      hasGraph
      ? .trailingGarbage(offset: start, count: bytes.count - start)
      : .notONNX(reason: reason(bytes))
    do throws(WireReader.Failure) {
      guard let field = try reader.next() else { return nil }
      if fields[field.number] == field.type { return field }
    } catch .truncated(let end) {
      // The tag says whether it is a part of a model at all.
      let tag = Int(bytes[start])
      if let type = fields[tag >> 3], tag & 7 == type.rawValue || tag > 0x7f {
        throw .truncated(offset: start, expected: end, found: bytes.count)
      }
    } catch {
      throw foreign
    }
    throw foreign
  }

  /// What a file is instead of a model, as far as its first bytes tell.
  private static func reason(_ bytes: UnsafeRawBufferPointer) -> String {
    if let problem = FileRole.onnx.problem(of: bytes) { return "the file \(problem)" }
    return "the file holds no graph of the ONNX schema"
  }

  private static func graph(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ owner: any AnyObject & Sendable
  ) throws(ONNXError) -> (Onnx_GraphProto, [(name: String, tensor: StoredTensor)]) {
    var rest: [UInt8] = []
    var initializers: [(name: String, tensor: StoredTensor)] = []
    var external = ExternalFiles(besideModelIn: (owner as? MappedFile)?.folder)
    for field in try fields(of: bytes, range, "the graph") {
      if field.number == FieldNumber.graphInitializer, field.type == .lengthDelimited {
        initializers.append(try tensor(bytes, field.contents, owner, &external))
      } else {
        rest.append(contentsOf: bytes[field.whole])
      }
    }
    return (try decode(rest, "the graph", at: range.lowerBound), initializers)
  }

  private static func tensor(
    _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ owner: any AnyObject & Sendable,
    _ external: inout ExternalFiles
  ) throws(ONNXError) -> (name: String, tensor: StoredTensor) {
    var rest: [UInt8] = []
    var elements: TensorBuffer?
    for field in try fields(of: bytes, range, "an initializer") {
      if field.number == FieldNumber.tensorRawData, field.type == .lengthDelimited {
        elements = TensorBuffer(
          borrowing: UnsafeRawBufferPointer(rebasing: bytes[field.contents]), owner: owner,
          isFileMapping: owner is MappedFile)
      } else {
        rest.append(contentsOf: bytes[field.whole])
      }
    }
    let proto: Onnx_TensorProto = try decode(rest, "an initializer", at: range.lowerBound)
    if proto.dataLocation == .external, elements == nil {
      elements = try external.elements(of: proto)
    }
    return (proto.name, StoredTensor(proto: proto, named: proto.name, borrowed: elements))
  }

  /// The fields of a message inside of the file; one that reaches beyond its message is damage.
  private static func fields(
    of bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ part: String
  ) throws(ONNXError) -> [WireReader.Field] {
    var reader = WireReader(bytes, range)
    var fields: [WireReader.Field] = []
    do throws(WireReader.Failure) {
      while let field = try reader.next() { fields.append(field) }
    } catch {
      throw .malformed(part: part, offset: reader.position)
    }
    return fields
  }

  private static func decode<M: Message>(
    _ bytes: [UInt8], _ part: String, at offset: Int
  ) throws(ONNXError) -> M {
    do { return try M(serializedBytes: bytes) } catch {
      throw .malformed(part: part, offset: offset)
    }
  }
}
