import Files
import Text

/// A cfg cut into sections and entries, in the dialects of AlexeyAB's and hank-ai's darknet.
///
/// Blanks and tabs are free everywhere; a line ends with LF, CR LF or CR; `#` and `;` begin a
/// comment at the start of a line and after a value, `//` at the start of a line.
struct CfgText: Sendable {
  /// The sections in the order of the file.
  private(set) var sections: [CfgSection] = []
  /// What is wrong with lines.
  private(set) var diagnostics: [Diagnostic] = []
  private let file: String

  /// The most bytes a cfg may have; the largest of darknet's own has 60 kB.
  static let largestByteCount = 16 << 20
  /// How many mistakes are reported; a file with more is no cfg.
  static let largestDiagnosticCount = 1000

  /// Cuts up the text.
  init(_ bytes: [UInt8], file: String) {
    self.file = file
    let start = SourceLocation(file: file, line: 1, column: 1)
    guard bytes.count <= CfgText.largestByteCount else {
      report(
        .error, start,
        """
        the file has \(bytes.count) bytes, more than any cfg (at most \
        \(CfgText.largestByteCount)); is it the weights file?
        """)
      return
    }
    if !bytes.isEmpty, let problem = bytes.withUnsafeBytes({ FileRole.cfg.problem(of: $0) }) {
      report(.error, start, "the file \(problem)")
      return
    }
    guard !bytes.contains(where: isBinary) else {
      report(.error, start, "the file is not text; is it the weights file?")
      return
    }
    guard CombiningMarks.areFew(in: bytes) else {
      report(.error, start, "the file \(CombiningMarks.problem)")
      return
    }
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    var line = 0
    while !rest.isEmpty, diagnostics.count < CfgText.largestDiagnosticCount {
      line += 1
      let end = rest.firstIndex { $0 == 0x0A || $0 == 0x0D } ?? rest.endIndex
      read(CfgLine(bytes: rest[..<end], number: line, file: file))
      rest = rest[end...]
      let isPair = rest.starts(with: [0x0D, 0x0A])
      rest = rest.dropFirst(isPair ? 2 : 1)
    }
  }

  private mutating func read(_ line: CfgLine) {
    guard let first = line.content.first else { return }
    switch first {
    case UInt8(ascii: "#"), UInt8(ascii: ";"): return
    // darknet complains of such a line and goes on.
    case UInt8(ascii: "/") where line.content.dropFirst().first == first: return
    case UInt8(ascii: "["): readHeader(line)
    default: readEntry(line)
    }
  }

  private mutating func readHeader(_ line: CfgLine) {
    let content = line.content
    guard let close = content.firstIndex(of: UInt8(ascii: "]")) else {
      report(
        .error, line.location(at: content.startIndex),
        "a section header ends with ], found \(quoted(line.text(content)))")
      return
    }
    let tail = line.trimmed(line.withoutComment(content[(close + 1)...]))
    if !tail.isEmpty {
      report(
        .error, line.location(at: tail.startIndex),
        "nothing but a comment may follow a section header, found \(quoted(line.text(tail)))")
    }
    let name = removingBlanks(line.text(content[(content.startIndex + 1)..<close]))
    sections.append(CfgSection(name: name, location: line.location(at: content.startIndex)))
  }

  private mutating func readEntry(_ line: CfgLine) {
    let content = line.content
    let start = line.location(at: content.startIndex)
    if ["<<<<<<<", "=======", ">>>>>>>"].contains(where: { content.starts(with: $0.utf8) }) {
      report(.error, start, "a mark of a git merge; resolve the conflict and remove the marks")
      return
    }
    guard let equals = content.firstIndex(of: UInt8(ascii: "=")) else {
      report(
        .error, start,
        "expected [section] or key=value, found \(quoted(line.text(line.withoutComment(content))))")
      return
    }
    let key = removingBlanks(line.text(content[..<equals]))
    guard !key.isEmpty else {
      report(.error, start, "there is no key before =")
      return
    }
    let whole = content[(equals + 1)...]
    let value = line.trimmed(line.withoutComment(whole))
    let entry = CfgEntry(
      key: key, text: line.text(value),
      comment: removingBlanks(line.text(whole[line.withoutComment(whole).endIndex...])),
      keyLocation: start,
      valueLocation: line.location(at: value.startIndex))
    guard !sections.isEmpty else {
      report(.error, start, "\(quoted(key)) stands before the first section; start with [net]")
      return
    }
    if let first = sections[sections.count - 1].add(entry) {
      report(
        .warning, start,
        "\(quoted(key)) is given again; the first counts, \(quoted(first.text)) in line "
          + "\(first.keyLocation.line)")
    } else if value.isEmpty {
      report(.error, entry.valueLocation, "\(quoted(key)) has no value")
    }
  }

  private mutating func report(
    _ severity: Diagnostic.Severity, _ location: SourceLocation, _ message: String
  ) {
    diagnostics.append(Diagnostic(severity, at: location, message))
    if diagnostics.count == CfgText.largestDiagnosticCount {
      diagnostics.append(
        Diagnostic(.error, at: location, "too many mistakes; the rest of the file is not read"))
    }
  }
}

/// Whether a byte does not occur in text.
private func isBinary(_ byte: UInt8) -> Bool {
  byte < 0x20 && !(0x09...0x0D).contains(byte) || byte == 0x7F
}
