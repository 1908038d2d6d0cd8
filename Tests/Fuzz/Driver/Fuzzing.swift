#if FUZZING
  import FuzzTargets

  /// Hands the process to libFuzzer.
  enum Fuzzing {
    /// Set once, before libFuzzer starts; libFuzzer calls back without a context.
    nonisolated(unsafe) private static var target: FuzzTarget?

    /// libFuzzer's loop, with the program's arguments less the name of the target.
    static func run(_ target: FuzzTarget) -> CInt {
      self.target = target
      var arguments = CommandLine.unsafeArgv
      var count = CommandLine.argc - 1
      arguments[1] = arguments[0]
      arguments += 1
      var pointer: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = arguments
      return driver(&count, &pointer) { bytes, count in
        Fuzzing.target?.run(UnsafeRawBufferPointer(start: bytes, count: count))
        return 0
      }
    }

    // The interface of libFuzzer as a library:
    // https://llvm.org/docs/LibFuzzer.html#using-libfuzzer-as-a-library
    @_silgen_name("LLVMFuzzerRunDriver")
    private static func driver(
      _ count: UnsafeMutablePointer<CInt>,
      _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
      _ run: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
    ) -> CInt
  }
#endif
