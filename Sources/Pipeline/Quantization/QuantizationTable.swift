import Files
import Provenance
import Quantization
import Text

/// Calibration tables as files.
enum QuantizationTable {
  /// More than any table has; text beyond it is not looked at.
  private static let mostBytes = 256 << 20

  /// Reads a table.
  ///
  /// - Throws: a `Failure`, unreadable or malformed, when it is none.
  static func read(_ path: String) throws -> (CalibrationTable, FileReference) {
    let file = try MappedFile(path: path)
    guard file.count <= mostBytes else {
      throw PipelineError.malformed(
        "\(path): has \(file.count) bytes, but a calibration table has at most \(mostBytes); give "
          + "a file that a calibration has written")
    }
    // Before the decoder looks keys up.
    guard file.withUnsafeBytes({ CombiningMarks.excess(in: $0, escaped: true) }) == nil else {
      throw PipelineError.malformed("\(path): \(CombiningMarks.problem)")
    }
    do throws(CalibrationTableError) {
      let table = try file.withUnsafeBytes { (bytes) throws(CalibrationTableError) in
        try CalibrationTable(json: bytes)
      }
      return (table, FileReference(path, file))
    } catch { throw LocatedFailure(path, error) }
  }

  /// Adds a table, read from a file, to one of the same network.
  ///
  /// - Returns: the file, as a record names it.
  /// - Throws: a `Failure` (malformed) when it does not belong to the table.
  static func merge(
    _ path: String, into table: inout CalibrationTable
  ) throws -> FileReference {
    let (other, file) = try read(path)
    do throws(CalibrationTableError) { try table.merge(other) } catch {
      var advice: Lines = ""
      if case .otherPreprocessing = error {
        advice = ", or fit images as it was made\(with: .resize)"
      }
      throw PipelineError.malformed("\(path): \(error)\(advice)")
    }
    return file
  }

  /// A table of the same kind as others that counts nothing.
  static func empty(
    network: String, preprocessing: String, tensors: [String]
  ) throws -> CalibrationTable {
    do throws(CalibrationTableError) {
      return try CalibrationTable(
        network: network, preprocessing: preprocessing, images: [],
        tensors: Dictionary(tensors.map { ($0, Histogram()) }) { first, _ in first })
    } catch { throw PipelineError.fault("\(error)") }
  }
}
