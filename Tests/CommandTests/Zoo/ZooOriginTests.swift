import Foundation
import TestSupport
import Testing

@Suite("A built model is pulled from somebody else's zoo, verified, or not at all")
struct ZooOriginTests {
  let zoo: ZooFolder

  /// A zoo with a published model and its site; `$mine` uses a store of one's own.
  init() throws {
    zoo = try ZooFolder()
    let outcome = try zoo.shell(
      """
      $darkroom zoo build shapes -q && $darkroom zoo publish shapes -q -o out/shapes \\
        && $darkroom zoo site -o site -q
      """)
    guard outcome.status == 0 else { throw Shapes.Failure(outcome: outcome) }
  }

  /// A line of shell of somebody who has neither recipes nor key.
  private func visitor(_ line: String) throws -> CommandLineTool.Outcome {
    try zoo.folder.shell("export DARKROOM_RECIPES=none DARKROOM_STORE=mine; " + line)
  }

  private func site() throws -> (server: StartedProgram, address: String) {
    let server = try StartedProgram(
      "/usr/bin/python3",
      [
        "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory",
        zoo.folder.path("site"),
      ])
    let line = try server.firstLine()
    let port = try #require(line.firstMatch(of: /port (\d+)/)).1
    return (server, "http://127.0.0.1:\(port)/")
  }

  @Test("From the address of a page, by a web server, into an empty store: verified, and it runs")
  func fromWeb() throws {
    let (server, address) = try site()
    defer { _ = try? server.end(timeout: 5) }
    let listed = try visitor("$darkroom zoo list --remote \(address)")
    #expect(listed.output.contains("shapes") && listed.output.contains("MIT"), "\(listed)")
    let pulled = try visitor(
      """
      $darkroom zoo pull shapes --from \(address)shapes.html -o model && diff -r model out/shapes \\
        && $darkroom detect model/shapes-int8.onnx '\(Shapes.image(0))' && $darkroom zoo verify shapes
      """)
    #expect(pulled.status == 0 && pulled.output.contains("triangle"), "\(pulled)")
    #expect(pulled.output.contains("signature of 16 files"))
    #expect(pulled.errors.contains("is kept from this first pull on"))
    // Nothing comes a second time, and nothing of it is garbage.
    let again = try visitor(
      "$darkroom zoo gc && $darkroom zoo pull shapes --from \(address) && ls mine/incoming")
    #expect(again.status == 0 && again.output.contains("there already"), "\(again)")
    #expect(again.output.contains("0 files, 0 bytes were removed"))
    let shown = try visitor("$darkroom zoo list && $darkroom zoo show shapes")
    #expect(shown.output.contains("from \(address)") && shown.output.contains("0.7"), "\(shown)")
    let model = try visitor("$darkroom zoo pull squares --from \(address)")
    #expect(model.status == 66 && model.errors.contains("has no model squares, but shapes"))
  }

