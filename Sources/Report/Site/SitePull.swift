/// How a model is brought from its site, or why not any more.
enum SitePull {
  /// The command. Where the site is, only a browser knows, so that a script puts the address in.
  static func command(_ name: String) -> Node {
    element("pre", ["data-pull": name, "tabindex": "0"]) {
      "darkroom zoo pull \(name) --from ADDRESS-OF-THIS-SITE -o \(name)"
    }
  }

  /// What stands above all else on the page of a version that was withdrawn.
  static func notice(_ withdrawal: SiteModel.Withdrawal) -> Node {
    element("aside", ["class": "withdrawn", "aria-label": "Withdrawn"]) {
      element("p") {
        element("b") { "Withdrawn by its publisher." }
        " \(withdrawal.reason)"
        if let successor = withdrawal.successor { " Use in its place: \(successor)." }
        " "
        element("a", ["href": withdrawal.statement]) { "The signed statement" }
      }
    }
  }

  /// Puts the address of the page into commands; a browser has it escaped, but for what a shell's quotes
  /// end at.
  static let script: StaticString = """
    for (const line of document.querySelectorAll("[data-pull]")) {
      const site = location.href.replace(/[?#].*$/, "").replace(/[^/]*$/, "").replace(/'/g, "%27");
      const quoted = /^[A-Za-z0-9:/._~%-]+$/.test(site) ? site : "'" + site + "'";
      line.textContent = line.textContent.replace("ADDRESS-OF-THIS-SITE", quoted);
    }
    """

  static let style: StaticString = """
    .withdrawn { border: 2px solid var(--int8); padding: .5rem 1rem; margin: 0 0 1.25rem; }
    """
}
