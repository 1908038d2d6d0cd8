import Foundation
import TestSupport
import Testing

@Suite("The store survives being killed, shared and damaged")
struct ZooStoreTests {
  let zoo: ZooFolder

  init() throws { zoo = try ZooFolder() }

  @Test("Killed at 30 moments and started again, it ends as if nothing had happened")
  func killed() throws {
    #expect(try zoo.shell("$darkroom zoo build shapes --store whole").status == 0)
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<30 {
      // Up to half as long again as a build takes when nothing else runs.
      let delay = Double.random(in: 0.01...1.5, using: &generator)
      _ = try zoo.shell(
        """
        $darkroom zoo build shapes --store killed -q >/dev/null 2>&1 & pid=$!
        sleep \(delay); kill -9 $pid 2>/dev/null; wait $pid; true
        """)
      // Progress is undone in parts, so that every step is met by some kill.
      if Int.random(in: 0..<4, using: &generator) == 0 {
        _ = try zoo.shell("rm -rf killed/models killed/steps/[0-7]*")
      }
    }
    let last = try zoo.shell("$darkroom zoo build shapes --store killed && diff -r whole killed")
    #expect(last.status == 0, "\(last)")
  }

  @Test("Two builds of everything at once both succeed, with the store of one")
  func together() throws {
    try zoo.write { $0.name = "other" }
    let outcome = try zoo.shell(
      """
      $darkroom zoo build --all --store alone -q || exit 10
      $darkroom zoo build --all --store both --jobs 2 -q & first=$!
      $darkroom zoo build --all --store both -q & second=$!
      wait $first || exit 11
      wait $second || exit 12
      diff -r alone both
      """)
    #expect(outcome.status == 0, "\(outcome)")
  }

  @Test("No changed byte gets through, and what is damaged is quarantined and rebuilt")
  func damage() throws {
    #expect(
      try zoo.shell("$darkroom zoo build shapes && $darkroom zoo publish shapes -o out").status == 0
    )
    #expect(try zoo.shell("cp -r store whole").status == 0)
    let objects = try zoo.folder.entries().filter { entry in
      entry.hasPrefix("store/objects/") && entry.split(separator: "/").count == 4
    }
    #expect(objects.count > 15)
    let build = try JSONDocument(
      String(contentsOfFile: zoo.folder.path("store/models/shapes.json"), encoding: .utf8))
    let handedOut = (build["files"]?.keys ?? []).compactMap {
      build["files"]?[$0]?["sha256"]?.string
    }
    var generator = SeededGenerator(seed: 3)
    for (index, object) in objects.enumerated() {
      let digest = object.split(separator: "/").suffix(2).joined()
      var bytes = try zoo.folder.bytes(object)
      bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= 1 << UInt8(index % 8)
      try FileManager.default.removeItem(atPath: zoo.folder.path(object))
      try zoo.folder.file(object, bytes)
      if handedOut.contains(digest) {
        // Publishing looks for itself.
        let refused = try zoo.shell("$darkroom zoo publish shapes -o elsewhere")
        #expect(refused.status != 0, "\(object): \(refused)")
        #expect(!FileManager.default.fileExists(atPath: zoo.folder.path("elsewhere")))
      }
      let found = try zoo.shell("$darkroom zoo verify shapes")
      #expect(found.status == 1 && found.output.contains(digest), "\(object): \(found)")
      #expect(!FileManager.default.fileExists(atPath: zoo.folder.path(object)))
      // Every second one comes back, so that the last build has gaps to fill everywhere.
      if index % 2 == 0 {
        let back = object.replacingOccurrences(of: "store/", with: "whole/")
        #expect(try zoo.shell("cp \(back) \(object)").status == 0)
      }
    }
    let again = try zoo.shell(
      """
      $darkroom zoo build shapes -q && $darkroom zoo publish shapes -o out -q && \
      $darkroom zoo verify shapes -q && diff -r whole/models store/models && \
      diff -r whole/steps store/steps
      """)
    #expect(again.status == 0, "\(again)")
  }

  @Test("gc removes what was replaced and nothing else, and only tells with --dry-run")
  func garbage() throws {
    #expect(try zoo.shell("$darkroom zoo build shapes").status == 0)
    let clean = try zoo.shell("$darkroom zoo gc --dry-run")
    #expect(clean.status == 0 && clean.output.hasPrefix("0 files"), "\(clean)")
    try zoo.write { $0.quantization = "  effort: fast\n  ranges: minmax" }
    #expect(try zoo.shell("$darkroom zoo build shapes && cp -r store before").status == 0)
    let told = try zoo.shell("$darkroom zoo gc --dry-run")
    #expect(told.output.contains("objects/") && told.output.contains("would be"))
    #expect(try zoo.shell("diff -r before store").status == 0)
    #expect(try zoo.shell("$darkroom zoo gc").status == 0)
    #expect(
      try zoo.shell("$darkroom zoo build shapes --store fresh && diff -r fresh store").status == 0)
    #expect(try zoo.shell("$darkroom zoo verify shapes").status == 0)
  }

  @Test("gc waits for nobody and removes nothing while the store is in use")
  func garbageWhileUsed() throws {
    let outcome = try zoo.shell(
      """
      $darkroom zoo init >/dev/null; mkdir store/locks; (flock -s 9; sleep 2) 9>store/locks/use & sleep 0.3
      $darkroom zoo gc; status=$?; wait; exit $status
      """)
    #expect(outcome.status == 73 && outcome.errors.contains("using the store"), "\(outcome)")
  }

  @Test("Documents of a later version are refused, damaged ones are told")
  func documents() throws {
    #expect(try zoo.shell("$darkroom zoo build shapes").status == 0)
    let model = "store/models/shapes.json"
    let text = try String(contentsOfFile: zoo.folder.path(model), encoding: .utf8)
    try zoo.folder.file(
      model, text.replacingOccurrences(of: "\"schemaVersion\" : 1", with: "\"schemaVersion\" : 99"))
    let later = try zoo.shell("$darkroom zoo list")
    #expect(later.status == 65 && later.errors.contains("newer"), "\(later)")
    try zoo.folder.file(model, String(text.dropLast(20)))
    let damaged = try zoo.shell("$darkroom zoo show shapes")
    #expect(damaged.status == 65 && damaged.errors.contains(model), "\(damaged)")
  }
}
