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
}
