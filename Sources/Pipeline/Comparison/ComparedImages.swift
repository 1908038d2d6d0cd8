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
    let image: Image
    do throws(ImageError) { image = try Image(contentsOf: paths[index]) } catch {
      if case .file(let cause) = error { throw .unreadable(cause.description) }
      throw .input(error.description)
    }
    do throws(PreprocessingError) {
      return [try preprocessing.apply(to: image, input: input).values]
    } catch { throw .input("\(paths[index]): \(error)") }
  }
}
