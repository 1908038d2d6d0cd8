import CCurl
import Glibc

/// libcurl of this machine, loaded when the first web address is read.
///
/// Linked, it would cost each run of the program the time and memory of thirty libraries, whatever
/// it does, and where it is missing nothing would run.
enum CurlLibrary {
  /// The name of all releases since 2006.
  private static let name = "libcurl.so.4"

  private nonisolated(unsafe) static let shared: Result<darkroom_curl, DownloadError> = {
    guard let library = dlopen(name, RTLD_NOW | RTLD_LOCAL) else {
      let reason = dlerror().map { String(cString: $0) } ?? "the loader does not say why"
      return .failure(.noClient(problem: "cannot be loaded (\(reason))"))
    }
    var curl = darkroom_curl()
    guard darkroom_curl_find(library, &curl) else {
      return .failure(.noClient(problem: "is too old: 7.66 or later is needed"))
    }
    guard curl.curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK else {
      return .failure(.noClient(problem: "does not start"))
    }
    return .success(curl)
  }()

  /// Its functions.
  ///
  /// - Throws: `DownloadError.noClient` where there is none, or none that does.
  static func load() throws(DownloadError) -> darkroom_curl { try shared.get() }
}
