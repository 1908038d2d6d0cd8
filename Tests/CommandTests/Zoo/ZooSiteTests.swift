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
    let command = try #require(page.firstMatch(of: /<pre[^>]*>darkroom (verify [^<\n]*)/)).1
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

  @Test(
    "Every number of a page leads to the statement that has it, which the page says how to read")
  func proof() throws {
    let made = try zoo.shell(
      """
      set -e
      for name in shapes shapes-int8; do
        $darkroom inspect out/shapes/$name.onnx --profile --runs 3 --json >$name.json
      done
      $darkroom zoo site -o site --profile shapes.json --profile shapes-int8.json
      """)
    #expect(made.status == 0, "\(made)")
    let page = try String(contentsOfFile: zoo.folder.path("site/shapes.html"), encoding: .utf8)
    // Both models on the same images, which are files of the site.
    let images = page.matches(of: /<img src="(images\/[0-9a-f]{16}\.jpg)"/).map { String($0.1) }
    #expect(images.count == 8 && Set(images).count == 4, "\(images)")
    for image in images {
      #expect(try zoo.folder.bytes("site/\(image)").prefix(3) == Data([0xFF, 0xD8, 0xFF]))
    }
    #expect(page.contains("<h3>Quantization</h3>"), "the card is not in the page")
    // What a number leads to, and the commands there.
    let links = page.matches(of: /<a href="#(claim-\d+)"[^>]*>([0-9.]+)<\/a>/)
    #expect(links.count >= 8, "\(links.count)")
    for link in links {
      let parts = page.components(separatedBy: "<article id=\"\(link.1)\"")
      #expect(parts.count == 2, "\(link.1)")
      let article = parts.last?.components(separatedBy: "</article>").first ?? ""
      let commands = try #require(article.firstMatch(of: /<pre[^>]*>([^<]*)<\/pre>/)).1
        .replacing("&#39;", with: "'").replacing("&quot;", with: "\"").replacing("&amp;", with: "&")
      let said = try zoo.shell(
        "cd site && \(commands.replacing("darkroom verify", with: "$darkroom verify"))")
      #expect(said.status == 0, "\(said)")
      let statement = try JSONDocument(
        String(said.output.split(separator: "\n").last { $0.hasPrefix("{") } ?? ""))
      let values =
        statement["predicate"]?["darkroom_figures"]?.elements.compactMap {
          $0["value"]?.number
        } ?? []
      let decimals = link.2.split(separator: ".").last?.count ?? 0
      #expect(
        values.contains { String(format: "%.\(decimals)f", $0) == link.2 }, "\(link.2): \(values)")
    }
    let index = try String(contentsOfFile: zoo.folder.path("site/index.html"), encoding: .utf8)
    #expect(index.contains("AP against time") && index.contains("shapes.html#claim-1"))
    let list = try JSONDocument(
      String(contentsOfFile: zoo.folder.path("site/models.json"), encoding: .utf8))
    #expect(list["models"]?[0]?["variants"]?[1]?["milliseconds"]?.number ?? 0 > 0)
  }

  @Test(
    "axe-core finds nothing in a browser at three widths, in light and dark; no link is broken",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)),
    .enabled(
      if: Chromium.path != nil || !Skipping.isAllowed, "needs chromium; see Scripts/browser"))
  func accessible() throws {
    let made = try zoo.shell(
      """
      set -e
      $darkroom inspect out/shapes/shapes.onnx --profile --runs 2 --json >float.json
      $darkroom inspect out/shapes/shapes-int8.onnx --profile --runs 2 --json >int8.json
      $darkroom zoo site -o site -q --profile float.json --profile int8.json
      """)
    #expect(made.status == 0, "\(made)")
    let python = try #require(Peers.python).path
    let script = Fixtures.root.appendingPathComponent("Scripts/pages/zoo_site.py").path
    func look() throws -> CommandLineTool.Outcome {
      try zoo.folder.shell("'\(python)' '\(script)' site", timeout: 300)
    }
    let sound = try look()
    #expect(sound.status == 0, "\(sound)")
    #expect(sound.output == "2 pages were looked at 12 times; faults: 0\n", "\(sound)")
    // It sees what is wrong.
    _ = try zoo.shell(
      """
      rm site/images/*.jpg
      sed -i 's/alt=\"[^\"]*\"//; s/--soft: #5c564e/--soft: #d5d0c8/' site/shapes.html
      """)
    let broken = try look()
    #expect(broken.status == 1, "\(broken)")
    for fault in ["image-alt", "color-contrast", "there is no images/"] {
      #expect(broken.errors.contains(fault), "\(fault)")
    }
  }

  @Test("Times of other files are refused, and nothing is written")
  func wrongTimes() throws {
    let outcome = try zoo.shell(
      """
      $darkroom convert '\(ShapesClassifier.cfg)' '\(ShapesClassifier.weights)' -q -o other.onnx >/dev/null
      $darkroom inspect other.onnx --profile --runs 2 --json >other.json
      echo '{"milliseconds": 3}' >none.json
      for name in other none missing; do
        $darkroom zoo site -o site --profile $name.json; echo "status $?"
      done
      test ! -e site
      """)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output == "status 64\nstatus 65\nstatus 66\n", "\(outcome)")
    #expect(outcome.errors.contains("which no model of the site has"), "\(outcome)")
  }

  @Test("While a site is replaced its name always leads to a whole one")
  func always() throws {
    let outcome = try zoo.shell(
      """
      set -e
      $darkroom zoo site -o site -q
      (while test ! -e stop; do
        test -s site/models.json && test -s site/shapes.html || echo gone >>gaps
      done) &
      for turn in 1 2 3 4 5 6; do $darkroom zoo site -o site -q; done
      touch stop
      wait
      test ! -e gaps
      """)
    #expect(outcome.status == 0, "\(outcome)")
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

  @Test("Models of one key are one site, and images that they share are there once")
  func several() throws {
    let outcome = try zoo.shell(
      """
      set -e
      sed 's/^name: .*/name: more/; s/^title: .*/title: More shapes/' recipes/shapes.yaml \\
        >recipes/more.yaml
      $darkroom zoo build more -q && $darkroom zoo publish more -q -o out/more
      $darkroom zoo site -o site
      $darkroom verify site/models/more --key site/keys/*.pub
      ls site/images | wc -l
      """)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("site/index.html: 2 models"), "\(outcome)")
    #expect(outcome.output.hasSuffix("\n4\n"), "\(outcome)")
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
