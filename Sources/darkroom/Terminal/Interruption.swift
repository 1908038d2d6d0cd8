import CMalloc
import Files
import Glibc

/// What a run leaves behind that ends before its time: nothing.
///
/// Signal handlers do it, which need no thread and come whatever the program is waiting for; they
/// neither lock nor allocate.
enum Interruption {
  /// Removes unfinished files when the process is asked to end, and then ends as asked; when it
  /// cannot go on, also says so.
  ///
  /// A signal that is ignored from outside, as under `nohup`, stays ignored.
  static func install() {
    TemporaryFiles.shared.prepare()
    // A file that reaches its limit is an error like a full disk.
    signal(SIGXFSZ, SIG_IGN)
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) {
      handle(number) { number in
        TemporaryFiles.shared.removeAll()
        // It comes when this handler returns.
        signal(number, SIG_DFL)
        raise(number)
      }
    }
    // Unlike ignoring one, blocking a signal is nobody's wish that a program should keep to: whoever
    // starts it from a thread that blocks some passes that on.
    var all = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_UNBLOCK, &all, nil)
    // Whoever wants Swift's own report of a crash says so.
    if let wish = getenv("SWIFT_BACKTRACE"), strstr(wish, "enable=no") == nil { return }
    useOwnStack()
    for number in [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGTRAP] {
      handle(number) { number in
        Interruption.say(number)
        TemporaryFiles.shared.removeAll()
        _exit(number == SIGBUS ? 66 : 70)
      }
    }
  }

  private static func handle(
    _ number: Int32, _ handler: @escaping @convention(c) (Int32) -> Void
  ) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    action.sa_flags = SA_ONSTACK
    sigfillset(&action.sa_mask)
    sigaction(number, &action, nil)
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    // Function pointers are not comparable in Swift, their bits are.
    var action = sigaction()
    sigaction(number, nil, &action)
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
      == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Lets handlers run where the stack is what has run out; it is never freed.
  private static func useOwnStack() {
    let size = 1 << 16
    guard let start = malloc(size) else { return }
    var stack = stack_t(ss_sp: start, ss_flags: 0, ss_size: size)
    sigaltstack(&stack, nil)
  }

  /// Says why the process ends, without memory that would have to be found first.
  private static func say(_ number: Int32) {
    let text: StaticString =
      switch number {
      case SIGABRT:
        """
        darkroom: error: memory has run out, or a fault of darkroom (abort); give it more memory, \
        or less to do at once with --threads or --jobs

        """
      case SIGBUS:
        """
        darkroom: error: a file was shortened by another program while it was read, or its disk \
        failed; try again when nothing writes into it

        """
      default:
        """
        darkroom: error: a fault of darkroom ended it, and unfinished files are removed; please \
        report it with the command and its files

        """
      }
    _ = write(2, text.utf8Start, text.utf8CodeUnitCount)
  }
}

/// How memory that is free is kept.
enum Allocation {
  /// Keeps what was freed for what comes next: of image after image, the page faults of memory
  /// that goes back to the system and comes again cost more than decoding some of them.
  static func keepForReuse() {
    mallopt(M_MMAP_THRESHOLD, 1 << 28)
    mallopt(M_TRIM_THRESHOLD, 1 << 30)
  }
}
