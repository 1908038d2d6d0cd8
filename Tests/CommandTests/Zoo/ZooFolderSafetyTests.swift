import Foundation
import TestSupport
import Testing

@Suite("The zoo touches nothing but its store")
struct ZooFolderSafetyTests {
  let zoo: ZooFolder
  /// Every command that takes a store.
  static let commands = [
    "list", "show shapes", "pull shapes", "build shapes", "verify shapes", "verify --all",
    "publish shapes -o out", "gc", "gc --dry-run",
  ]
  /// Tells all that is in a folder, byte for byte.
  private static let fingerprint = """
    fingerprint() { (cd "$1" && find . -printf '%p %y %l\\n' | sort && \
      find . -type f -print0 | sort -z | xargs -0r sha256sum); }

    """

  init() throws { zoo = try ZooFolder() }

  private func shell(_ line: String) throws -> CommandLineTool.Outcome {
    try zoo.shell(ZooFolderSafetyTests.fingerprint + line)
  }

  @Test("A folder that is no store is refused by every command, and nothing in it is changed")
  func foreign() throws {
    let made = try shell(
      """
      mkdir -p out-of-it mine/{work/thesis,work/AbCdEf,partial,locks,objects/ab,models}
      echo years > out-of-it/thesis.txt; echo 1 > mine/work/thesis/chapter; echo 2 > mine/work/AbCdEf/x
      echo 3 > mine/partial/x.y; echo 4 > mine/partial/report.json; : > mine/locks/a.lock
      echo 5 > mine/objects/ab/image; echo '{}' > mine/models/mine.json
      ln -s "$PWD/out-of-it" mine/work/link; ln -s "$PWD/out-of-it" mine/work/XyZ123
      fingerprint mine > before; fingerprint out-of-it > outside
      """)
    #expect(made.status == 0, "\(made)")
    for command in ZooFolderSafetyTests.commands + ["init"] {
      let outcome = try zoo.shell("$darkroom zoo \(command) --store mine")
      #expect(outcome.status == 73, "\(command): \(outcome)")
      #expect(
        outcome.errors.contains("no store") && outcome.errors.contains("--store"), "\(outcome)")
      #expect(outcome.errors.contains("nothing was changed"))
    }
    let same = try shell(
      "fingerprint mine | diff before - && fingerprint out-of-it | diff outside -")
    #expect(same.status == 0, "\(same)")
  }

  @Test("Names of a store's folders alone make no store: what is in them has to be a store's too")
  func lookalike() throws {
    for (file, content) in [
      ("work/thesis/.lock", "not empty"), ("models/net.json", "{\"layers\": 3}"),
      ("partial/report.json", ""), ("locks/a.lock", ""), ("objects/ab/cd", ""),
      ("steps/ab/cd.json", ""), ("sources/yolo.weights", ""), ("quarantine/virus", ""),
    ] {
      try zoo.folder.file("like/\(file)", content)
      let outcome = try zoo.shell("$darkroom zoo init --store like")
      let first = file.split(separator: "/").prefix(2).joined(separator: "/")
      #expect(outcome.status == 73 && outcome.errors.contains(first), "\(file): \(outcome)")
      #expect(FileManager.default.fileExists(atPath: zoo.folder.path("like/\(file)")))
      #expect(try zoo.shell("test ! -e like/darkroom-store.json; rm -r like").status == 0)
    }
  }

  @Test("A store of an earlier version is kept: told of by every command, taken over by zoo init")
  func earlier() throws {
    let built = try shell(
      """
      set -e
      $darkroom zoo build shapes -q >/dev/null; $darkroom zoo publish shapes -o p -q >/dev/null
      rm store/darkroom-store.json
      key=$(printf 1 | sha256sum | cut -c1-64)
      mkdir -p store/work/AbCdEf; : > store/work/AbCdEf/.lock; echo half > store/work/AbCdEf/0
      echo half > store/partial/$key; fingerprint store > before
      """)
    #expect(built.status == 0, "\(built)")
    for command in ZooFolderSafetyTests.commands {
      let outcome = try zoo.shell("$darkroom zoo \(command)")
      #expect(outcome.status == 73, "\(command): \(outcome)")
      #expect(outcome.errors.contains("darkroom zoo init --store store"), "\(outcome)")
    }
    let kept = try shell(
      """
      fingerprint store | diff before - && $darkroom zoo init && \
        $darkroom zoo list --json && $darkroom zoo verify shapes -q && test ! -e store/work/AbCdEf
      """)
    #expect(kept.status == 0 && kept.output.contains("taken over"), "\(kept)")
    #expect(kept.output.contains("published"), "\(kept)")
    #expect(try zoo.shell("$darkroom zoo init").output.contains("already"))
  }

  @Test("Looking makes no store; pull, build and init make one in a new or an empty folder")
  func creation() throws {
    for (command, status) in [("list", 0), ("show shapes", 0), ("gc", 0), ("verify --all", 1)] {
      let outcome = try zoo.shell(
        "$darkroom zoo \(command) --store new; s=$?; test ! -e new || exit 10; exit $s")
      #expect(outcome.status == status, "\(command): \(outcome)")
    }
    let missing = try zoo.shell("$darkroom zoo publish shapes -o out --store new; test ! -e new")
    #expect(missing.status == 0 && missing.output.contains("was not built"), "\(missing)")
    let empty = try zoo.shell(
      """
      mkdir empty && $darkroom zoo list --store empty >/dev/null && rmdir empty && mkdir empty && \
        $darkroom zoo pull shapes --store empty && test -f empty/darkroom-store.json && \
        $darkroom zoo init --store a/b && test -f a/b/darkroom-store.json
      """)
    #expect(empty.status == 0, "\(empty)")
  }

  @Test("A store is made whole by several processes at once, and where one was killed making it")
  func concurrentCreation() throws {
    for round in 0..<5 {
      let outcome = try zoo.shell(
        """
        for i in 1 2 3 4 5 6 7 8; do
          $darkroom zoo init --store s\(round) >/dev/null & pids="$pids $!"
        done
        for pid in $pids; do wait $pid || exit 10; done
        ls -A s\(round)
        """)
      #expect(outcome.status == 0 && outcome.output == "darkroom-store.json\n", "\(outcome)")
    }
    // Killed after any byte of the mark.
    let bytes = try zoo.folder.bytes("s0/darkroom-store.json")
    for count in [0, 1, bytes.count / 2, bytes.count - 1] {
      try zoo.folder.file("half/darkroom-store.json", bytes.prefix(count))
      let outcome = try zoo.shell(
        "$darkroom zoo pull shapes --store half -q && $darkroom zoo list --store half")
      #expect(outcome.status == 0, "\(outcome)")
      #expect(try zoo.folder.bytes("half/darkroom-store.json") == bytes)
      #expect(try zoo.shell("rm -r half").status == 0)
    }
    // What only is called as the mark is none, and stays.
    for text in [
      "{}", "my own file, longer than that of the store " + String(repeating: "x", count: 500),
    ] {
      try zoo.folder.file("other/darkroom-store.json", text)
      let outcome = try zoo.shell(
        "$darkroom zoo init --store other; $darkroom zoo pull shapes --store other")
      #expect(outcome.status == 73, "\(outcome)")
      #expect(try zoo.folder.bytes("other/darkroom-store.json") == Data(text.utf8))
    }
    try zoo.folder.file("other/darkroom-store.json", "{\"schemaVersion\": 2}")
    let later = try zoo.shell("$darkroom zoo list --store other")
    #expect(later.status == 73 && later.errors.contains("later version"), "\(later)")
  }

  @Test("In a store, only what the store itself has named is ever removed")
  func strangersInside() throws {
    let made = try shell(
      """
      set -e
      $darkroom zoo pull shapes -q >/dev/null; mkdir -p out-of-it; echo years > out-of-it/thesis.txt
      key=$(printf 1 | sha256sum | cut -c1-64)
      mkdir -p store/work/{thesis,notes-2024,AbCdEf} store/objects/ab
      echo 1 > store/work/thesis/chapter; echo 2 > store/work/notes-2024/.lock; echo 3 > store/work/plan
      echo 4 > store/work/AbCdEf/x
      echo 5 > store/partial/x.y; echo 6 > store/partial/$key.txt; echo 7 > store/partial/$key.json.old
      : > store/locks/a.lock; : > store/locks/step-1.lock; echo 8 > store/locks/download-$key.lock
      echo 9 > store/objects/ab/image; echo 10 > store/steps.txt
      ln -s "$PWD/out-of-it" store/work/XyZ123; ln -s "$PWD/out-of-it/thesis.txt" store/partial/$key
      fingerprint store > before; fingerprint out-of-it > outside
      """)
    #expect(made.status == 0, "\(made)")
    for command in ZooFolderSafetyTests.commands where !command.hasPrefix("build") {
      let outcome = try shell(
        """
        $darkroom zoo \(command) >/dev/null; fingerprint store | diff before - | grep '^<'
        fingerprint out-of-it | diff outside -
        """)
      #expect(!outcome.output.contains("<") && outcome.output.isEmpty, "\(command): \(outcome)")
    }
  }

  @Test(
    "No symbolic link leads out of the store",
    arguments: [
      "objects", "steps", "models", "sources", "verified", "published", "quarantine", "partial",
      "work", "locks",
    ])
  func links(folder: String) throws {
    let made = try shell(
      """
      set -e
      $darkroom zoo build shapes -q >/dev/null; $darkroom zoo publish shapes -o p -q >/dev/null
      mkdir -p store/\(folder); mv store/\(folder) elsewhere; ln -s ../elsewhere store/\(folder)
      mkdir -p elsewhere/AbCdEf; : > elsewhere/AbCdEf/.lock; echo years > elsewhere/AbCdEf/thesis.txt
      fingerprint elsewhere > before
      """)
    #expect(made.status == 0, "\(made)")
    for command in ZooFolderSafetyTests.commands {
      let outcome = try shell(
        "$darkroom zoo \(command); s=$?; fingerprint elsewhere | diff before - || exit 1; exit $s")
      #expect(
        outcome.status == 73 && outcome.errors.contains("store/\(folder)"), "\(command): \(outcome)"
      )
    }
  }

  @Test("Nor does one deeper within it: of a download, an object, its folder, or a document")
  func deepLinks() throws {
    let outcome = try shell(
      """
      set -e
      weights=9188972f5080401748416015ca690464221c9c6dd9c9079398c13c617a1411b6
      mkdir elsewhere; echo precious > elsewhere/file; cp elsewhere/file copy
      $darkroom zoo init >/dev/null
      mkdir store/partial; ln -s "$PWD/elsewhere/file" store/partial/$weights
      ! $darkroom zoo pull shapes -q; cmp copy elsewhere/file; rm store/partial/$weights
      ln -s "$PWD/elsewhere/file" store/partial/$weights.json
      ! $darkroom zoo pull shapes -q; cmp copy elsewhere/file; rm store/partial/$weights.json
      mkdir -p store/objects; rm -rf store/objects/91; ln -s "$PWD/elsewhere" store/objects/91
      ! $darkroom zoo pull shapes -q; test "$(ls elsewhere)" = file; rm store/objects/91
      mkdir store/objects/91; ln -s "$PWD/elsewhere/file" store/objects/91/${weights:2}
      $darkroom zoo build shapes -q >/dev/null
      cmp copy elsewhere/file; test ! -L store/objects/91/${weights:2}
      mv store/models/shapes.json elsewhere; ln -s "$PWD/elsewhere/shapes.json" store/models/shapes.json
      ! $darkroom zoo list; ! $darkroom zoo gc; cmp copy elsewhere/file; test -f elsewhere/shapes.json
      """)
    #expect(outcome.status == 0, "\(outcome)")
  }
}
