import Foundation
import TestSupport
import Testing

/// The articles of the libraries, which `make docs` makes pages of.
@Suite("Articles of the libraries") struct ArticleTests {
  static let libraries = products(in: contents("Package.swift"))

  @Test("Each library has an article with code that is compiled", arguments: libraries)
  func article(library: String) throws {
    let article = Self.contents("Sources/\(library)/\(library).docc/\(library).md")
    #expect(article.hasPrefix("# ``\(library)``\n"))
    let snippets = article.matches(of: /@Snippet\(path: "darkroom\/Snippets\/(\w+)"\)/)
    #expect(!snippets.isEmpty)
    for name in snippets.map(\.output.1) {
      let sources = [
        "Tests/ExampleTests/Snippets/\(name)Snippet.swift", "Examples/\(name)/main.swift",
      ]
      #expect(sources.contains { !Self.contents($0).isEmpty }, "there is no snippet \(name)")
    }
    #expect(!article.contains("```"), "code in an article is a snippet, which tests run")
  }

  @Test("docs/libraries.md lists each library, and nothing that is none") func list() {
    let page = Self.contents("docs/libraries.md")
    let listed = page.matches(of: /\]\(\.\.\/Sources\/(\w+)\/\w+\.docc\//).map {
      String($0.output.1)
    }
    #expect(Set(listed) == Set(Self.libraries))
    for library in Self.libraries {
      #expect(page.contains("](../Sources/\(library)/\(library).docc/\(library).md)"), "\(library)")
    }
  }

  @Test("Examples are short, and listed") func examples() throws {
    let page = Self.contents("docs/libraries.md")
    let folder = Fixtures.root.appendingPathComponent("Examples").path
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    for name in names {
      let program = Self.contents("Examples/\(name)/main.swift")
      guard !program.isEmpty else { continue }
      #expect((20...40).contains(program.filter { $0 == "\n" }.count), "\(name)")
      #expect(page.contains("](../Examples/\(name)/main.swift)"), "\(name)")
    }
  }

  /// The names of the libraries that a manifest declares.
  private static func products(in manifest: String) -> [String] {
    manifest.matches(of: /\.library\(name: "(\w+)"/).map { String($0.output.1) }
  }

  /// A text of the repository; empty when there is none.
  private static func contents(_ path: String) -> String {
    (try? String(contentsOf: Fixtures.root.appendingPathComponent(path), encoding: .utf8)) ?? ""
  }
}
