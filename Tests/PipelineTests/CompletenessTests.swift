import TestSupport
import Testing

/// In CI nothing may be skipped.
@Suite(.enabled(if: !Skipping.isAllowed, "only in CI, where CI is set"))
struct CompletenessTests {
  @Test("Where completeness is asked for, the shared data is here") func sharedDataIsHere() {
    #expect(Fixtures.shared != nil)
  }
  @Test("Where completeness is asked for, the Python peers are here") func peersAreHere() {
    #expect(Peers.python != nil)
  }
}
