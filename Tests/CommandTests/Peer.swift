import Foundation
import TestSupport

/// A checkpoint of the shared material.
struct Peer {
  let cfg: String
  let weights: String
  let names: String
  let folder: URL

  init?(model name: String) {
    guard let folder = Fixtures.shared?.appendingPathComponent("models/\(name)") else { return nil }
    self.folder = folder
    cfg = folder.appendingPathComponent("\(name).cfg").path
    weights = folder.appendingPathComponent("\(name).weights").path
    names = folder.appendingPathComponent("\(name).names").path
  }

  /// An image of the shared material.
  static func image(_ name: String) -> String {
    Fixtures.shared?.appendingPathComponent("images/\(name)").path ?? ""
  }
}
