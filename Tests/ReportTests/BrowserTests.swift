import Foundation
import Report
import TestSupport
import Testing

/// The page as a browser lays it out.
@Suite(
  .enabled(if: Chromium.path != nil || !Skipping.isAllowed, "needs chromium; see Scripts/browser"))
struct BrowserTests {
  /// Every name long and dangerous, or ordinary, on wide and narrow screens.
  @Test(
    "Long and hostile names fit on wide and narrow screens",
    arguments: ["star", String(repeating: SampleInputs.dangerous, count: 6)], [1280, 390])
  func fits(name: String, width: Int) throws {
    let inputs = try SampleInputs(name: name)
    let page = try ReportPage(ReportSources(paths: inputs.paths())).html()
    let browser = try #require(Chromium.path, "install chromium with Scripts/browser")
    let layout = try Browser(path: browser).layout(of: page, width: width)
    #expect(layout["width"]?.number == Double(width))
    #expect(layout["scroll"]?.number == Double(width), "it scrolls sideways")
    #expect(layout["images"]?.number == 2)
    #expect(layout["invisible"]?.number == 0)
    #expect(layout["errors"]?.elements.isEmpty == true)
    #expect(layout["scripts"]?.number == 1, "only that of the test")
  }

  @Test("Three panels fit on wide and narrow screens", arguments: [1280, 390])
  func threeFit(width: Int) throws {
    let inputs = try SampleInputs()
    let (files, baseline) = SampleInputs.three
    let page = try ReportPage(
      ReportSources(paths: inputs.paths(files), baseline: inputs.paths(baseline))
    ).html()
    let browser = try #require(Chromium.path, "install chromium with Scripts/browser")
    let layout = try Browser(path: browser).layout(of: page, width: width)
    #expect(layout["scroll"]?.number == Double(width), "it scrolls sideways")
    #expect(layout["images"]?.number == 3 && layout["invisible"]?.number == 0)
    #expect(layout["errors"]?.elements.isEmpty == true)
  }

  /// The measure itself: what is too wide, missing or wrong shows.
  @Test("The measure notices what is too wide, missing or wrong") func noticesWhatIsWrong() throws {
    let page = """
      <!DOCTYPE html><html><head><meta charset="utf-8"></head><body>
      <div style="width:900px">wide</div><img src="missing.png" alt=""><script>nothing()</script>
      </body></html>
      """
    let browser = try #require(Chromium.path, "install chromium with Scripts/browser")
    let layout = try Browser(path: browser).layout(of: page, width: 390)
    #expect((layout["scroll"]?.number ?? 0) > 390)
    #expect(layout["invisible"]?.number == 1)
    #expect(layout["errors"]?.elements.count == 1)
  }
}
