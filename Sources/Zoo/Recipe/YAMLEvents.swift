import CYAML

/// What a YAML text consists of, from its beginning to its end, as libyaml tells it.
final class YAMLEvents {
  /// A part of the text, and its place, counted from one.
  struct Event {
    enum Kind {
      case documentStart, streamEnd, alias
      /// Text; plain without quotes and not in a block.
      case scalar(String, isPlain: Bool)
      case listStart, mappingStart
      /// The end of a list or a mapping.
      case end
    }

    let kind: Kind
    let hasTag: Bool
    let line: Int
    let column: Int
  }

  /// Where and why a text cannot be read.
  struct Failure: Error {
    let message: String
    let line: Int
    let column: Int
  }

  // libyaml remembers where both are.
  private let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
  private let text: UnsafeMutableBufferPointer<UInt8>
  private let isReady: Bool

  init(_ text: String) {
    let bytes = Array(text.utf8)
    self.text = .allocate(capacity: bytes.count)
    _ = self.text.initialize(from: bytes)
    parser.initialize(to: yaml_parser_t())
    isReady = yaml_parser_initialize(parser) == 1
    if isReady {
      yaml_parser_set_input_string(parser, self.text.baseAddress, bytes.count)
      yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    }
  }

  deinit {
    if isReady { yaml_parser_delete(parser) }
    parser.deallocate()
    text.deallocate()
  }

  /// The next part.
  func next() throws(Failure) -> Event {
    while true {
      var event = yaml_event_t()
      guard isReady, yaml_parser_parse(parser, &event) == 1 else { throw failure }
      defer { yaml_event_delete(&event) }
      if let next = YAMLEvents.read(event) { return next }
    }
  }

  /// Nil for what nobody needs to know.
  private static func read(_ event: yaml_event_t) -> Event? {
    let kind: Event.Kind
    var hasTag = false
    switch event.type {
    case YAML_DOCUMENT_START_EVENT: kind = .documentStart
    // None follows the end, however often it is asked for.
    case YAML_STREAM_END_EVENT, YAML_NO_EVENT: kind = .streamEnd
    case YAML_ALIAS_EVENT: kind = .alias
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      kind = .scalar(
        String(decoding: bytes, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
      hasTag = scalar.tag != nil
    case YAML_SEQUENCE_START_EVENT:
      kind = .listStart
      hasTag = event.data.sequence_start.tag != nil
    case YAML_MAPPING_START_EVENT:
      kind = .mappingStart
      hasTag = event.data.mapping_start.tag != nil
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: kind = .end
    default: return nil
    }
    return Event(
      kind: kind, hasTag: hasTag, line: event.start_mark.line + 1,
      column: event.start_mark.column + 1)
  }

  private var failure: Failure {
    let state = parser.pointee
    let problem = state.problem.map { String(cString: $0) } ?? "it cannot be taken apart"
    let situation = state.context.map {
      "\(String(cString: $0)) in line \(state.context_mark.line + 1): "
    }
    // What is not even text has no mark.
    let mark = state.error == YAML_READER_ERROR ? yaml_mark_t() : state.problem_mark
    return Failure(
      message: "is no YAML: \(situation ?? "")\(problem); look at indentation, quotes and brackets "
        + "here and above", line: mark.line + 1, column: mark.column + 1)
  }
}
