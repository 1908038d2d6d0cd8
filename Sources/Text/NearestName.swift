/// The name that was probably meant: the one fewest edits away, unless that is too far.
///
/// Upper and lower case count as equal for the distance, so that `[Yolo]` finds `yolo`.
package func nearestName(to name: String, in names: some Sequence<String>) -> String? {
  let typed = Array(name.lowercased().utf8)
  let limit = max(1, typed.count / 3)
  var best: (name: String, distance: Int)?
  for candidate in names {
    let known = Array(candidate.lowercased().utf8)
    guard abs(known.count - typed.count) <= limit else { continue }
    let distance = editDistance(typed, known)
    if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  return best?.name
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one text into the other
/// (optimal string alignment).
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      let replaced = last[j] + (a[i] == b[j] ? 0 : 1)
      var distance = min(replaced, last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        distance = min(distance, beforeLast[j - 1] + 1)
      }
      row.append(distance)
    }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
