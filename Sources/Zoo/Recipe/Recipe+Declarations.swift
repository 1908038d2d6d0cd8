import Pipeline
import Provenance

extension Recipe {
  /// What the recipe says of files, for the record of a model.
  ///
  /// - Parameter title: what people call the model.
  func declarations(title: String) -> Declarations {
    var declarations = Declarations()
    for source in sources {
      guard let role = Declarations.Role(rawValue: source.role.rawValue) else { continue }
      declarations[role] = entry(source.terms, urls: source.urls)
    }
    declarations[.model] = entry(license, urls: [])
    declarations.title = title
    declarations.supplier = supplier
    return declarations
  }

  /// What the recipe says of a set of pictures or of a file.
  func entry(_ terms: Terms, urls: [String]) -> Declarations.Entry {
    var entry = Declarations.Entry()
    entry.license = terms.license
    entry.attribution = terms.attribution
    entry.licenseFile = terms.licenseFile.map(resolve)
    // A path means something beside the recipe alone.
    entry.uris = urls.filter { $0.hasPrefix("http:") || $0.hasPrefix("https:") }
    return entry
  }

  /// Every licence text that the recipe names, without repeats, in order.
  var licenseFiles: [String] {
    let terms =
      sources.map(\.terms)
      + [license, calibration?.terms, evaluation?.pictures.terms]
      .compactMap(\.self)
    var seen: Set<String> = []
    return terms.compactMap(\.licenseFile).map(resolve).filter { seen.insert($0).inserted }
  }
}
