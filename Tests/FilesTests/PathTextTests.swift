import Files
import Foundation
import TestSupport
import Testing

struct PathTextTests {
  @Test("A name that is UTF-8 is itself, and of another one only the stray bytes are replaced")
  func text() {
    #expect(PathText.text(of: Array("Häuschen 狗.png".utf8)) == "Häuschen 狗.png")
    #expect(PathText.text(of: Array("\u{10FFE4}".utf8)) == "\u{10FFE4}")
    let mixed = PathText.text(of: [0x62, 0xC3, 0xA4, 0xFF, 0x2E])
    #expect(mixed == "bä\u{10FFFF}.")
    #expect(PathText.text(of: [0xC3]) == "\u{10FFC3}" && PathText.text(of: []) == "")
  }

  @Test("Files of such names are listed and read, and a name of private characters means itself")
  func files() throws {
    let folder = try WorkFolder()
    let made = try folder.shell(
      """
      mkdir d; n=$(printf 'b\\xff\\xe4'); printf 12 > "d/$n"
      m=$(printf 'c\\xf4\\x8f\\xbf\\xa4'); printf 123 > "d/$m"; printf 1 > "d/$(printf 'c\\xe4')"
      """)
    #expect(made.status == 0, "\(made)")
    let names = try Folder.names(in: folder.path("d"))
    #expect(names.count == 3 && names.contains("b\u{10FFFF}\u{10FFE4}"), "\(names)")
    #expect(try MappedFile(path: folder.path("d/b\u{10FFFF}\u{10FFE4}")).count == 2)
    #expect(try MappedFile(path: folder.path("d/c\u{10FFE4}")).count == 3)
    #expect(Folder.hasFile(folder.path("d/b\u{10FFFF}\u{10FFE4}")))
    #expect(!Folder.hasFile(folder.path("d/x\u{10FFE4}")))
  }

  @Test(
    "No text leads to another folder than it shows",
    arguments: [
      "x/\u{10FF2E}\u{10FF2E}\u{10FF2F}secret", "se\u{10FF63}ret", "secret\u{10FF00}",
      "\u{10FF2E}/secret", "s\u{10FFC3}\u{10FFA9}",
    ])
  func leadsNowhere(_ name: String) throws {
    let folder = try WorkFolder()
    let made = try folder.shell("mkdir x; echo 1 > secret; echo 1 > sé")
    #expect(made.status == 0, "\(made)")
    #expect(!Folder.hasFile(folder.path(name)))
    #expect(throws: FileError.self) { try MappedFile(path: folder.path(name)) }
  }

  @Test("A file or folder whose name is not UTF-8 is not made under another name")
  func written() throws {
    let folder = try WorkFolder()
    let path = folder.path("b\u{10FFE4}")
    let file = #expect(throws: FileError.self) { _ = try AtomicFile(path: path) }
    #expect(file.map { "\($0.message)".contains("a byte that is not UTF-8") } == true)
    #expect(throws: FileError.self) { try ExclusiveFile.write([1], to: path, access: .ordinary) }
    #expect(throws: FileError.self) { try Folder.create(path) }
    #expect(try Folder.names(in: folder.path("")) == [])
  }
}
