import Foundation
import TestSupport
import Testing

/// `zoo publish --to` and `zoo pull --from` with a real registry.
@Suite(
  "A zoo in a registry", .enabled(if: LocalRegistry.isHere, LocalRegistry.isMissing), .serialized)
struct ZooInRegistryTests {
  let work: WorkFolder
  let registry: LocalRegistry

  init() throws {
    work = try WorkFolder()
    registry = try LocalRegistry()
    let recipes = Fixtures.root.appendingPathComponent("Manifests").path
    let outcome = try work.shell(
      """
      $darkroom keygen key.pem >/dev/null && \\
        $darkroom zoo build shapes --recipes '\(recipes)' --store store -q
      """)
    #expect(outcome.status == 0, "\(outcome)")
  }

  private func publisher(_ line: String) throws -> CommandLineTool.Outcome {
    let recipes = Fixtures.root.appendingPathComponent("Manifests").path
    return try work.shell(
      "export DARKROOM_RECIPES='\(recipes)' DARKROOM_STORE=store DARKROOM_KEY=key.pem; " + line)
  }

  private func visitor(_ line: String) throws -> CommandLineTool.Outcome {
    try work.shell("export DARKROOM_RECIPES=none DARKROOM_STORE=mine; " + line)
  }

  @Test("Published once every gate holds, pulled into an empty store, verified, and it runs")
  func roundTrip() throws {
    let zoo = registry.reference("models")
    let published = try publisher(
      "$darkroom zoo publish shapes --to \(zoo):v1 --plain-http -o out && $darkroom tags \(zoo)/shapes --plain-http"
    )
    #expect(published.status == 0 && published.output.contains("every gate holds"), "\(published)")
    #expect(published.output.hasSuffix("latest\nv1\n"))
    let again = try publisher("$darkroom zoo publish shapes --to \(zoo):v1 --plain-http -q")
    #expect(again.status == 0 && published.output.contains(again.output.suffix(40)), "\(again)")
    let listed = try visitor("$darkroom zoo list --remote \(zoo) --plain-http")
    #expect(listed.output.contains("shapes  latest v1"), "\(listed)")
    let pulled = try visitor(
      """
      $darkroom zoo pull shapes --from \(zoo) --plain-http -o model && diff -r model out \\
        && $darkroom zoo verify shapes && $darkroom zoo diff shapes \(zoo)/shapes:v1 --plain-http
      """)
    #expect(pulled.status == 0 && pulled.output.contains("both are the same"), "\(pulled)")
    #expect(pulled.errors.contains("kept from this first pull on"))
  }

  @Test("A version stays what it is, latest moves, and the key that came first holds")
  func versions() throws {
    let zoo = registry.reference("models")
    let outcome = try publisher(
      """
      set -e
      $darkroom zoo publish shapes --to \(zoo):v1 --plain-http -q >/dev/null
      DARKROOM_STORE=mine $darkroom zoo pull shapes --from \(zoo) --plain-http -q
      $darkroom keygen other.pem >/dev/null
      ! $darkroom zoo publish shapes --to \(zoo):v1 --plain-http --key other.pem -q
      $darkroom zoo publish shapes --to \(zoo):v2 --plain-http --key other.pem -q >/dev/null
      ! DARKROOM_STORE=mine $darkroom zoo pull shapes --from \(zoo) --plain-http -q
      DARKROOM_STORE=mine $darkroom zoo pull shapes --from \(zoo):v1 --plain-http
      """)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("a version stays what it is"))
    #expect(outcome.errors.contains("somebody else publishes under the name"))
    #expect(outcome.output.hasSuffix("there already\n"))
  }

  @Test("A withdrawal is attached to exactly its version; pull and zoo pull tell the reason")
  func withdrawn() throws {
    let zoo = registry.reference("models")
    let made = try publisher(
      """
      $darkroom zoo publish shapes --to \(zoo):v1 --plain-http -q >/dev/null \\
        && $darkroom zoo withdraw shapes --reason 'Wrong images.' --at \(zoo):v1 --plain-http
      """)
    #expect(made.status == 0, "\(made)")
    let lines = [
      "pull \(zoo)/shapes:v1 -o a --key key.pem.pub", "pull \(zoo)/shapes:v1 -o a --unverified",
      "zoo pull shapes --from \(zoo):v1",
    ]
    for line in lines {
      let refused = try visitor("$darkroom \(line) --plain-http")
      #expect(refused.status == 1 && refused.errors.contains("Wrong images."), "\(refused)")
      let taken = try visitor("$darkroom \(line) --plain-http --accept-withdrawn -q; rm -rf a")
      #expect(taken.status == 0, "\(taken)")
    }
    // Nor does whoever publishes another version withdraw this one.
    let forged = try publisher(
      """
      set -e
      rm -r store/published; $darkroom keygen other.pem >/dev/null
      $darkroom zoo publish shapes --to \(registry.reference("others")):v1 --plain-http --key other.pem -q \\
        >/dev/null
      ! $darkroom zoo withdraw shapes --reason spite --key other.pem --at \(zoo):v1 --plain-http
      """)
    #expect(forged.status == 0 && forged.errors.contains("another version"), "\(forged)")
  }

  @Test("A byte that the registry changes is told, and nothing is kept")
  func damaged() throws {
    let zoo = registry.reference("models")
    let published = try publisher(
      "$darkroom zoo publish shapes --to \(zoo) --plain-http -o out -q >/dev/null")
    #expect(published.status == 0, "\(published)")
    #expect(try registry.damage(try work.bytes("out/shapes.onnx")) == 1)
    let pulled = try visitor(
      "$darkroom zoo pull shapes --from \(zoo) --plain-http -q; ls mine/objects")
    #expect(pulled.errors.contains("has the SHA-256") && pulled.output.isEmpty, "\(pulled)")
  }
}
