import Graph
import Quantization
import Vision

/// Picture files as inputs of networks that are compared.
struct ComparedPictures: CalibrationSource {
  let paths: [String]
  let preprocessing: Preprocessing
  let input: InputContract

  var count: Int { paths.count }

  func input(at index: Int) throws(QuantizationError) -> [[Float]]? {
    let picture: Picture
    do throws(PictureError) { picture = try Picture(contentsOf: paths[index]) } catch {
      if case .file(let cause) = error { throw .unreadable(cause.description) }
      throw .input(error.description)
    }
    do throws(PreprocessingError) {
      return [try preprocessing.apply(to: picture, input: input).values]
    } catch { throw .input("\(paths[index]): \(error)") }
  }
}
