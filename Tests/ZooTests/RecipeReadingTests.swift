import Darknet
import Digests
import Evaluation
import Foundation
import Pipeline
import Provenance
import Quantization
import TestSupport
import Testing
import Zoo

struct RecipeReadingTests {
  @Test("The recipes that come with the program are found") func thereAreRecipes() {
    #expect(RecipeSamples.shipped.count == 15)
  }

  /// Every recipe that comes with the program reads, and the paths in it lead somewhere.
  @Test(
    "Every shipped recipe is read, and the local paths it names exist",
    arguments: RecipeSamples.shipped)
  func shipped(name: String) throws {
    let recipe = try Recipe.read(path: RecipeSamples.path(name))
    #expect(recipe.name == name)
    #expect(recipe.digest == Digest(of: try RecipeSamples.bytes(name)))
    let text = String(decoding: try RecipeSamples.bytes(name), as: UTF8.self)
    #expect(text.hasPrefix("# yaml-language-server: $schema=recipe.schema.json\n"))
    #expect(recipe.gates.licenses != nil)
    #expect(recipe.source(.cfg)?.file == "\(name).cfg")
    #expect(recipe.source(.weights)?.file == "\(name).weights")
    #expect(recipe.source(.names)?.file == "\(name).names")
    let terms =
      [recipe.license] + recipe.sources.map(\.terms) + [recipe.calibration?.terms].compactMap { $0 }
    let paths =
      terms.compactMap(\.licenseFile)
      + [recipe.calibration?.folder, recipe.calibration?.list]
      .compactMap { $0 } + recipe.sources.flatMap(\.urls).filter { !$0.contains(":") }
    for path in paths {
      #expect(FileManager.default.fileExists(atPath: recipe.resolve(path)), "\(path)")
    }
  }

