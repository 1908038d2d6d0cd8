import Foundation
import TestSupport
import Testing

/// What a file asks of the program: time and memory in proportion to its size, whatever is in it.
///
/// Time is that of the processor, which a busy machine does not change, and limited by the system, so
/// that a hang is a failure and not a wait. Five seconds are fifty times what any of these takes here;
/// work that grows with the square of a megabyte takes minutes or hours.
@Suite("Time and memory in proportion")
struct ProportionTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  @Test("a hostile megabyte takes no more than 5 s and 512 MB", arguments: HostileInput.all)
  func proportion(_ input: HostileInput) throws {
    try folder.file(input.file, Data(input.bytes()))
    let outcome = try folder.shell(
      "ulimit -t 5; ulimit -d 524288; \(input.command)", timeout: 300)
    // Done, a check that does not hold, wrong usage, malformed or not readable; but not killed.
    #expect(
      [0, 1, 64, 65, 66].contains(outcome.status), "\(outcome.status) \(outcome.errors.prefix(500))"
    )
    #expect(outcome.output.utf8.count + outcome.errors.utf8.count < 4 << 20)
  }
}
