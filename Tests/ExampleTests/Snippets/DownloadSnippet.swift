import Digests
import Download
import Testing

extension Snippets {
  @Test func download() throws {
    let local = Sample.cfg
    let digest = try Digest(ofFile: local)
    let target = folder.path("shapes.cfg.part")
    // snippet.show
    // Tried in this order; the first whose bytes have the digest is taken.
    let download = Download(
      addresses: [Address(path: "/nowhere/shapes.cfg"), Address(path: local)],
      accepted: [ExpectedContents(digest: digest)],
      policy: DownloadPolicy(userAgent: "example/1.0"))
    let done = try download.run(into: PartialFile(path: target)) { progress in
      print(progress.url, progress.done, progress.total ?? 0)
    }
    print(done.size, "bytes from", done.address.map { "\($0)" } ?? "an earlier run")
    // snippet.hide
    #expect(done.digest == digest)
  }
}
