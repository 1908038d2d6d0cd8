import Files
import Provenance
import Text

extension QuantizationRun {
  /// Checks before any work that outputs can be written and that none of them is an input.
  ///
  /// - Throws: a `Failure` (usage), or `FileError`.
  public func check(_ outputs: Outputs, _ replacement: Replacement = .own) throws {
    var inputs = [model, weights, names, calibration, table].compactMap { $0 } + merged
    if let calibration { inputs += try CalibrationImages.paths(of: calibration) }
    var all = outputs.all
    var derived: [DerivedFile] = []
    if let model = outputs.model {
      derived.append(.record(of: model))
      if options.target == .litert {
        let path = CalibrationSet.path(for: model)
        all.append(path)
        derived.append(DerivedFile(path))
      }
    }
    try OutputCheck.check(all, reading: inputs)
    try DerivedFile.check(derived, replacement)
    for (index, path) in all.enumerated() {
      for other in all[..<index] where Outputs.isSame(path, other) {
        throw PipelineError.usage("\(path): would be written twice; choose different names")
      }
    }
  }
}

extension QuantizationRun.Outputs {
  /// All that are written.
  var all: [String] {
    [model, model.map { ProvenanceRecord.path(for: $0) }, table, report].compactMap { $0 }
  }

  /// Whether two paths lead to the same file, or to the same name in the same folder.
  fileprivate static func isSame(_ a: String, _ b: String) -> Bool {
    if let first = FileIdentity(path: a) { return first == FileIdentity(path: b) }
    let (first, second) = (parts(of: a), parts(of: b))
    return first.name == second.name
      && FileIdentity(path: first.folder) == FileIdentity(path: second.folder)
  }

  private static func parts(of path: String) -> (folder: String, name: Substring) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path[...]) }
    return (String(path[...slash]), path[path.utf8.index(after: slash)...])
  }
}
