/// What a file really is, by its first bytes, whatever its name says.
///
/// All readers ask it when a file is not what they read, so that the same file gets the same answer.
public enum FileKind: Hashable, Sendable, CaseIterable {
  // What a download or a version control left.
  case empty, webPage, missingPage, gitLFSPointer, mergeConflict, utf16
  // Models and what belongs to them.
  case onnx, darknetCfg, darknetWeights, darknetData, pyTorch, oldPyTorch, hdf5, keras, tfLite, ncnn
  case openVINO, safetensors, gguf, pickle
  // Archives.
  case zip, gzip, tar, sevenZip, rar, xz, bzip2, numPy, numPyArchive
  // Images and documents.
  case jpeg, png, webP, gif, bitmap, tiff, avif, heic, jpeg2000, photoshop, pdf, svg, xml, json
  /// Text of no kind that is known.
  case text

  /// How many bytes are looked at.
  public static let headSize = 4096

  /// Recognizes a file; nil for what is none of these.
  ///
  /// - Parameter bytes: the file, or at least its first `headSize` bytes.
  public init?(_ bytes: UnsafeRawBufferPointer) {
    guard !bytes.isEmpty else {
      self = .empty
      return
    }
    if let kind = FileKind.binary(bytes) ?? FileKind.text(bytes) { self = kind } else { return nil }
  }

  // MARK: Binary files

