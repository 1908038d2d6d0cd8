import Testing
import Zoo

extension Snippets {
  @Test func zoo() throws {
    let recipes = Sample.recipes
    let storePath = folder.path("store")
    // snippet.show
    let store = try Store(path: storePath, use: .filling)
    let found = try RecipeFolder(recipes).recipes(named: ["shapes"])
    for recipe in found {
      // Its sources come into the store, checked by size and SHA-256.
      let pulled = try Pull(recipe, into: store).run()
      print(recipe.title, "by", recipe.license.license, pulled.fetched)
    }
    // ZooBuild(found, in: store).run() would convert, quantize, measure and assemble them.
    print(ModelSummary.table(try found.map { try ModelSummary($0, in: store) }))
    // snippet.hide
    #expect(try ModelSummary(found[0], in: store).name == "shapes")
  }
}
