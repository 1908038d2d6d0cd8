import CCurl

/// curl, as one download uses it: one request at a time, over connections that are kept open.
///
/// Of curl's two ways of working the one for several transfers is used: it hands over a piece at a
/// time, which is checked before more is read, and waits no longer than it is told to the
/// millisecond.
final class WebClient {
  private let curl: darkroom_curl
  private let policy: DownloadPolicy
  private let handle: UnsafeMutableRawPointer
  private let transfers: UnsafeMutableRawPointer
  /// Where curl puts its words for what went wrong.
  private let words: UnsafeMutablePointer<CChar>
  private var lines: UnsafeMutablePointer<curl_slist>?
  private var answer: WebAnswer?

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
  /// - Parameter fields: header fields beside the usual ones.
  func send(_ address: WebAddress, _ fields: [String]) throws(RequestFailure) -> WebResponse {
    close()
    let proxy: Proxy?
    do throws(DownloadError) {
      proxy = try Proxy.choose(for: address, in: policy.environment)
    } catch { throw .fatal(error) }
    let answer = WebAnswer()
    self.answer = answer
    try prepare(address, proxy, fields, answer)
    _ = curl.curl_multi_add_handle(transfers, handle)
    // curl ends a connection that is not made in time; the answer's time comes on top.
    let patience = policy.connectTimeout + policy.idleTimeout
    let isInTime = wait(for: answer, within: patience) { answer.head != nil }
    if let head = answer.head {
      return WebResponse(client: self, answer: answer, head: head, address: address, proxy: proxy)
    }
    guard isInTime else { throw .failed(.stalled(after: patience, received: 0)) }
    if answer.end == CURLE_SSL_CACERT_BADFILE { throw .fatal(policy.environment.badAuthorities) }
    throw .failed(
      failure(of: answer, address, proxy, received: 0) ?? .notHTTP(problem: "it has no head"))
  }

  /// Lets curl work until there is enough or the answer has ended.
  ///
  /// - Returns: whether that was in time.
  func wait(for answer: WebAnswer, within timeout: Duration, isEnough: () -> Bool) -> Bool {
    let limit = ContinuousClock.now + timeout
    while !isEnough(), answer.end == nil {
      var running: Int32 = 0
      let code = PipeSignal.held { curl.curl_multi_perform(transfers, &running) }
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
    (answer, lines) = (nil, nil)
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
    _ address: WebAddress, _ proxy: Proxy?, _ fields: [String], _ answer: WebAnswer
  ) throws(RequestFailure) {
    words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    for line in ["Accept-Encoding: identity"] + fields {
      lines = curl.curl_slist_append(lines, line) ?? lines
    }
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
    let numbers = [
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
    codes += strings.map { darkroom_curl_set_string(curl, handle, $0.0, $0.1) }
    // A name that is looked up slowly is not waited for; releases before 7.87 know no such option.
    _ = darkroom_curl_set_long(curl, handle, CURLoption(322), 1)  // CURLOPT_QUICK_EXIT
    // Refused where the buffer of an earlier request is still there, which is as large.
    _ = darkroom_curl_set_long(curl, handle, CURLOPT_BUFFERSIZE, 1 << 17)
    guard let code = codes.first(where: { $0 != CURLE_OK }) else { return }
    throw .failed(FailureReason(fault(code), address: address, proxy: proxy, received: 0))
  }
}

extension Duration {
  /// Whole milliseconds.
  fileprivate var milliseconds: Int {
    Int(components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000)
  }
}
