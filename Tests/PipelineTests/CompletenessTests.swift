import TestSupport
import Testing

/// In CI nothing may be skipped.
@Suite(.enabled(if: !Skipping.isAllowed, "only in CI, where CI is set"))
struct CompletenessTests {
  @Test func sharedDataIsHere() { #expect(Fixtures.shared != nil) }
  @Test func peersAreHere() { #expect(Peers.python != nil) }
}