  private static func binary(_ bytes: UnsafeRawBufferPointer) -> FileKind? {
    func holds(_ text: StaticString, at offset: Int = 0) -> Bool {
      text.withUTF8Buffer { bytes.dropFirst(offset).starts(with: $0) }
    }
    func holds(_ start: [UInt8]) -> Bool { bytes.starts(with: start) }
    if holds([0xFF, 0xD8, 0xFF]) { return .jpeg }
    if holds([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
    if holds([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]) { return .hdf5 }
    if holds("RIFF"), holds("WEBP", at: 8) { return .webP }
    if holds("GIF8") { return .gif }
    if holds("II*\0") || holds("MM\0*") { return .tiff }
    if holds("ftypavif", at: 4) { return .avif }
    if holds("ftyp", at: 4) { return .heic }
    if holds("\0\0\0\u{0C}jP  ") { return .jpeg2000 }
    if holds("8BPS") { return .photoshop }
    if holds("%PDF") { return .pdf }
    if holds("TFL3", at: 4) { return .tfLite }
    if holds("GGUF") { return .gguf }
    if holds([0x1F, 0x8B]) { return .gzip }
    if holds("ustar", at: 257) { return .tar }
    if holds([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) { return .sevenZip }
    if holds("Rar!\u{1A}\u{07}") { return .rar }
    if holds([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) { return .xz }
    if holds("BZh"), holds("1AY&SY", at: 4) { return .bzip2 }
    if holds([0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59]) { return .numPy }
    if holds("PK\u{03}\u{04}") { return archive(bytes) }
    // The number that a checkpoint of PyTorch before 1.6 begins with.
    if holds([0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]) {
      return .oldPyTorch
    }
    if bytes.count > 2, bytes[0] == 0x80, (2...5).contains(bytes[1]) { return .pickle }
    if holds("BM"), bytes.count > 14, holds("\0\0\0\0", at: 6) { return .bitmap }
    if bytes.count > 9, bytes[8] == 0x7B, bytes[5] == 0, bytes[6] == 0, bytes[7] == 0 {
      return .safetensors
    }
    if isWeights(bytes) { return .darknetWeights }
    // The IR version, a number, and then the producer or the graph.
    if bytes.count > 16, bytes[0] == 0x08, (1...20).contains(bytes[1]),
      [0x12, 0x1A, 0x22, 0x2A, 0x32, 0x3A, 0x42].contains(bytes[2])
    {
      return .onnx
    }
    return nil
  }

  /// An archive, or what is packed as one: the first name in it shows what.
  private static func archive(_ bytes: UnsafeRawBufferPointer) -> FileKind {
    guard bytes.count > 30 else { return .zip }
    let length = Int(bytes[26]) | Int(bytes[27]) << 8
    let name = String(decoding: bytes.dropFirst(30).prefix(length), as: UTF8.self)
    if name.hasSuffix("data.pkl") || name.hasSuffix("/version") || name.hasPrefix("archive/") {
      return .pyTorch
    }
    if ["metadata.json", "config.json", "model.weights.h5"].contains(name) { return .keras }
    return name.hasSuffix(".npy") ? .numPyArchive : .zip
  }

  /// Whether a file begins with a header that darknet writes: major, minor and revision.
  private static func isWeights(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count > 20 else { return false }
    let numbers = [0, 4, 8].map {
      UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt32.self))
    }
    return numbers[0] == 0 && (1...2).contains(numbers[1]) && numbers[2] <= 10
  }

  // MARK: Texts

  private static func text(_ bytes: UnsafeRawBufferPointer) -> FileKind? {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) { return .utf16 }
    let head = bytes.prefix(headSize)
    if bytes.count >= 8, isEveryOtherZero(head) { return .utf16 }
    guard !head.contains(where: { $0 == 0 }) else { return nil }
    let isMarked = head.starts(with: [0xEF, 0xBB, 0xBF])
    let text = String(decoding: isMarked ? head.dropFirst(3) : head, as: UTF8.self)
    let start = text.drop(while: \.isWhitespace)
    let opening = start.prefix(64).lowercased()
    if ["<!doctype", "<html", "<head", "<body"].contains(where: opening.hasPrefix) {
      return .webPage
    }
    if opening.hasPrefix("<svg") { return .svg }
    if opening.hasPrefix("<?xml") || opening.hasPrefix("<net ") {
      return text.contains("<net ") ? .openVINO : text.contains("<svg") ? .svg : .xml
    }
    if opening.hasPrefix("version https://git-lfs") { return .gitLFSPointer }
    if bytes.count < 256,
      ["404", "403", "not found", "<error>"].contains(where: opening.hasPrefix),
      opening.contains("not found") || opening.contains("forbidden") || opening.hasPrefix("<error>")
    {
      return .missingPage
    }
    if opening.hasPrefix("7767517") { return .ncnn }
    let lines = text.split(whereSeparator: \.isNewline)
    if lines.contains(where: { $0.hasPrefix("<<<<<<< ") || $0.hasPrefix(">>>>>>> ") }) {
      return .mergeConflict
    }
    let first = lines.lazy.map { $0.filter { !$0.isWhitespace } }
      .first { !$0.isEmpty && !$0.hasPrefix("#") && !$0.hasPrefix(";") }
    if let first, ["[net]", "[network]"].contains(first.lowercased()) { return .darknetCfg }
    if let first, let equals = first.firstIndex(of: "="),
      ["classes", "train", "valid", "names", "backup", "eval", "results", "top", "labels"]
        .contains(first[..<equals].lowercased())
    {
      return .darknetData
    }
    // An object, or a list of objects: a cfg begins with a bracket as well.
    let compact = start.lazy.filter { !$0.isWhitespace }.prefix(2)
    if ["{\"", "{}", "[{"].contains(String(compact)) { return .json }
    let isText = head.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) }
    return isText && String(validating: head, as: UTF8.self) != nil ? .text : nil
  }

  /// ASCII as UTF-16 without a mark.
  private static func isEveryOtherZero(_ head: Slice<UnsafeRawBufferPointer>) -> Bool {
    let pairs = head.count / 2
    let even = stride(from: head.startIndex, to: head.startIndex + 2 * pairs, by: 2)
      .count { head[$0] == 0 }
    let odd = stride(from: head.startIndex + 1, to: head.startIndex + 2 * pairs, by: 2)
      .count { head[$0] == 0 }
    return even == pairs && odd == 0 || odd == pairs && even == 0
  }
}

