import Files

/// Where the bytes of a model go, in order.
protocol ByteSink: ~Copyable {
  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError)
}

extension ByteSink where Self: ~Copyable {
  mutating func write(_ bytes: [UInt8]) throws(FileError) {
    try bytes.withUnsafeBufferPointer { (buffer) throws(FileError) in
      try write(UnsafeRawBufferPointer(buffer))
    }
  }
}

/// A file, and someone who looks on.
struct FileSink: ByteSink, ~Copyable {
  private var file: AtomicFile
  private let observer: ((UnsafeRawBufferPointer) -> Void)?

  init(file: consuming AtomicFile, observer: ((UnsafeRawBufferPointer) -> Void)?) {
    self.file = file
    self.observer = observer
  }

  mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try file.write(bytes)
    observer?(bytes)
  }

  consuming func commit() throws(FileError) { try file.commit() }
}

/// Memory.
struct MemorySink: ByteSink {
  private(set) var bytes: [UInt8] = []

  mutating func write(_ bytes: UnsafeRawBufferPointer) { self.bytes.append(contentsOf: bytes) }
}

/// Somebody who reads along.
struct ReaderSink: ByteSink {
  let reader: (UnsafeRawBufferPointer) -> Void

  mutating func write(_ bytes: UnsafeRawBufferPointer) { reader(bytes) }
}
