import Foundation
import Provenance
import Testing

@Suite struct LicenseExpressionTests {
  @Test(
    "Valid SPDX expressions are read",
    arguments: [
      ("MIT", "MIT"), ("mit", "MIT"), (" MIT ", "MIT"), ("apache-2.0+", "Apache-2.0+"),
      ("GPL-2.0+", "GPL-2.0+"), ("((MIT))", "MIT"),
      ("MIT and (apache-2.0 or BSD-3-Clause)", "MIT AND (Apache-2.0 OR BSD-3-Clause)"),
      ("MIT OR Apache-2.0 AND BSD-3-Clause", "MIT OR Apache-2.0 AND BSD-3-Clause"),
      ("(MIT OR Apache-2.0) OR ISC", "MIT OR Apache-2.0 OR ISC"),
      ("(MIT AND ISC) AND 0BSD", "MIT AND ISC AND 0BSD"),
      (
        "gpl-2.0-only with classpath-exception-2.0 AND MIT",
        "GPL-2.0-only WITH Classpath-exception-2.0 AND MIT"
      ),
      ("LicenseRef-YOLO-2", "LicenseRef-YOLO-2"),
      ("DocumentRef-a.b:LicenseRef-c", "DocumentRef-a.b:LicenseRef-c"),
      ("MIT WITH AdditionRef-x", "MIT WITH AdditionRef-x"), ("Foo-1.0", "Foo-1.0"),
      ("(MIT)AND(ISC)", "MIT AND ISC"),
    ])
  func valid(text: String, normal: String) throws {
    let expression = try LicenseExpression(text)
    #expect(expression.description == normal)
    #expect(try LicenseExpression(normal) == expression)
  }

  @Test(
    "Invalid SPDX expressions are refused with the place",
    arguments: [
      ("MIT AND", 8, "a licence"), ("AND MIT", 1, "a licence"), ("MIT Apache-2.0", 5, "AND, OR"),
      ("(MIT", 5, "')'"), ("MIT)", 4, "the end"), ("()", 2, "a licence"),
      ("MIT +", 5, "AND, OR"), ("MIT++", 5, "AND, OR"), ("MIT WITH", 9, "an exception"),
      ("MIT WITH (GCC-exception-2.0)", 10, "an exception"), ("MIT / ISC", 5, "AND, OR"),
      ("MIT And ISC", 5, "AND, OR"), ("LicenseRef-", 1, "LicenseRef- and a name"),
      ("LicenseRef-a+", 13, "no '+'"), ("DocumentRef-a", 14, "':' and LicenseRef-"),
      ("DocumentRef-a:MIT", 18, "LicenseRef-NAME"), ("a:LicenseRef-b", 2, "only after DocumentRef"),
      ("NOASSERTION OR MIT", 1, "stand only alone"), ("MIT AND NONE", 9, "stand only alone"),
      ("MIT,ISC", 4, "AND, OR"), ("MIT License", 5, "AND, OR"), ("Lïzenz", 2, "AND, OR"),
    ])
  func invalid(text: String, column: Int, expected: String) {
    let error = #expect(throws: LicenseSyntaxError.self, "\(text)") {
      try LicenseExpression(text)
    }
    guard case .unexpected(_, let found, _, let words) = error else {
      Issue.record("\(text): \(String(describing: error))")
      return
    }
    #expect(found == column, "\(text): \(String(describing: error))")
    #expect(words.contains(expected), "\(text): \(words)")
  }

  @Test("Length and depth of expressions are limited") func limits() throws {
    #expect(throws: LicenseSyntaxError.empty) { try LicenseExpression("  \n") }
    let deep = String(repeating: "(", count: 64) + "MIT" + String(repeating: ")", count: 64)
    #expect(try LicenseExpression(deep).description == "MIT")
    #expect(throws: LicenseSyntaxError.self) { try LicenseExpression("(\(deep))") }
    let long = Array(repeating: "MIT", count: 20_000).joined(separator: " OR ")
    #expect(throws: LicenseSyntaxError.self) { try LicenseExpression(long) }
  }

  @Test("An expression names its licences") func parts() throws {
    let expression = try LicenseExpression(
      "MIT OR (Foo AND LicenseRef-a) OR MIT OR GPL-2.0-only WITH Bar")
    #expect(
      expression.terms.map(\.description) == [
        "MIT", "Foo", "LicenseRef-a", "GPL-2.0-only WITH Bar",
      ])
    #expect(expression.unlisted == ["Foo", "Bar"])
    #expect(LicenseList.license("mit") == "MIT")
    #expect(LicenseList.license("WTF") == nil)
    #expect(LicenseList.exception("gcc-exception-3.1") == "GCC-exception-3.1")
  }

  @Test("NONE and NOASSERTION are statements") func statements() throws {
    #expect(try LicenseStatement("NOASSERTION") == .noAssertion)
    #expect(try LicenseStatement("NONE") == .noLicense)
    #expect(try LicenseStatement("MIT").description == "MIT")
  }
}
