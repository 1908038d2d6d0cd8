/// Which images are looked at for what, so that what is measured was not fitted to the images it
/// is measured on.
struct ImageRoles {
  /// The number of images.
  let count: Int

  /// Fewer are too few to be divided.
  private static let fewest = 8

  /// The images that filters and biases are fitted to, at most `limit` of them (nil for all), evenly spread.
  func refining(limit: Int?) -> [Int] {
    spread((0..<count).filter { !isKeptForMeasuring($0) }, limit ?? count)
  }

  /// The images that results are measured on.
  func measuring(limit: Int) -> [Int] {
    spread((0..<count).filter { count < ImageRoles.fewest || isKeptForMeasuring($0) }, limit)
  }

  private func isKeptForMeasuring(_ index: Int) -> Bool {
    count >= ImageRoles.fewest && index % 4 == 3
  }

  private func spread(_ indices: [Int], _ limit: Int) -> [Int] {
    guard indices.count > limit else { return indices }
    return (0..<limit).map { indices[$0 * indices.count / limit] }
  }
}