extension FileKind {
  /// What it is, as in "is a web page".
  public var words: String {
    switch self {
    case .empty: "an empty file"
    case .webPage: "a web page"
    case .missingPage: "a server's answer that there is no such file"
    case .gitLFSPointer: "a git-lfs pointer, not the file itself"
    case .mergeConflict: "a text with marks of a git merge"
    case .utf16: "a text in UTF-16"
    case .onnx: "an ONNX model"
    case .darknetCfg: "a darknet cfg"
    case .darknetWeights: "a darknet weights file"
    case .darknetData: "a darknet .data file"
    case .pyTorch: "a PyTorch checkpoint"
    case .oldPyTorch: "a PyTorch checkpoint of before 1.6"
    case .hdf5: "an HDF5 file, such as Keras' .h5"
    case .keras: "a Keras model"
    case .tfLite: "a TensorFlow Lite model"
    case .ncnn: "an ncnn .param file"
    case .openVINO: "an OpenVINO model"
    case .safetensors: "a safetensors file"
    case .gguf: "a GGUF model"
    case .pickle: "a Python pickle"
    case .zip: "a ZIP archive"
    case .gzip: "a gzip archive"
    case .tar: "a tar archive"
    case .sevenZip: "a 7z archive"
    case .rar: "a RAR archive"
    case .xz: "an xz archive"
    case .bzip2: "a bzip2 archive"
    case .numPy: "a NumPy array"
    case .numPyArchive: "an archive of NumPy arrays"
    case .jpeg: "a JPEG image"
    case .png: "a PNG image"
    case .webP: "a WebP image"
    case .gif: "a GIF image"
    case .bitmap: "a Windows bitmap"
    case .tiff: "a TIFF image"
    case .avif: "an AVIF image"
    case .heic: "a HEIC image or a film"
    case .jpeg2000: "a JPEG 2000 image"
    case .photoshop: "a Photoshop document"
    case .pdf: "a PDF document"
    case .svg: "an SVG drawing"
    case .xml: "an XML document"
    case .json: "a JSON document"
    case .text: "a text"
    }
  }

  /// What to do where another file was needed.
  ///
  /// - Parameter wanted: what was needed.
  public func remedy(wanted: FileRole) -> String {
    switch self {
    case .empty, .missingPage: "fetch it again from the right address"
    case .webPage: "the download was answered with a page; use the direct link"
    case .gitLFSPointer: "run `git lfs pull` to get the file itself"
    case .mergeConflict: "resolve the conflict and remove the marks"
    case .utf16: "save it as UTF-8"
    case .zip, .gzip, .tar, .sevenZip, .rar, .xz, .bzip2: "unpack it"
    case .pyTorch, .oldPyTorch, .hdf5, .keras, .tfLite, .ncnn, .openVINO, .safetensors, .gguf,
      .pickle:
      wanted == .onnx
        ? "export it to ONNX with the program it comes from" : "give the files of darknet"
    case .darknetCfg, .darknetWeights:
      wanted == .onnx ? "convert it first, or name it .cfg" : "are cfg and weights swapped?"
    case .webP, .gif, .bitmap, .tiff, .avif, .heic, .jpeg2000, .photoshop, .svg:
      wanted == .image ? "convert it to PNG or JPEG" : "name the right file"
    case .onnx, .darknetData, .text, .numPy, .numPyArchive, .jpeg, .png, .pdf, .xml, .json:
      "name the right file"
    }
  }

  /// "is a web page, where a darknet cfg is needed; ...".
  public func problem(wanted: FileRole) -> String {
    "is \(words), where \(wanted.words) is needed; \(remedy(wanted: wanted))"
  }
}

/// What a file is needed for.
public enum FileRole: Hashable, Sendable {
  case cfg, weights, onnx, names, image, list, annotations

  /// As in "where a darknet cfg is needed".
  public var words: String {
    switch self {
    case .cfg: "a darknet cfg"
    case .weights: "a darknet weights file"
    case .onnx: "an ONNX model"
    case .names: "a list of class names"
    case .image: "a JPEG, PNG, BMP or WebP image"
    case .list: "a list of images"
    case .annotations: "a file of annotations"
    }
  }

  /// The problem of a file; nil where it may be what is needed.
  public func problem(of bytes: UnsafeRawBufferPointer) -> String? {
    guard let kind = FileKind(bytes), !accepted.contains(kind) else { return nil }
    return kind.problem(wanted: self)
  }

  private var accepted: Set<FileKind> {
    switch self {
    case .cfg: [.darknetCfg, .text]
    case .weights: [.darknetWeights]
    case .onnx: [.onnx]
    case .image: [.jpeg, .png, .bitmap, .webP]
    case .annotations: [.json, .xml, .text, .empty]
    case .names, .list: [.text]
    }
  }
}
