import CCurl
import Files
import Glibc

/// The body of a request while it is sent.
final class WebUpload {
  private enum Source {
    case bytes([UInt8])
    case file(descriptor: Int32, path: String, start: Int)
  }

  private let source: Source
  /// How many bytes there are.
  let count: Int
  /// How many curl was given since the last time it began.
  private var position = 0
  /// How many it was given in all, which tells whether it goes on.
  private(set) var given = 0
  /// Why the file could not be read.
  private(set) var failure: FileError?

  init(_ body: WebBody) throws(FileError) {
    count = body.count
    switch body {
    case .bytes(let bytes): source = .bytes(bytes)
    case .file(let path, let part):
      let descriptor = uninterrupted { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) }
      guard descriptor >= 0 else { throw .system(.unreadable, path) }
      source = .file(descriptor: descriptor, path: path, start: part.lowerBound)
    }
  }

  deinit {
    if case .file(let descriptor, _, _) = source { close(descriptor) }
  }

  /// Gives curl a part of the body, where it is the context.
  static let give: darkroom_curl_receiver = { place, size, count, context in
    guard let context, let place else { return Int(CURL_READFUNC_ABORT) }
    let upload = Unmanaged<WebUpload>.fromOpaque(context).takeUnretainedValue()
    return upload.fill(UnsafeMutableRawBufferPointer(start: place, count: size * count))
  }

  /// Begins again where curl asks for it: a connection that was kept open may turn out to be closed.
  static let seek: darkroom_curl_seeker = { context, offset, origin in
    guard let context, origin == SEEK_SET else { return CURL_SEEKFUNC_CANTSEEK }
    let upload = Unmanaged<WebUpload>.fromOpaque(context).takeUnretainedValue()
    guard (0...upload.count).contains(Int(offset)) else { return CURL_SEEKFUNC_FAIL }
    upload.position = Int(offset)
    return CURL_SEEKFUNC_OK
  }

  private func fill(_ place: UnsafeMutableRawBufferPointer) -> Int {
    let wanted = min(place.count, count - position)
    guard wanted > 0 else { return 0 }
    let got: Int
    switch source {
    case .bytes(let bytes):
      place.copyBytes(from: bytes[position..<position + wanted])
      got = wanted
    case .file(let descriptor, let path, let start):
      got = uninterrupted {
        pread(descriptor, place.baseAddress, wanted, off_t(start + position))
      }
      guard got > 0 else {
        failure =
          got < 0
          ? .system(.unreadable, path)
          : FileError(
            kind: .unreadable, path: path,
            message: "became shorter while it was sent; send it again when nobody writes to it")
        return Int(CURL_READFUNC_ABORT)
      }
    }
    position += got
    given += got
    return got
  }
}
