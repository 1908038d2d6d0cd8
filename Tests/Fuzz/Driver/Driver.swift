import FuzzTargets
import Glibc

/// Feeds a fuzz target: `fuzz TARGET [FILE...]`.
///
/// Built plainly, it runs the target over the files. Built with `-D FUZZING` and libFuzzer linked to
/// it (Scripts/fuzz does), what follows the target's name is libFuzzer's own command line.
@main
struct Driver {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count > 1, let target = FuzzTarget.named(arguments[1]) else {
      let names = FuzzTarget.all.map { "\($0.name) \($0.maximumLength)\n" }.joined()
      print(names, terminator: "")
      exit(arguments.count == 2 && arguments[1] == "--list" ? 0 : 64)
    }
    #if FUZZING
      exit(Fuzzing.run(target))
    #else
      for path in arguments.dropFirst(2) {
        guard let file = fopen(path, "rb") else {
          print("\(path): cannot be read")
          exit(66)
        }
        var bytes: [UInt8] = []
        while case let byte = getc(file), byte != EOF {
          bytes.append(UInt8(truncatingIfNeeded: byte))
        }
        fclose(file)
        bytes.withUnsafeBytes(target.run)
        print("\(path): no finding")
      }
    #endif
  }
}
