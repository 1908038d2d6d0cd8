import Provenance
import Text

/// Finds the files that a record names, by what is in them.
struct MaterialFinder {
  let shelf: FileIndex
  let record: ProvenanceRecord
  let source: String

  /// Where the files are.
  struct Found {
    fileprivate var paths: [Material.Role: [String]] = [:]
    /// The calibration images.
    fileprivate(set) var images: [String] = []
    fileprivate let source: String

    subscript(role: Material.Role) -> [String]? { paths[role] }

    /// The one file of a role.
    func need(_ role: Material.Role) throws -> String {
      guard let path = paths[role]?.first else {
        throw PipelineError.malformed(
          "\(source): names no \(role), without which it cannot be made again")
      }
      return path
    }
  }

  /// The images that are named one by one.
  var images: [FileReference] {
    guard let calibration = record.calibration else { return [] }
    if case .each(let files) = calibration.images { return files }
    return []
  }

  /// Finds everything.
  ///
  /// - Throws: a `Failure` (unreadable), with all that is not found.
  func all() throws -> Found {
    var found = Found(source: source)
    var missing: [Lines] = []
    for material in record.materials where material.role != .recipe {
      guard let path = shelf.paths(of: material.file).first else {
        missing.append("\(material.role) \(material.file.name), sha256 \(material.file.digest)")
        continue
      }
      found.paths[material.role, default: []].append(path)
    }
    for image in images {
      guard let path = shelf.paths(of: image).first else {
        missing.append("image \(image.name), sha256 \(image.digest)")
        continue
      }
      found.images.append(path)
    }
    guard missing.isEmpty else {
      let shown = missing.prefix(20).joined()
      let rest: Lines = missing.count > 20 ? "\nand \(missing.count - 20) more" : ""
      throw PipelineError.unreadable(
        "\(source): \(missing.count) files that it names are not found; name their folders"
          + "\(with: .search):\n\(shown)\(rest)")
    }
    return found
  }
}
