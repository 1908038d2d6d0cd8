import Text

/// A reader under attack: what it does with any bytes at all, and what must hold of it.
///
/// A property that does not hold ends the process (`require`), as does everything that the
/// sanitizers see. Being refused with a message is fine.
public struct FuzzTarget: Sendable {
  /// What `make fuzz TARGET=` calls it.
  public let name: String
  /// The length of the longest input that is worth trying, in bytes.
  public let maximumLength: Int
  /// Reads the bytes and checks the properties.
  public let run: @Sendable (UnsafeRawBufferPointer) -> Void

  init(
    _ name: String, maximumLength: Int = 4096,
    run: @escaping @Sendable (UnsafeRawBufferPointer) -> Void
  ) {
    self.name = name
    self.maximumLength = maximumLength
    self.run = run
  }

  /// All of them, in the order of their names.
  public static let all: [FuzzTarget] = [
    address, bitmap, calibration, cfg, coco, envelope, jpeg, json, key, labels, manifest, npy, onnx,
    png,
    recipe, record, report, results, shard, signature, statement, sums, voc, weights,
  ]

  /// The target of a name.
  public static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}

/// Ends the process where a property does not hold, also in an optimized build.
func require(
  _ condition: Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID,
  line: UInt = #line
) {
  guard condition else { fatalError(message(), file: file, line: line) }
}

/// An error must say something.
func requireMessage(
  _ error: any Error, file: StaticString = #fileID, line: UInt = #line
) {
  require(error is any Failure, "no failure of a room: \(type(of: error))", file: file, line: line)
  require(
    !"\(error)".isEmpty, "an error without a message: \(type(of: error))", file: file, line: line)
}

/// What was written by the program itself must be accepted by it.
func requireRead<Value, Failure: Error>(
  _ what: String, file: StaticString = #fileID, line: UInt = #line,
  _ body: () throws(Failure) -> Value
) -> Value {
  do throws(Failure) { return try body() } catch {
    fatalError("\(what) is not read back: \(error)", file: file, line: line)
  }
}
