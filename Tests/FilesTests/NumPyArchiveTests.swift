import Files
import Foundation
import TestSupport
import Testing

@Suite struct NumPyArchiveTests {
  @Test(
    "NumPy loads the arrays", .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing))
  )
  func numpyLoadsTheArrays() throws {
    let folder = try TemporaryFolder()
    var archive = try NumPyArchive(path: folder.path("a.npz"))
    try archive.add("matrix", [1, 2, 3, 4, 5, 6.5], shape: [2, 3])
    try archive.add("vector", (0..<10_000).map { Float($0) }, shape: [10_000])
    try archive.add("scalar", [-0.25], shape: [])
    try archive.commit()
    let result = try Peers.run("describe_npz.py", [folder.path("a.npz")])
    #expect(result.errors == "")
    #expect(
      result.output == """
        matrix float32 (2, 3) 21.5
        vector float32 (10000,) 49995000.0
        scalar float32 () -0.25

        """)
  }

  @Test("The same arrays give the same bytes") func theSameArraysGiveTheSameBytes() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b"] {
      var archive = try NumPyArchive(path: folder.path(name))
      try archive.add("x", [1, 2], shape: [2])
      try archive.commit()
    }
    #expect(
      FileManager.default.contentsEqual(atPath: folder.path("a"), andPath: folder.path("b")))
  }
}