  /// The recipe of the embedded detector tells of the files that are in the repository.
  @Test("The embedded detector's recipe names the files of the repository") func shapes() throws {
    let recipe = try Recipe.read(path: RecipeSamples.path("shapes"))
    for source in recipe.sources {
      let path = recipe.resolve(try #require(source.urls.first))
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
      #expect(source.accepted == [.init(digest: try Digest(ofFile: path), size: size)])
    }
    let evaluation = try #require(recipe.evaluation)
    let annotations = recipe.resolve(try #require(evaluation.annotations))
    #expect(recipe.references.first?.annotations == (try Digest(ofFile: annotations)))
    #expect(evaluation.detectionProtocol == EvaluationProtocol())
    #expect(recipe.quantization?.options == QuantizationOptions(effort: .balanced))
    #expect(recipe.gates.minimumAP == 0.75)
    #expect(recipe.gates.licenses == (try LicensePolicy(allowing: "MIT")))
  }

  @Test("Every key is read") func everyKey() throws {
    let text = """
      schemaVersion: 1
      name: demo
      title: "Demo: one"
      description: |
        Two
        lines.
      task: object-detection
      tags: [a, 'b c']
      supplier: Us
      license: MIT OR Apache-2.0
      attribution: Somebody
      licenseFile: ../LICENSE
      sources:
        cfg: {urls: ["https://h/x/a%20b.cfg?raw=1", ../a.cfg], file: z.cfg,
          sha256: \(RecipeSamples.hash), size: 3,
          alsoAccepted: [{sha256: \(RecipeSamples.otherHash), size: 2, note: shorter}]}
        weights: {urls: ["https://h/x/a.weights?raw=1"], sha256: unknown, size: 7, license: NONE}
        names: {urls: ["file:///x/a.names"], sha256: \(RecipeSamples.hash)}
      conversion: {heads: nms, batch: dynamic, precision: float16, opset: 17, input: uint8,
        inputOrder: bgr, inputLayout: nhwc, inputName: images, outputNames: [b, s, i]}
      quantization: {effort: best, format: qdq, qdq: explicit, head: int32, granularity: per-tensor,
        ranges: percentile, percentile: 99.5, headroom: 0.5, activationAware: false,
        weightScales: maximum, rounding: nearest, biasCorrection: false, equalization: weights,
        floatFront: none, floatLayers: 2, w8a16Layers: 3, reduceRange: true, activationType: int8, domain: standard, resize: stretch,
        opset: 21, symmetry: symmetric, scales: power-of-two, bias: float, leakySlope: dpu, leaky: table,
        pointwise: multiple-of-8, tensorRanges: shared}
      targets: [openvino, tensorrt]
      calibration: {name: c, folder: f, list: l, limit: 5, urls: [u], license: CC-BY-4.0}
      evaluation: {dataset: d, images: i, annotations: a.json, urls: [u], license: MIT,
        protocol: {resize: stretch, fill: 0, score: 1e-2, nms: .5, perPicture: 300}}
      reference:
        - {model: int8-tensorrt, dataset: d, annotations: \(RecipeSamples.hash), ap50: 1, tolerance: 0,
           source: "https://h/x"}
      gates: {minimumAP: 0, maximumLoss: 0.01, minimumAgreement: 1, licenses: [MIT, Apache-2.0]}
      """
    let recipe = try RecipeSamples.read(text)
    #expect(recipe.title == "Demo: one" && recipe.description == "Two\nlines.")
    #expect(recipe.tags == ["a", "b c"] && recipe.supplier == "Us")
    #expect(recipe.license.license.description == "MIT OR Apache-2.0")
    #expect(recipe.license.attribution == "Somebody" && recipe.license.licenseFile == "../LICENSE")
    let files = recipe.sources.map(\.file)
    #expect(files == ["z.cfg", "a.weights", "a.names"])
    #expect(recipe.sources.map(\.accepted.count) == [2, 0, 1])
    #expect(recipe.sources[0].accepted.map(\.size) == [3, 2] && recipe.sources[0].size == nil)
    #expect(recipe.sources[1].size == 7 && recipe.sources[1].terms.license == .noLicense)
    #expect(recipe.sources[2].terms.license == .noAssertion)
    #expect(recipe.conversion.heads == .nms && recipe.conversion.batch == .dynamic)
    #expect(recipe.conversion.precision == .float16 && recipe.conversion.opset == 17)
    let interface = recipe.conversion.interface
    #expect(interface.numbers == .uint8 && interface.order == .bgr && interface.axes == .nhwc)
    #expect(interface.names.input == "images" && interface.names.outputs == ["b", "s", "i"])
    var options = QuantizationOptions(effort: .best)
    options.format = .qdq
    options.qdq = .explicit
    options.head = .int32
    options.granularity = .perTensor
    options.ranges = .percentile
    options.percentile = 99.5
    options.headroom = 0.5
    options.isActivationAware = false
    options.weightScales = .maximum
    options.rounding = .nearest
    options.correctsBias = false
    options.equalization = .weights
    options.floatFront = .none
    options.floatLayers = 2
    options.wideLayers = 3
    options.isRangeReduced = true
    options.activationType = .int8
    options.domain = .standard
    options.symmetry = .symmetric
    options.scales = .powerOfTwo
    options.bias = .float
    options.leakySlope = .dpu
    options.leaky = .table
    options.pointwise = .multipleOf8
    #expect(recipe.quantization?.options == options)
    #expect(recipe.quantization?.resize == .stretch && recipe.quantization?.opset == 21)
    #expect(recipe.targets == [.openvino, .tensorrt])
    let calibration = try #require(recipe.calibration)
    #expect(calibration.name == "c" && calibration.folder == "f" && calibration.list == "l")
    #expect(calibration.limit == 5 && calibration.urls == ["u"])
    let drawn = try RecipeSamples.read(
      text.replacing("limit: 5", with: "sample: 5, seed: -18"))
    #expect(drawn.calibration?.sample == ImageSample(count: 5, seed: RandomSeed(-18)))
    let usual = try RecipeSamples.read(text.replacing("limit: 5", with: "sample: 5"))
    #expect(usual.calibration?.sample == ImageSample(count: 5, seed: RandomSeed(42)))
    let evaluation = try #require(recipe.evaluation)
    #expect(evaluation.images.name == "d" && evaluation.images.folder == "i")
    #expect(evaluation.annotations == "a.json")
    #expect(
      evaluation.detectionProtocol
        == EvaluationProtocol(
          resize: .stretch, fill: 0, score: 0.01, overlap: 0.5, detectionsPerImage: 300))
    let metrics = try #require(recipe.references.first)
    #expect(metrics.model == .int8(.tensorrt) && metrics.ap == nil && metrics.ap50 == 1)
    #expect(metrics.annotations != nil && metrics.source == "https://h/x")
    #expect(recipe.gates.minimumAP == 0 && recipe.gates.maximumLoss == 0.01)
    #expect(recipe.gates.minimumAgreement == 1)
    #expect(recipe.gates.licenses == (try LicensePolicy(allowing: "MIT,Apache-2.0")))
  }

  @Test("A classifier has labels in place of annotations, and gates of its own")
  func classifier() throws {
    let recipe = try Recipe.read(path: RecipeSamples.path("shapes-classifier"))
    #expect(recipe.task == "image-classification")
    #expect(recipe.evaluation?.labels == .list("../Images/shapes-classifier/validation.txt"))
    #expect(recipe.evaluation?.annotations == nil)
    #expect(recipe.gates.minimumTop1 == 0.95 && recipe.gates.minimumAP == nil)
    #expect(recipe.references.first?.top1 != nil && recipe.references.first?.ap == nil)
    let text = RecipeSamples.sound.replacing("protocol: {score: 0.5}", with: "labels: by-folder")
    #expect(try RecipeSamples.read(text).evaluation?.labels == .byFolder)
  }

  @Test("Each target makes a model more, named after it") func targets() throws {
    let text = RecipeSamples.sound.replacing(
      "calibration:", with: "targets: [tensorrt, qnn]\ncalibration:")
    let recipe = try RecipeSamples.read(text)
    #expect(recipe.variants == [.float, .int8(nil), .int8(.tensorrt), .int8(.qnn)])
    #expect(
      recipe.variants.map(recipe.fileName) == [
        "demo.onnx", "demo-int8.onnx", "demo-int8-tensorrt.onnx", "demo-int8-qnn.onnx",
      ])
    let sound = try RecipeSamples.read(RecipeSamples.sound)
    #expect(sound.variants == [.float, .int8(nil)])
    for variant in Recipe.Variant.allCases {
      #expect(Recipe.Variant(rawValue: variant.rawValue) == variant)
    }
  }

