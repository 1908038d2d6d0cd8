import Foundation
import TestSupport

/// Chromium without a window.
struct Browser {
  let path: String

  /// Lays a page out in a frame, since windows have a least width, and measures it.
  func layout(of page: String, width: Int) throws -> JSONDocument {
    let folder = try WorkFolder()
    let first =
      "<script>window.failures=[];window.onerror=function(m){failures.push(String(m))}</script>"
    let last = """
      <script>addEventListener("load", function () {
        var all = Array.from(document.images), root = document.documentElement;
        parent.postMessage(JSON.stringify({
          width: innerWidth, scroll: Math.max(root.scrollWidth, document.body.scrollWidth),
          images: all.length,
          invisible: all.filter(i => i.naturalWidth === 0 || i.clientWidth === 0).length,
          errors: failures, scripts: document.scripts.length - 1 }), "*");
      })</script>
      """
    let measured = page.replacingOccurrences(of: "<head>", with: "<head>\(first)") + last
    try folder.file("page.html", measured)
    try folder.file(
      "frame.html",
      """
      <!DOCTYPE html><body style="margin:0"><pre id="layout"></pre><script>
      addEventListener("message", e => { document.getElementById("layout").textContent = e.data })
      </script><iframe src="page.html" style="border:0;width:\(width)px;height:900px"></iframe>
      """)
    let outcome = try CommandLineTool.run(
      executable: path,
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--hide-scrollbars", "--allow-file-access-from-files", "--window-size=1400,1000",
        "--user-data-dir=\(folder.path("profile"))", "--virtual-time-budget=10000", "--dump-dom",
        "file://\(folder.path("frame.html"))",
      ], in: folder.url, timeout: 90)
    let parts = outcome.output.components(separatedBy: "<pre id=\"layout\">")
    guard parts.count == 2, let text = parts[1].components(separatedBy: "</pre>").first,
      !text.isEmpty
    else { throw BrowserFailure(outcome: outcome) }
    return try JSONDocument(text.replacingOccurrences(of: "&amp;", with: "&"))
  }
}

/// The browser did not answer.
struct BrowserFailure: Error {
  let outcome: CommandLineTool.Outcome
}
