import TestSupport
import Testing

/// What the articles of the libraries show: from `// snippet.show` to `// snippet.hide`, with the
/// imports of products.
@Suite("Snippets of the libraries' articles") struct Snippets {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }
}
