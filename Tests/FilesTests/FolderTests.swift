import Files
import Foundation
import TestSupport
import Testing

@Suite("Folders, and paths as the system reads them: by bytes")
struct FolderTests {
  // Some other character takes the slash in: as letters, `/` and an accent are one.
  @Test("A slash is found before an accent and behind a prepended mark")
  func names() {
    #expect(
      Folder.parts(of: "a/\u{301}b").map { Array($0.utf8) }
        == ["a", "\u{301}b"].map { Array($0.utf8) })
    #expect(Folder.parts(of: "\u{70F}/b") == ["\u{70F}", "b"])
    #expect(Folder.parts(of: "/a//b/") == ["", "a", "", "b", ""])
    #expect(!Folder.staysBelow("../\u{301}x"))
    #expect(!Folder.staysBelow("a\u{70F}/../x"))
  }

  @Test("A folder is removed with all that is in it, and no link is followed")
  func removal() throws {
    let folder = try TemporaryFolder()
    let files = FileManager.default
    let deep = (0..<50).map { "d\($0)" }.joined(separator: "/")
    try files.createDirectory(
      atPath: folder.path("root/\(deep)"), withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: folder.path("root/d0/d1/file")))
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path("else")))
    try files.createSymbolicLink(
      atPath: folder.path("root/d0/link"), withDestinationPath: folder.path("."))
    Folder.remove(folder.path("root"))
    #expect(try files.contentsOfDirectory(atPath: folder.url.path) == ["else"])
  }

  @Test("No link is followed on a way with such a slash")
  func links() throws {
    let folder = try TemporaryFolder()
    let files = FileManager.default
    try files.createDirectory(atPath: folder.path("else"), withIntermediateDirectories: true)
    try files.createDirectory(atPath: folder.path("root"), withIntermediateDirectories: true)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path("else/\u{301}x")))
    try files.createSymbolicLink(
      atPath: folder.path("root/link"), withDestinationPath: folder.path("else"))
    #expect(Folder.kind(of: "link/\u{301}x", in: folder.path("root")) == .other)
    #expect(throws: FileError.self) {
      try Folder.create("link/\u{301}new", in: folder.path("root"))
    }
    #expect(try files.contentsOfDirectory(atPath: folder.path("else")).count == 1)
  }
}
