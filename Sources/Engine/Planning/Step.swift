/// One piece of work of a plan, cut into units that may be done in any order and by any thread.
struct Step: Sendable {
  /// The node it belongs to, for messages and profiles.
  var name: String
  /// The number of units.
  var units: Int
  /// The scratch memory that a thread needs meanwhile.
  var scratchByteCount = 0
  /// Multiplications followed by an addition in all units, for profiles.
  var multiplyAdds = 0
  /// Does a range of the units.
  var run: @Sendable (Memory, Range<Int>) -> Void
}
