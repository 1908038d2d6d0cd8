import Files
import Foundation
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  @Test("A file appears whole, on commit") func aFileAppearsWholeOnCommit() throws {
    let folder = try TemporaryFolder()
    var file = try AtomicFile(path: folder.path("a"))
    try file.write("one ")
    #expect(!FileManager.default.fileExists(atPath: folder.path("a")))
    try file.write([UInt8]("two".utf8))
    try file.commit()
    #expect(try String(contentsOfFile: folder.path("a"), encoding: .utf8) == "one two")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["a"])
  }

  @Test("An abandoned file leaves the old one and nothing else")
  func anAbandonedFileLeavesTheOldOneAndNothingElse() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write([UInt8]("old".utf8), to: folder.path("a"))
    do {
      var file = try AtomicFile(path: folder.path("a"))
      try file.write("half of the ne")
    }
    #expect(try String(contentsOfFile: folder.path("a"), encoding: .utf8) == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["a"])
  }

  @Test("Several files appear together or not at all") func severalFilesAppearTogetherOrNotAtAll()
    throws
  {
    let folder = try TemporaryFolder()
    let bytes = [UInt8]("new".utf8)
    let (a, b) = (folder.path("a"), folder.path("b"))
    #expect(throws: FileError.self) {
      try AtomicFile.write([(a, bytes), (b, bytes), (folder.path("missing/c"), bytes)])
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
    try AtomicFile.write([(a, bytes), (b, [])])
    #expect(try Data(contentsOf: URL(fileURLWithPath: a)) == Data(bytes))
    #expect(try Data(contentsOf: URL(fileURLWithPath: b)).isEmpty)
  }

  @Test("A missing folder is an error that names the file")
  func aMissingFolderIsAnErrorThatNamesTheFile() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("missing/a")
    let error = #expect(throws: FileError.self) { try AtomicFile.write([1], to: path) }
    #expect(error?.kind == .unwritable)
    #expect(error?.path == path)
  }

  @Test("Written files have the ordinary permissions") func filesHaveTheOrdinaryPermissions() throws
  {
    let folder = try TemporaryFolder()
    try AtomicFile.write([1], to: folder.path("a"))
    try Data([1]).write(to: folder.url.appendingPathComponent("b"))
    let permissions = try ["a", "b"].map { name in
      try FileManager.default.attributesOfItem(atPath: folder.path(name))[.posixPermissions]
        as? NSNumber
    }
    #expect(permissions[0] != nil && permissions[0] == permissions[1])
  }
}

@Suite struct MappedFileTests {
  @Test("A mapped file has the bytes of the file") func holdsTheBytes() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write([3, 1, 2], to: folder.path("a"))
    #expect(try MappedFile(path: folder.path("a")).prefix(9) == [3, 1, 2])
    try AtomicFile.write([UInt8](), to: folder.path("empty"))
    #expect(try MappedFile(path: folder.path("empty")).count == 0)
  }

  @Test("Anything but a regular file is an error") func whatIsNoFileIsAnError() throws {
    let folder = try TemporaryFolder()
    for path in [folder.path("missing"), folder.url.path, "/dev/zero"] {
      let error = #expect(throws: FileError.self) { try MappedFile(path: path) }
      #expect(error?.kind == .unreadable, "\(path)")
    }
  }
}
