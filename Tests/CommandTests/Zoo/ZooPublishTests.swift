import Foundation
import TestSupport
import Testing

@Suite("What is published is whole, signed, and what people upload")
struct ZooPublishTests {
  let zoo: ZooFolder

  init() throws {
    zoo = try ZooFolder()
    let outcome = try zoo.shell("$darkroom zoo build shapes")
    guard outcome.status == 0 else { throw Shapes.Failure(outcome: outcome) }
  }

  @Test(
    "OpenSSF model-signing verifies it, the hub reads its card, onnxruntime runs its models",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func peers() throws {
    let published = try zoo.shell("$darkroom zoo publish shapes -o out/shapes")
    #expect(published.status == 0, "\(published)")
    let result = try Peers.run(
      "published_folder.py", [zoo.folder.path("out/shapes"), zoo.folder.path("key.pem.pub")])
    #expect(result.status == 0, "\(result.output)\n\(result.errors)")
    let card = try String(contentsOfFile: zoo.folder.path("out/shapes/README.md"), encoding: .utf8)
    let listed = try zoo.shell("$darkroom zoo list --json")
    let model = try JSONDocument(listed.output)["models"]?[0]
    for precision in ["float", "int8"] {
      let ap = try #require(model?["figures"]?[precision]?["ap"]?.number)
      #expect(card.contains(String(format: "%.4f", ap)), "\(ap)")
    }
    let notice = try String(
      contentsOfFile: zoo.folder.path("out/shapes/NOTICE.md"), encoding: .utf8)
    for word in ["shapes.weights", "Images of shapes", "darkroom"] {
      #expect(notice.contains(word), "\(word)")
    }
  }

  @Test(
    "The layout of the hub is signed, verified, run by onnxruntime, and takes no room of its own",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func hubLayout() throws {
    let outcome = try zoo.shell(
      """
      set -e
      $darkroom zoo publish shapes --layout hub -o out/shapes
      $darkroom verify out/shapes --key key.pem.pub
      test "$(stat -c %i out/shapes/onnx/model.onnx)" = "$(stat -c %i out/shapes/shapes.onnx)" \\
        || filefrag out/shapes/onnx/model.onnx 2>/dev/null | grep -q extent
      $darkroom zoo publish shapes -q -o out/shapes
      test ! -e out/shapes/onnx && test ! -e out/shapes/config.json
      $darkroom zoo publish shapes --layout hub -q -o out/shapes
      $darkroom zoo site -o site -q
      diff -r out/shapes site/models/shapes
      """)
    #expect(outcome.status == 0 && outcome.output.contains("20 files"), "\(outcome)")
    let result = try Peers.run(
      "published_folder.py", [zoo.folder.path("out/shapes"), zoo.folder.path("key.pem.pub")])
    #expect(result.status == 0, "\(result.output)\n\(result.errors)")
    let tampered = try zoo.shell(
      "echo >>out/shapes/config.json; $darkroom verify out/shapes --key key.pem.pub")
    #expect(tampered.status == 1 && "\(tampered)".contains("config.json"), "\(tampered)")
  }

  @Test("An earlier publication is replaced, what git keeps stays, nothing else is overwritten")
  func targets() throws {
    let outcome = try zoo.shell(
      """
      set -e
      mkdir -p out/.git; touch out/.git/config
      $darkroom zoo publish shapes -o out -q >/dev/null
      sed -i 's/title: Shapes/title: More shapes/' recipes/shapes.yaml
      $darkroom zoo build shapes -q >/dev/null
      $darkroom zoo publish shapes -o out -q >/dev/null
      grep -q 'More shapes' out/README.md
      test -f out/.git/config
      $darkroom verify out --key key.pem.pub
      """)
    #expect(outcome.status == 0, "\(outcome)")
    try zoo.folder.file("full/thesis.txt", "years of work")
    let refused = try zoo.shell("$darkroom zoo publish shapes -o full")
    #expect(refused.status == 73 && refused.errors.contains("thesis.txt"), "\(refused)")
    #expect(try zoo.folder.bytes("full/thesis.txt") == Data("years of work".utf8))
    try zoo.folder.file("file", "a file")
    #expect(try zoo.shell("$darkroom zoo publish shapes -o file").status == 73)
  }

  @Test("A signature by another key stays, and no key is made to replace it")
  func otherSigner() throws {
    let made = try zoo.shell(
      """
      set -e; $darkroom zoo publish shapes -o out -q >/dev/null; $darkroom keygen other >/dev/null
      $darkroom sign out --key other --force -q >/dev/null; cp out/model.sig before
      """)
    #expect(made.status == 0, "\(made)")
    for key in ["DARKROOM_KEY=key.pem", "-u DARKROOM_KEY XDG_CONFIG_HOME=\"$PWD/config\""] {
      let refused = try zoo.shell(
        "env \(key) $darkroom zoo publish shapes -o out; s=$?; cmp out/model.sig before || exit 9; exit $s"
      )
      #expect(refused.status == 73 && refused.errors.contains("by another key"), "\(refused)")
    }
    #expect(!FileManager.default.fileExists(atPath: zoo.folder.path("config")))
    let own = try zoo.shell("$darkroom zoo publish shapes -o out --key other -q && cp key.pem k")
    #expect(own.status == 0, "\(own)")
  }

  @Test("Where no gate was asked for, none is said to hold")
  func noGates() throws {
    let outcome = try zoo.shell(
      """
      sed -i '/^reference:/,$d; /^gates:/,$d' recipes/shapes.yaml
      $darkroom zoo build shapes -q && $darkroom zoo publish shapes -o out
      """)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.output.contains("no gate was asked for"), "\(outcome)")
    #expect(!outcome.output.contains("every gate holds"), "\(outcome)")
  }

  @Test("Documents of somebody's own with a manifest are no publication, and all of them stay")
  func documents() throws {
    let outcome = try zoo.shell(
      """
      mkdir -p papers/2024; echo years > papers/thesis.txt; echo more > papers/2024/notes
      $darkroom manifest create papers -q >/dev/null && $darkroom sign papers --key key.pem -q >/dev/null
      cp -r papers before; $darkroom zoo publish shapes -o papers; status=$?
      diff -r before papers || exit 10; exit $status
      """)
    #expect(outcome.status == 73 && outcome.errors.contains("papers"), "\(outcome)")
    // Even with the mark of a publication it is the hashes that count.
    let forged = try zoo.shell(
      """
      $darkroom zoo publish shapes -o out -q >/dev/null && cp out/manifest.json before/ && \
        cp out/manifest.json papers/
      $darkroom zoo publish shapes -o papers; status=$?
      diff -r before papers || exit 10; exit $status
      """)
    #expect(forged.status == 73, "\(forged)")
    for name in ["thesis.txt", "2024/notes", "model.sig"] {
      #expect(forged.errors.contains(name), "\(name): \(forged)")
    }
  }

  @Test("A publication in which something was changed or added is refused with all of it named")
  func changed() throws {
    let made = try zoo.shell(
      """
      set -e
      $darkroom zoo publish shapes -o out -q >/dev/null
      echo 'A word of mine.' >> out/README.md; echo years > out/thesis.txt; mkdir out/LICENSES/more
      echo mine > out/LICENSES/more/LICENSE; ln -s /etc out/etc; ln -s ../key.pem out/link
      rm out/report.html; cp -a out before
      """)
    #expect(made.status == 0, "\(made)")
    let refused = try zoo.shell(
      "$darkroom zoo publish shapes -o out; status=$?; diff -r --no-dereference before out || exit 10; exit $status"
    )
    #expect(refused.status == 73, "\(refused)")
    #expect(refused.errors.contains("changed since: README.md"), "\(refused)")
    for name in ["thesis.txt", "LICENSES/more/LICENSE", "etc", "link"] {
      #expect(refused.errors.contains("not of the publication: \(name)"), "\(name): \(refused)")
    }
    // What is gone is no loss, and comes again.
    let mended = try zoo.shell(
      """
      cd out && rm README.md thesis.txt LICENSES/more/LICENSE etc link && cd .. && \
        $darkroom zoo publish shapes -o out -q && $darkroom verify out --key key.pem.pub
      """)
    #expect(mended.status == 0, "\(mended)")
    let unsigned = try zoo.shell("echo '{}' > out/model.sig; $darkroom zoo publish shapes -o out")
    #expect(unsigned.status == 73 && unsigned.errors.contains("model.sig"), "\(unsigned)")
  }

  @Test("The mark survives git, and a publication of an earlier version is told of and let be")
  func marks() throws {
    let cloned = try zoo.shell(
      """
      set -e
      $darkroom zoo publish shapes -o out -q >/dev/null
      git init -q out; cd out; git add -A
      git -c user.name=n -c user.email=e -c core.autocrlf=false commit -qm x; cd ..
      git clone -q out cloned; test -z "$(git -C cloned status --porcelain)"
      $darkroom zoo publish shapes -o cloned -q; $darkroom verify out --key key.pem.pub
      """)
    #expect(cloned.status == 0, "\(cloned)")
    let earlier = try zoo.shell(
      """
      $darkroom zoo publish shapes -o old -q >/dev/null && $darkroom manifest create old -q && \
        $darkroom sign old --key key.pem -q && cp -r old before || exit 1
      $darkroom zoo publish shapes -o old; status=$?; diff -r before old || exit 10; exit $status
      """)
    #expect(earlier.status == 73 && earlier.errors.contains("earlier version"), "\(earlier)")
  }

  @Test("Killed at any moment, publishing goes on the next time, and two at once do no harm")
  func killed() throws {
    try zoo.write { $0.name = "other" }
    #expect(try zoo.shell("$darkroom zoo build other -q").status == 0)
    var generator = SeededGenerator(seed: 11)
    for round in 0..<24 {
      let delay = Double.random(in: 0.005...0.25, using: &generator)
      let name = ["shapes", "other"][round % 2]
      // Two models by turns, so that most files are others'.
      let outcome = try zoo.shell(
        """
        $darkroom zoo publish \(name) -o out -q >/dev/null 2>&1 & pid=$!
        sleep \(delay); kill -9 $pid 2>/dev/null; wait $pid; true
        """)
      #expect(outcome.status == 0)
      if round % 4 == 3 {
        let whole = try zoo.shell(
          """
          $darkroom zoo publish \(name) -o out -q >/dev/null || exit 11
          $darkroom verify out --key key.pem.pub >/dev/null || exit 12
          ls -A out | grep darkroom && exit 13; true
          """)
        #expect(whole.status == 0, "round \(round): \(whole)")
      }
    }
    let both = try zoo.shell(
      """
      for i in 1 2 3 4; do
        for name in shapes other; do
          $darkroom zoo publish $name -o both -q >/dev/null & pids="$pids $!"
        done
      done
      for pid in $pids; do wait $pid || exit 14; done
      $darkroom verify both --key key.pem.pub && test "$(ls -A both | grep -c publishing)" = 0
      """)
    #expect(both.status == 0, "\(both)")
  }

  @Test("What cannot be written leaves the publication that is there as it is, or nothing")
  func unwritable() throws {
    let outcome = try zoo.shell(
      """
      $darkroom zoo publish shapes -o out -q >/dev/null; cp -r out before
      (ulimit -f 100; $darkroom zoo publish shapes -o new -q); [ $? = 73 ] || exit 10
      test -e new && exit 11
      sed -i 's/title: Shapes/title: More shapes/' recipes/shapes.yaml; $darkroom zoo build shapes -q
      (ulimit -f 40; $darkroom zoo publish shapes -o out -q); [ $? = 73 ] || exit 12
      diff -r before out
      """)
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test("A key is made at its first use, for the owner's eyes only")
  func key() throws {
    let outcome = try zoo.shell(
      """
      unset DARKROOM_KEY; export XDG_CONFIG_HOME=$PWD/settings
      $darkroom zoo publish shapes -o out && $darkroom zoo publish shapes -o out && \
        $darkroom verify out --key settings/darkroom/key.pem.pub && stat -c %a settings/darkroom/key.pem
      """)
    #expect(outcome.status == 0 && outcome.output.hasSuffix("600\n"), "\(outcome)")
    #expect(outcome.errors.contains("made a key"))
  }

  @Test("No key is made where nothing is published: gates, the folder, a model that is not there")
  func noKey() throws {
    try zoo.folder.file("full/thesis.txt", "years of work")
    try zoo.write { $0.name = "other" }
    let start = "unset DARKROOM_KEY; export XDG_CONFIG_HOME=$PWD/settings; $darkroom zoo publish "
    #expect(try zoo.shell(start + "shapes -o full").status == 73)
    #expect(try zoo.shell(start + "other -o out").status == 1)
    try zoo.write { $0.gates = "  minimumAP: 0.99" }
    #expect(try zoo.shell("$darkroom zoo build shapes -q").status == 0)
    let gate = try zoo.shell(start + "shapes -o out")
    #expect(gate.status == 1 && gate.output.contains("0.99"), "\(gate)")
    #expect(!FileManager.default.fileExists(atPath: zoo.folder.path("settings")))
    #expect(!FileManager.default.fileExists(atPath: zoo.folder.path("out")))
  }

  @Test("A private key that others may read is refused, by sign, provenance and publish alike")
  func exposedKey() throws {
    let made = try zoo.shell(
      """
      chmod 640 key.pem; mkdir m; $darkroom convert '\(Shapes.cfg)' '\(Shapes.weights)' -o m/m.onnx -q
      """)
    #expect(made.status == 0, "\(made)")
    for command in [
      "zoo publish shapes -o out", "sign m --key key.pem", "provenance m/m.onnx --key key.pem",
    ] {
      let outcome = try zoo.shell("$darkroom \(command)")
      #expect(outcome.status == 66, "\(command): \(outcome)")
      #expect(outcome.errors.contains("chmod 600 key.pem"), "\(command): \(outcome)")
    }
    #expect(!FileManager.default.fileExists(atPath: zoo.folder.path("out")))
    let mended = try zoo.shell("chmod 600 key.pem; $darkroom sign m --key key.pem -q")
    #expect(mended.status == 0, "\(mended)")
  }

  @Test("What was published is verified with its signature, by the key that is asked for")
  func verify() throws {
    #expect(try zoo.shell("$darkroom zoo publish shapes -o out").status == 0)
    let verified = try zoo.shell("$darkroom zoo verify --all --key key.pem.pub")
    #expect(verified.status == 0 && verified.output.contains("signature of"), "\(verified)")
    let other = try zoo.shell(
      "$darkroom keygen other >/dev/null && $darkroom zoo verify --all --key other.pub")
    #expect(other.status == 1 && other.output.contains("FAILED"), "\(other)")
  }
}
