import CCurl
import Files

/// curl, as one download uses it: one request at a time, over connections that are kept open.
///
/// Of curl's two ways of working the one for several transfers is used: it hands over a piece at a
/// time, which is checked before more is read, and waits no longer than it is told to the
/// millisecond.
final class WebClient {
  private let curl: darkroom_curl
  let policy: DownloadPolicy
  private let handle: UnsafeMutableRawPointer
  private let transfers: UnsafeMutableRawPointer
  /// Where curl puts its words for what went wrong.
  private let words: UnsafeMutablePointer<CChar>
  private var lines: UnsafeMutablePointer<curl_slist>?
  private var answer: WebAnswer?
  /// What is sent with the request that is under way.
  private var upload: WebUpload?

  init(_ policy: DownloadPolicy) throws(DownloadError) {
    let curl = try CurlLibrary.load()
    guard let handle = curl.curl_easy_init(), let transfers = curl.curl_multi_init() else {
      throw .noClient(problem: "does not start")
    }
    self.curl = curl
    (self.policy, self.handle, self.transfers) = (policy, handle, transfers)
    words = .allocate(capacity: Int(CURL_ERROR_SIZE))
  }

  deinit {
    close()
    PipeSignal.held {
      curl.curl_easy_cleanup(handle)
      _ = curl.curl_multi_cleanup(transfers)
    }
    words.deallocate()
  }

  /// Sends a request and waits for the head of the answer.
  ///
  /// - Parameter authorization: the value of the header `Authorization`, where there is one.
  func send(
    _ request: WebRequest, authorization: String?
  ) throws(RequestFailure) -> WebResponse {
    close()
    let address = request.address
    let proxy: Proxy?
    do throws(DownloadError) {
      proxy = try Proxy.choose(for: address, in: policy.environment)
    } catch { throw .fatal(error) }
    let answer = WebAnswer()
    self.answer = answer
    try prepare(request, proxy, authorization, answer)
    _ = curl.curl_multi_add_handle(transfers, handle)
    // curl ends a connection that is not made in time; the answer's time comes on top.
    let patience = policy.connectTimeout + policy.idleTimeout
    let isInTime = wait(for: answer, within: patience) { answer.head != nil }
    if let head = answer.head {
      return WebResponse(client: self, answer: answer, head: head, address: address, proxy: proxy)
    }
    guard isInTime else { throw .failed(.stalled(after: patience, received: 0)) }
    if let failure = upload?.failure { throw .fatal(.file(failure)) }
    if answer.end == CURLE_SSL_CACERT_BADFILE { throw .fatal(policy.environment.badAuthorities) }
    throw .failed(
      failure(of: answer, address, proxy, received: 0) ?? .notHTTP(problem: "it has no head"))
  }

  /// Lets curl work until there is enough or the answer has ended.
  ///
  /// - Parameter timeout: the longest wait; while a body is sent it begins anew with each piece.
  /// - Returns: whether that was in time.
  func wait(for answer: WebAnswer, within timeout: Duration, isEnough: () -> Bool) -> Bool {
    var limit = ContinuousClock.now + timeout
    var sent = upload?.given
    while !isEnough(), answer.end == nil {
      var running: Int32 = 0
      let code = PipeSignal.held { curl.curl_multi_perform(transfers, &running) }
      if upload?.given != sent { (sent, limit) = (upload?.given, .now + timeout) }
      if code != CURLM_OK || running == 0 {
        var count: Int32 = 0
        answer.end =
          curl.curl_multi_info_read(transfers, &count)?.pointee.data.result ?? CURLE_FAILED_INIT
      } else if !isEnough() {
        let rest = limit - .now
        guard rest > .zero else { return false }
        _ = curl.curl_multi_poll(transfers, nil, 0, Int32(min(rest.milliseconds + 1, 1000)), nil)
      }
    }
    return true
  }

  /// Ends what is under way; a connection over which more would come is closed.
  func close() {
    guard answer != nil else { return }
    _ = PipeSignal.held { curl.curl_multi_remove_handle(transfers, handle) }
    curl.curl_easy_reset(handle)
    curl.curl_slist_free_all(lines)
    (answer, lines, upload) = (nil, nil, nil)
  }

  /// Why an answer ended before its end; nil where it did not.
  func failure(
    of answer: WebAnswer, _ address: WebAddress, _ proxy: Proxy?, received: Int
  ) -> FailureReason? {
    guard let code = answer.end, code != CURLE_OK else { return nil }
    // curl gives up on a line of that length itself; since 8.6 it says so with 100.
    let isLineTooLong =
      answer.head == nil && [CURLE_OUT_OF_MEMORY, CURLcode(100)].contains(code)
    if answer.isHeadTooLong || isLineTooLong { return .notHTTP(problem: "its head has no end") }
    return FailureReason(fault(code), address: address, proxy: proxy, received: received)
  }

  private func fault(_ code: CURLcode) -> CurlFault {
    CurlFault(
      code: code, words: String(cString: words),
      meaning: curl.curl_easy_strerror(code).map { String(cString: $0) } ?? "\(code)",
      systemError: Int32(fact(CURLINFO_OS_ERRNO)),
      tunnelStatus: fact(CURLINFO_HTTP_CONNECTCODE),
      verification: fact(CURLINFO_SSL_VERIFYRESULT),
      proxyVerification: fact(CURLINFO_PROXY_SSL_VERIFYRESULT))
  }

