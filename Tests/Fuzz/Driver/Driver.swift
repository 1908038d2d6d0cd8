import FuzzTargets
import Glibc

/// Feeds a fuzz target.
///
/// `fuzz TARGET FILE...` runs it over files, `fuzz TARGET --swell COUNT FILE...` over inputs of 1 MB
/// made of the files, and tells the longest time. Built with `-D FUZZING` and libFuzzer linked to it
/// (Scripts/fuzz does), what follows the target's name is libFuzzer's own command line. `fuzz --list`
/// names the targets and the longest inputs that they are worth.
@main
struct Driver {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count > 1, let target = FuzzTarget.named(arguments[1]) else {
      for target in FuzzTarget.all { print("\(target.name) \(target.maximumLength)") }
      exit(arguments.count == 2 && arguments[1] == "--list" ? 0 : 64)
    }
    if arguments.count > 3, arguments[2] == "--swell", let count = Int(arguments[3]) {
      return swell(target, count, Array(arguments[4...]))
    }
    #if FUZZING
      exit(Fuzzing.run(target))
    #else
      for path in arguments.dropFirst(2) {
        contents(path).withUnsafeBytes(target.run)
        print("\(path): no finding")
      }
    #endif
  }

  private static func swell(_ target: FuzzTarget, _ count: Int, _ paths: [String]) {
    var longest = (duration: Duration.zero, path: "", index: 0)
    for path in paths {
      var swelling = Swelling(contents(path), seed: 1)
      for index in 0..<count {
        let bytes = swelling.next()
        let duration = ContinuousClock().measure { bytes.withUnsafeBytes(target.run) }
        if duration > .seconds(1) { save(bytes, "\(target.name)-slow-\(index)") }
        if duration > longest.duration { longest = (duration, path, index) }
      }
    }
    print("\(target.name): at most \(longest.duration) (\(longest.path), \(longest.index))")
  }

  private static func save(_ bytes: [UInt8], _ name: String) {
    guard let file = fopen(name, "wb") else { return }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    print("\(name) takes more than a second")
  }

  private static func contents(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else {
      print("\(path): cannot be read")
      exit(66)
    }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = getc(file), byte != EOF {
      bytes.append(UInt8(truncatingIfNeeded: byte))
    }
    return bytes
  }
}