  @Test(
    "The command that a browser shows on the page, pasted into a terminal with an empty store",
    .enabled(
      if: Chromium.path != nil || !Skipping.isAllowed, "needs chromium; see Scripts/browser"))
  func pasted() throws {
    let (server, address) = try site()
    defer { _ = try? server.end(timeout: 5) }
    let browser = try #require(Chromium.path)
    let page = try visitor(
      """
      '\(browser)' --headless --no-sandbox --disable-gpu --user-data-dir=profile --dump-dom \
        \(address)shapes.html 2>/dev/null
      """)
    let command = try #require(
      page.output.firstMatch(of: /<pre data-pull[^>]*>darkroom ([^<]*)</), "\(page)"
    ).1
    #expect(command.contains(address))
    let pulled = try visitor(
      "$darkroom \(command) && $darkroom detect shapes/shapes-int8.onnx '\(Shapes.image(0))'")
    #expect(pulled.status == 0 && pulled.output.contains("triangle"), "\(pulled)")
  }

  /// What somebody may do to a copy of a site, and a word of the reason that is told.
  static let tampering = [
    ("printf x | dd of=bad/models/shapes/shapes.onnx bs=1 seek=9 conv=notrunc", "has the SHA-256"),
    ("echo >>bad/models/shapes/README.md", "README.md"),
    ("rm bad/models/shapes/model.sig", "model.sig"),
    ("$darkroom keygen o.pem >&2; cp o.pem.pub bad/keys/*.pub", "was signed with the key"),
    (
      // The list fits the changed file, as it is not signed; the signature does not.
      "python3 - <<'E'\n"
        + "import hashlib, json\n"
        + "p = 'bad/models/shapes/shapes.onnx'; b = bytearray(open(p, 'rb').read()); b[999] ^= 1\n"
        + "open(p, 'wb').write(b); l = json.load(open('bad/models.json'))\n"
        + "for f in l['models'][0]['files']:\n"
        + "    if f['path'] == 'shapes.onnx': f['sha256'] = hashlib.sha256(b).hexdigest()\n"
        + "json.dump(l, open('bad/models.json', 'w'))\nE",
      "shapes.onnx: was changed"
    ),
    ("sed -i 's|\"shapes.onnx\"|\"../../x.onnx\"|' bad/models.json", "is not used"),
    ("sed -i 's|\"models/shapes\"|\"../models/shapes\"|' bad/models.json", "no path of a file"),
    ("echo '{' >bad/models.json", "no list of a zoo's models"),
  ]

  @Test(
    "A tampered copy is refused with the reason, and leaves nothing in the store",
    arguments: tampering)
  func tampered(line: String, reason: String) throws {
    let outcome = try visitor(
      "cp -r site bad; { \(line)\n} 2>/dev/null; $darkroom zoo pull shapes --from bad -o model")
    #expect(outcome.status != 0 && outcome.errors.contains(reason), "\(outcome)")
    #expect(!outcome.errors.contains("darkroom-pull"), "\(outcome)")
    let left = try zoo.folder.entries().filter {
      $0.hasPrefix("mine/objects/") || $0.hasPrefix("mine/pulled/") || $0.hasPrefix("model")
    }
    #expect(left == [], "\(left)")
  }

  @Test("A later version has to be signed with the key of the first pull, until another is named")
  func pinnedKey() throws {
    let outcome = try visitor(
      """
      set -e
      $darkroom zoo pull shapes --from site -q
      $darkroom keygen other.pem >/dev/null
      sed -i 's/title: Shapes/title: More shapes/' recipes/shapes.yaml
      export DARKROOM_RECIPES=recipes DARKROOM_STORE=store
      $darkroom zoo build shapes -q >/dev/null
      $darkroom zoo publish shapes -q -o other --key other.pem >/dev/null
      $darkroom zoo site -o site -q
      export DARKROOM_RECIPES=none DARKROOM_STORE=mine
      ! $darkroom zoo pull shapes --from site
      $darkroom zoo show shapes | grep '^shapes: Shapes'
      $darkroom zoo pull shapes --from site --key other.pem.pub -q
      $darkroom zoo pull shapes --from site -q
      $darkroom zoo show shapes | grep '^shapes: More'
      """)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("somebody else publishes under the name"), "\(outcome)")
  }

  @Test("A folder has no key beside it and needs one; a model of our own keeps its name")
  func names() throws {
    let bare = try visitor("$darkroom zoo pull shapes --from out/shapes")
    #expect(bare.status == 64 && bare.errors.contains("--key"), "\(bare)")
    let named = try visitor("$darkroom zoo pull shapes --from out/shapes --key key.pem.pub -q")
    #expect(named.status == 0, "\(named)")
    let own = try zoo.shell("$darkroom zoo pull shapes --from site")
    #expect(own.status == 64 && own.errors.contains("--as"), "\(own)")
    let other = try zoo.shell(
      "$darkroom zoo pull shapes --from site --as theirs -q && $darkroom zoo verify --all && $darkroom zoo list"
    )
    #expect(other.status == 0 && other.output.contains("theirs  from site"), "\(other)")
    let strange = try zoo.shell("$darkroom zoo pull shapes --from site --as ../theirs")
    #expect(strange.status == 64 && strange.errors.contains("no name of a model"), "\(strange)")
    let astray = try visitor("$darkroom zoo pull shapes --key key.pem.pub")
    #expect(astray.status == 64 && astray.errors.contains("--from"), "\(astray)")
  }

  @Test(
    "A withdrawn version is refused with the reason, unless somebody insists; the next one is not")
  func withdrawn() throws {
    let stranger = try zoo.shell(
      "$darkroom keygen other.pem && $darkroom zoo withdraw shapes --reason why --key other.pem")
    #expect(stranger.status == 64 && stranger.errors.contains("only its owner"), "\(stranger)")
    let made = try zoo.shell(
      """
      $darkroom zoo withdraw shapes --reason 'Wrong images.' --successor shapes-2 \\
        && $darkroom zoo site -o site -q
      """)
    #expect(made.status == 0, "\(made)")
    let refused = try visitor("$darkroom zoo pull shapes --from site")
    #expect(refused.status == 1 && refused.errors.contains("Wrong images."), "\(refused)")
    #expect(refused.errors.contains("shapes-2") && refused.errors.contains("--accept-withdrawn"))
    let taken = try visitor(
      "$darkroom zoo pull shapes --from site --accept-withdrawn -q && $darkroom zoo show shapes")
    #expect(taken.status == 0 && taken.output.contains("withdrawn by its publisher"), "\(taken)")
    // The list is not signed; a statement by another key is none of the publisher's.
    let forged = try visitor(
      """
      sed -i 's/"sig":"[^"]*"/"sig":"MEUC"/' site/withdrawn/*; $darkroom zoo pull shapes --from site -q
      """)
    #expect(forged.status == 0, "\(forged)")
    let next = try zoo.shell(
      """
      sed -i 's/title: Shapes/title: More shapes/' recipes/shapes.yaml
      $darkroom zoo build shapes -q >/dev/null && $darkroom zoo publish shapes -q -o out/shapes \\
        && $darkroom zoo site -o site -q && DARKROOM_STORE=mine $darkroom zoo pull shapes --from site -q
      """)
    #expect(next.status == 0, "\(next)")
  }

  @Test("Two versions are told apart by bytes, figures with intervals, licences and options")
  func difference() throws {
    let outcome = try zoo.shell(
      """
      $darkroom zoo pull shapes --from site --as before -q && $darkroom zoo diff before out/shapes/ \\
        && sed -i 's/effort: fast/effort: baseline/; s/minimumAP: .*/minimumAP: 0.1/' recipes/shapes.yaml \\
        && $darkroom zoo build shapes -q >/dev/null && $darkroom zoo publish shapes -q -o out/shapes \\
        && $darkroom zoo diff before out/shapes/ && $darkroom zoo diff before shapes --json >diff.json
      """)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("both are the same"))
    #expect(
      outcome.output.contains("option granularity") && outcome.output.contains("evaluate ap"),
      "\(outcome)")
    let rows =
      try JSONDocument(
        String(contentsOfFile: zoo.folder.path("diff.json"), encoding: .utf8))["rows"]?.elements
      ?? []
    let changed = rows.filter { $0["differs"]?.bool == true }
    #expect(changed.allSatisfy { $0["subject"]?.string != "float" }, "\(changed)")
    // The numbers of the two records.
    let ap = try #require(
      changed.first { $0["subject"]?.string == "INT8" && $0["what"]?.string == "evaluate ap" })
    let values = ["first", "second"].compactMap { key in
      ap[key]?.string.flatMap { Double($0.prefix { $0 != " " }) }
    }
    try #require(values.count == 2, "\(ap)")
    #expect(abs((ap["difference"]?.number ?? 9) - (values[1] - values[0])) < 1e-4, "\(ap)")
    let nothing = try zoo.shell("$darkroom zoo diff before nothing")
    #expect(nothing.status == 66 && nothing.errors.contains("no model of the store"), "\(nothing)")
  }

  @Test("Killed at any moment, a pull goes on the next time; two at once do no harm")
  func killed() throws {
    var generator = SeededGenerator(seed: 21)
    for round in 0..<16 {
      let delay = Double.random(in: 0.002...0.12, using: &generator)
      let outcome = try visitor(
        """
        $darkroom zoo pull shapes --from site -q >/dev/null 2>&1 & pid=$!
        sleep \(delay); kill -9 $pid 2>/dev/null; wait $pid
        $darkroom zoo pull shapes --from site -q >/dev/null && $darkroom zoo verify shapes -q >/dev/null \\
          && test -z "$(ls -A mine/incoming)" && $darkroom zoo gc | tail -1 && rm -r mine
        """)
      #expect(
        outcome.status == 0 && outcome.output.hasPrefix("0 files"), "round \(round): \(outcome)")
    }
    let both = try visitor(
      """
      for i in 1 2 3 4; do $darkroom zoo pull shapes --from site -q >/dev/null & pids="$pids $!"; done
      for pid in $pids; do wait $pid || exit 14; done
      $darkroom zoo verify shapes -q
      """)
    #expect(both.status == 0, "\(both)")
  }
}
