/// Names in small letters, digits, points and dashes, as hubs use for tags and data.
enum Slug {
  /// The slug of a text; `unnamed` where nothing of it remains.
  static func text(_ text: String) -> String {
    var slug = ""
    for byte in text.lowercased().utf8 {
      switch Unicode.Scalar(byte) {
      case "a"..."z", "0"..."9": slug.unicodeScalars.append(Unicode.Scalar(byte))
      case ".": if !slug.isEmpty, slug.last != "-", slug.last != "." { slug += "." }
      default: if !slug.isEmpty, slug.last != "-", slug.last != "." { slug += "-" }
      }
    }
    while slug.last == "-" || slug.last == "." { slug.removeLast() }
    return slug.isEmpty ? "unnamed" : slug
  }
}
