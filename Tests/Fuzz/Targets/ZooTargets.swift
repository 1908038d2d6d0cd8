import Download
import Files
import Zoo

extension FuzzTarget {
  /// Recipes of the zoo, in a file of one name.
  static let recipe = FuzzTarget("recipe", maximumLength: 8192) { bytes in
    let lines = bytes.count { $0 == 0x0A } + 2
    do throws(RecipeError) {
      let recipe = try Recipe.parse(bytes: Array(bytes), path: "shapes.yaml")
      require(recipe.name == "shapes", "a recipe of another name")
      require(!recipe.sources.isEmpty, "a recipe without sources")
      for url in recipe.sources.flatMap(\.urls) + (recipe.calibration?.urls ?? []) {
        // What the recipe's reader lets through must not fail in the middle of a build.
        _ = requireRead("the address '\(url)'") { () throws(DownloadError) in try Address(url) }
      }
    } catch {
      requireMessage(error)
      guard case .problems(_, let problems) = error else { return }
      require(problems.count > 0 && !problems.first.isEmpty, "a refusal without a reason")
      for problem in problems.first {
        require(
          (1...lines).contains(problem.place.line) && problem.place.column >= 1,
          "a problem at no place: \(problem)")
      }
    }
  }

  /// Addresses: the first line, and where a server leads to from there: the second.
  static let address = FuzzTarget("address", maximumLength: 512) { bytes in
    let lines = bytes.split(separator: 0x0A, maxSplits: 1).map {
      String(decoding: $0, as: UTF8.self)
    }
    guard let first = lines.first else { return }
    do throws(DownloadError) {
      let address = try Address(first)
      require(!address.description.isEmpty, "an address without a text")
      if lines.count > 1 {
        check(address, leadingTo: lines[1])
        let joined = try address.appending(lines[1])
        require(
          // By bytes: some characters take the slash after them in.
          joined.description.utf8.starts(with: address.description.utf8)
            || address.web?.query != nil,
          "\(joined) is not below \(address)")
      }
      guard let web = address.web else { return }
      let again = requireRead("'\(web.url)'") { () throws(DownloadError) in try Address(web.url) }
      require(again.web?.url == web.url, "'\(web.url)' is read otherwise")
    } catch { requireMessage(error) }
  }

  /// Secrets stay with the server they are for, and a safe connection stays safe.
  private static func check(_ address: Address, leadingTo location: String) {
    guard let web = address.web, let next = web.resolving(location), next != web else { return }
    require(
      next.credentials == nil || next.credentials != web.credentials
        || next.hasSameOrigin(as: web) || location.contains("@"),
      "credentials of \(web) go to \(next)")
    require(
      !next.url.utf8.contains { $0 <= 0x20 || $0 == 0x7F },
      "control characters in '\(next.url)'")
    require(!Folder.parts(of: next.path).contains(".."), "'\(next.url)' goes up")
  }
}