  @Test("A target given in 'quantization' chooses the form, and keys beside it override")
  func targetOfQuantization() throws {
    let text = RecipeSamples.sound.replacing(
      "effort: fast", with: "effort: fast\n  granularity: per-tensor\n  target: tensorrt")
    var options = QuantizationOptions(effort: .fast)
    options.choose(for: .tensorrt)
    options.granularity = .perTensor
    #expect(try RecipeSamples.read(text).quantization?.options == options)
  }

  @Test("Paths are relative to the recipe") func paths() throws {
    var recipe = try RecipeSamples.read(RecipeSamples.sound)
    #expect(recipe.resolve("../a") == "../a" && recipe.resolve("/a") == "/a")
    recipe.path = "Manifests/demo.yaml"
    #expect(recipe.resolve("../a") == "Manifests/../a" && recipe.resolve("/a") == "/a")
    recipe.path = "/demo.yaml"
    #expect(recipe.resolve("a") == "/a")
  }

  @Test("Recipe names are lower-case letters, digits and marks") func names() {
    for name in ["a", "0", "yolo-fastest-1.1", "a_b", String(repeating: "a", count: 64)] {
      #expect(Recipe.isName(name), "\(name)")
    }
    for name in [
      "", ".", "..", "-a", "_a", "A", "a b", "a/b", "é", String(repeating: "a", count: 65),
    ] {
      #expect(!Recipe.isName(name), "\(name)")
    }
  }
}
