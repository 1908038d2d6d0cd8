import Foundation
import TestSupport
import Testing

@Suite("The site of a zoo shows what was published, and nothing else")
struct ZooSiteTests {
  let zoo: ZooFolder

  init() throws {
    zoo = try ZooFolder()
    let outcome = try zoo.shell(
      "$darkroom zoo build shapes -q && $darkroom zoo publish shapes -q -o out/shapes")
    guard outcome.status == 0 else { throw Shapes.Failure(outcome: outcome) }
  }

  @Test("A visitor finds the model, verifies its folder and runs it; every link leads somewhere")
  func visit() throws {
    let made = try zoo.shell(
      """
      umask 022
      $darkroom zoo site -o site --title 'Our zoo' && diff -r out/shapes site/models/shapes \\
        && stat -c %a site site/models site/index.html
      """)
    // A web server, which is another user, can read it.
    #expect(made.status == 0 && made.output.hasSuffix("755\n755\n644\n"), "\(made)")
    // The command of the page, typed where the site is.
    let page = try String(contentsOfFile: zoo.folder.path("site/shapes.html"), encoding: .utf8)
    let command = try #require(page.firstMatch(of: /<pre>darkroom (verify [^<]*)<\/pre>/)).1
    let outcome = try zoo.shell(
      """
      cd site && $darkroom \(command) \\
        && $darkroom detect models/shapes/shapes-int8.onnx '\(Shapes.image(0))'
      """)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("signature of") && outcome.output.contains("triangle"))
    for page in ["index.html", "shapes.html"] {
      let text = try String(contentsOfFile: zoo.folder.path("site/\(page)"), encoding: .utf8)
      let links = text.matches(of: /href="([^"#]+)"/).map { String($0.1) }
      #expect(links.count > 2)
      for link in links {
        let path = try #require(link.removingPercentEncoding)
        #expect(!path.contains(":"), "\(link)")
        #expect(FileManager.default.fileExists(atPath: zoo.folder.path("site/\(path)")), "\(link)")
      }
    }
    let list = try JSONDocument(
      String(contentsOfFile: zoo.folder.path("site/models.json"), encoding: .utf8))
    #expect(list["models"]?[0]?["files"]?.elements.count ?? 0 > 10)
    guard let python = Peers.python?.path else { return }
    let feed = try zoo.shell(
      "'\(python)' -c 'import xml.dom.minidom as m; print(len(m.parse(\"site/feed.xml\").getElementsByTagName(\"entry\")))'"
    )
    #expect(feed.output == "1\n", "\(feed)")
  }

  @Test("An earlier site is replaced, and what did not change keeps its time")
  func again() throws {
    let outcome = try zoo.shell(
      """
      set -e
      SOURCE_DATE_EPOCH=1700000000 $darkroom zoo site -o site -q
      cp -r site first
      SOURCE_DATE_EPOCH=1800000000 $darkroom zoo site -o site -q
      diff -r first site
      sed -i 's/title: Shapes/title: More shapes/' recipes/shapes.yaml
      $darkroom zoo build shapes -q && $darkroom zoo publish shapes -q -o out/shapes
      SOURCE_DATE_EPOCH=1800000000 $darkroom zoo site -o site -q
      grep -q 2027-01-15 site/feed.xml
      grep -q 'More shapes' site/index.html
      ls -A | grep -v -e '^first$' | grep '^[.]site' && exit 3
      true
      """)
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test("Folders of others are left alone, and a zoo without publications has no site")
  func refusals() throws {
    try zoo.folder.file("full/thesis.txt", "years of work")
    let full = try zoo.shell("$darkroom zoo site -o full")
    #expect(full.status == 73 && full.errors.contains("no site of a zoo"), "\(full)")
    #expect(try zoo.folder.bytes("full/thesis.txt") == Data("years of work".utf8))
    try zoo.write { $0.name = "other" }
    let index = try zoo.shell(
      "cp recipes/shapes.yaml recipes/index.yaml; sed -i 's/^name: .*/name: index/' recipes/index.yaml; $darkroom zoo site index -o none"
    )
    #expect(index.status == 64 && index.errors.contains("named index"), "\(index)")
    let none = try zoo.shell("$darkroom zoo site other -o none")
    #expect(none.status == 64 && none.errors.contains("no model was published"), "\(none)")
    #expect(!FileManager.default.fileExists(atPath: zoo.folder.path("none")))
  }
}
