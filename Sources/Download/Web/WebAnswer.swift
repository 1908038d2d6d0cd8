import CCurl

/// What a server has answered so far.
final class WebAnswer {
  /// The most bytes of a head, with those that came before it and after the body.
  private static let largestHead = 1 << 17

  /// The head, when all of it is there.
  private(set) var head: WebHead?
  private var body: [UInt8] = []
  private var unfinishedHead: WebHead?
  private var headSize = 0
  /// How it ended; nil as long as it goes on.
  var end: CURLcode?

  /// Whether parts of the body are there that were not taken.
  var hasBody: Bool { !body.isEmpty }
  /// Whether curl was stopped because there was no end to the head.
  var isHeadTooLong: Bool { headSize > WebAnswer.largestHead }

  /// The part of the body that is there and was not taken before.
  func takeBody() -> [UInt8] {
    defer { body = [] }
    return body
  }

  /// Takes a line of a head, where it is the context.
  static let takeLine: darkroom_curl_receiver = { bytes, _, count, context in
    WebAnswer.of(context, bytes, count) { answer, line in answer.add(line: line) }
  }

  /// Takes a part of the body, where it is the context.
  static let takeBody: darkroom_curl_receiver = { bytes, _, count, context in
    WebAnswer.of(context, bytes, count) { answer, bytes in
      answer.body += bytes
      return true
    }
  }

  /// - Returns: what curl wants to hear: how many bytes were taken.
  private static func of(
    _ context: UnsafeMutableRawPointer?, _ bytes: UnsafeMutablePointer<CChar>?, _ count: Int,
    _ take: (WebAnswer, UnsafeRawBufferPointer) -> Bool
  ) -> Int {
    guard let context else { return 0 }
    let answer = Unmanaged<WebAnswer>.fromOpaque(context).takeUnretainedValue()
    return take(answer, UnsafeRawBufferPointer(start: bytes, count: count)) ? count : 0
  }

  private func add(line: UnsafeRawBufferPointer) -> Bool {
    headSize += line.count
    guard !isHeadTooLong else { return false }
    // What comes after the body is of no use.
    guard head == nil else { return true }
    let text = String(
      decoding: line.prefix { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    if unfinishedHead == nil {
      unfinishedHead = WebHead(statusLine: text)
    } else if text.isEmpty {
      // One of 100 to 199 says that the answer is still to come.
      if let whole = unfinishedHead, whole.status >= 200 { head = whole }
      unfinishedHead = nil
    } else {
      unfinishedHead?.add(text)
    }
    return true
  }
}
