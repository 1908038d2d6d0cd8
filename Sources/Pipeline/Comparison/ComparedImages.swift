import Graph
import Quantization
import Vision

/// Image files as inputs of networks that are compared.
struct ComparedImages: CalibrationSource {
  let paths: [String]
  let preprocessing: Preprocessing
  let input: InputContract

  var count: Int { paths.count }

  func input(at index: Int) throws(QuantizationError) -> [[Float]]? {
    let source: InputSource
    do throws(ImageError) { source = try InputSource(contentsOf: paths[index], for: input) } catch {
      if case .file(let cause) = error { throw .unreadable(cause.description) }
      throw .input(error.description)
    }
    do throws(PreprocessingError) {
      return [try preprocessing.apply(to: source, input: input).values]
    } catch { throw .input("\(paths[index]): \(error)") }
  }
}
