/// An answer whose head is there and whose body is to come.
struct WebResponse {
  let client: WebClient
  let answer: WebAnswer
  let head: WebHead
  /// Whom it is from.
  let address: WebAddress
  let proxy: Proxy?

  /// The next piece of the body; nil at its end.
  func next(within timeout: Duration, received: Int) throws(FailureReason) -> [UInt8]? {
    guard client.wait(for: answer, within: timeout, isEnough: { answer.hasBody }) else {
      throw .stalled(after: timeout, received: received)
    }
    if answer.hasBody { return answer.takeBody() }
    guard let failure = client.failure(of: answer, address, proxy, received: received) else {
      return nil
    }
    throw failure
  }
}
