import Files

extension CommandLine {
  /// The arguments without the program's name; names of files among them may be of any bytes.
  static var paths: [String] {
    (1..<max(Int(argc), 1)).compactMap { index in
      unsafeArgv[index].map { argument in
        var bytes: [UInt8] = []
        var place = argument
        while place.pointee != 0 {
          bytes.append(UInt8(bitPattern: place.pointee))
          place += 1
        }
        return PathText.text(of: bytes)
      }
    }
  }
}
