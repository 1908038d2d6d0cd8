import Pipeline
import Registry
import Testing

extension Snippets {
  @Test func registry() throws {
    let model = folder.path("model")
    _ = try folder.file("model/names.txt", "cat\n")
    _ = try folder.darkroom("manifest", "create", "model")
    // snippet.show
    // The digest that the folder has in every registry.
    let package = try ModelPackage(folder: model)
    print(package.descriptor.reference, package.files.map(\.path))

    let reference = try RegistryReference("oci://localhost:5000/models/shapes:v1")
    let push = RegistryPush(
      model, to: reference, connection: RegistryConnection(plainHTTP: .loopback))
    let pull = RegistryPull(reference, to: "shapes", key: nil)
    // snippet.hide
    #expect(package.files.map(\.path) == ["manifest.json", "names.txt"])
    #expect(push.reference == pull.reference)
    #expect(throws: RegistryError.unproven(reference)) { try pull.run() }
  }
}