  private func fact(_ name: CURLINFO) -> Int {
    var value = 0
    return darkroom_curl_get_long(curl, handle, name, &value) == CURLE_OK ? value : 0
  }

  private func prepare(
    _ request: WebRequest, _ proxy: Proxy?, _ authorization: String?, _ answer: WebAnswer
  ) throws(RequestFailure) {
    let address = request.address
    words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    var fields = ["Accept-Encoding: identity"] + request.fields
    if let authorization { fields.append("Authorization: \(authorization)") }
    // A server that wants no body says so soon enough; waiting for its leave costs a second with many.
    if request.body != nil { fields.append("Expect:") }
    for line in fields { lines = curl.curl_slist_append(lines, line) ?? lines }
    var strings: [(CURLoption, String?)] = [
      (CURLOPT_URL, address.url), (CURLOPT_USERAGENT, policy.userAgent),
      // Set in any case, so that curl does not read the process's variables itself.
      (CURLOPT_PROXY, proxy?.value ?? ""),
      (CURLOPT_NOPROXY, ""),
    ]
    if let credentials = address.credentials {
      strings += [(CURLOPT_USERNAME, credentials.user), (CURLOPT_PASSWORD, credentials.password)]
    }
    // The one that is not set too, as curl was built with places of its own for both.
    if let (file, folder) = policy.environment.authorities {
      strings += [
        (CURLOPT_CAINFO, file), (CURLOPT_PROXY_CAINFO, file),
        (CURLOPT_CAPATH, folder), (CURLOPT_PROXY_CAPATH, folder),
      ]
    }
    let context = Unmanaged.passUnretained(answer).toOpaque()
    var codes = [
      darkroom_curl_set_pointer(curl, handle, CURLOPT_ERRORBUFFER, words),
      darkroom_curl_set_pointer(curl, handle, CURLOPT_HTTPHEADER, lines),
      darkroom_curl_set_receiver(curl, handle, CURLOPT_HEADERFUNCTION, WebAnswer.takeLine),
      darkroom_curl_set_receiver(curl, handle, CURLOPT_WRITEFUNCTION, WebAnswer.takeBody),
      darkroom_curl_set_pointer(curl, handle, CURLOPT_HEADERDATA, context),
      darkroom_curl_set_pointer(curl, handle, CURLOPT_WRITEDATA, context),
    ]
    codes += numbers.map { darkroom_curl_set_long(curl, handle, $0.0, $0.1) }
    codes += try method(of: request)
    codes += strings.map { darkroom_curl_set_string(curl, handle, $0.0, $0.1) }
    // A name that is looked up slowly is not waited for; releases before 7.87 know no such option.
    _ = darkroom_curl_set_long(curl, handle, CURLoption(322), 1)  // CURLOPT_QUICK_EXIT
    // Refused where the buffer of an earlier request is still there, which is as large.
    _ = darkroom_curl_set_long(curl, handle, CURLOPT_BUFFERSIZE, 1 << 17)
    guard let code = codes.first(where: { $0 != CURLE_OK }) else { return }
    throw .failed(FailureReason(fault(code), address: address, proxy: proxy, received: 0))
  }

  private var numbers: [(CURLoption, Int)] {
    [
      // Signals are the process's, which may have many threads.
      (CURLOPT_NOSIGNAL, 1), (CURLOPT_SUPPRESS_CONNECT_HEADERS, 1),
      // One request at a time gains nothing from HTTP/2.
      (CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1)),
      (CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
      (CURLOPT_PROXY_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
      (CURLOPT_CONNECTTIMEOUT_MS, max(policy.connectTimeout.milliseconds, 1)),
      // What is no web address was refused before; this is the second lock.
      (CURLOPT_PROTOCOLS, Int(CURLPROTO_HTTP | CURLPROTO_HTTPS)),
    ]
  }

  /// Says what is asked and what goes with it.
  private func method(of request: WebRequest) throws(RequestFailure) -> [CURLcode] {
    switch request.method {
    case .get: return []
    case .head: return [darkroom_curl_set_long(curl, handle, CURLOPT_NOBODY, 1)]
    case .post, .put, .patch:
      let upload = try RequestFailure.fatal { () throws(FileError) in
        try WebUpload(request.body ?? .bytes([]))
      }
      self.upload = upload
      let context = Unmanaged.passUnretained(upload).toOpaque()
      return [
        darkroom_curl_set_long(curl, handle, CURLOPT_UPLOAD, 1),
        darkroom_curl_set_string(curl, handle, CURLOPT_CUSTOMREQUEST, request.method.rawValue),
        darkroom_curl_set_size(curl, handle, CURLOPT_INFILESIZE_LARGE, curl_off_t(upload.count)),
        darkroom_curl_set_receiver(curl, handle, CURLOPT_READFUNCTION, WebUpload.give),
        darkroom_curl_set_pointer(curl, handle, CURLOPT_READDATA, context),
        darkroom_curl_set_seeker(curl, handle, CURLOPT_SEEKFUNCTION, WebUpload.seek),
        darkroom_curl_set_pointer(curl, handle, CURLOPT_SEEKDATA, context),
      ]
    }
  }
}

extension Duration {
  /// Whole milliseconds.
  fileprivate var milliseconds: Int {
    Int(components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
  }
}
