import Foundation
import TestSupport
import Testing

/// Published networks, every kind of operation among them; slow.
@Suite("Networks for hardware")
struct HardwareNetworkTests {
  /// A published network and how its sums become 8-bit values.
  struct Case: CustomStringConvertible, Sendable {
    let network: String
    let requantization: String

    var description: String { "\(network) \(requantization)" }
  }

  private static let cases = ["yolov4-tiny", "yolo-fastest-1.1"].flatMap { network in
    ["float", "fixed", "shift"].map { Case(network: network, requantization: $0) }
  }

  @Test(
    "Both programs compute every step of published networks as the engine does",
    .enabled(
      if: Fixtures.shared != nil && Peers.python != nil, Comment(rawValue: Fixtures.sharedIsMissing)
    ),
    arguments: cases)
  func published(item: Case) throws {
    let model = try Fixtures.folder("models/\(item.network)")
    let images = try Fixtures.folder("images")
    let folder = try HardwareFolder(
      [
        model.file("\(item.network).cfg"), "--calibration",
        try #require(Fixtures.shared).appendingPathComponent("images").path,
      ],
      quantization: ["--requantization", item.requantization],
      images: ["dog.jpg", "person.jpg"].map { images.file($0) }, options: ["--block", "8"])
    for outcome in [
      try folder.replayC(timeout: 600), try folder.replayPython(timeout: 600),
    ] {
      #expect(outcome.status == 0, "\(outcome)")
      #expect(outcome.output.split(separator: "\n").count == 2)
    }
    guard item.requantization == "float" else { return }
    let outcome = try Peers.run(
      "hardware_vectors.py", ["compare", folder.work.path("out"), folder.work.path("int8.onnx")])
    #expect(outcome.status == 0, "\(outcome)")
  }

  /// Networks with what published ones lack: means, products, groups, transpositions, padding.
  @Test(
    "Both programs compute every kind of operation as the engine does",
    arguments: ["float", "fixed", "shift"],
    [
      "local_avgpool", "scale_channels", "sam", "reorg", "reorg3d", "conv_groups",
      "conv_dilation", "shortcut_fewer_channels", "shortcut_more_channels", "maxpool_odd_sizes",
      "route_groups_multi", "upsample4_scale", "act_relu",
    ].filter { name in ConformanceNetwork.all.contains { $0.name == name } })
  func operations(requantization: String, network: String) throws {
    let network = ConformanceNetwork(network)
    let folder = try HardwareFolder(
      [
        network.cfg, "--weights", network.weights, "--calibration", Shapes.few,
        "--allow-worthless",
      ],
      quantization: ["--requantization", requantization], options: ["--block", "4"])
    let inC = try folder.replayC()
    #expect(inC.status == 0, "\(inC)")
    guard Peers.python != nil else { return }
    let inPython = try folder.replayPython()
    #expect(inPython.status == 0, "\(inPython)")
  }

  @Test(
    "A flipped bit in any file is noticed by the program in Python",
    .enabled(if: Peers.python != nil, Comment(rawValue: Peers.areMissing)))
  func flippedBit() throws {
    let folder = try HardwareFolder(images: [Shapes.image(0)])
    for (index, file) in try folder.files().enumerated() {
      let whole = try folder.work.bytes("out/\(file)")
      var changed = whole
      changed[whole.count * (index % 7) / 7] ^= UInt8(1 << (index % 8))
      try folder.work.file("out/\(file)", changed)
      let outcome = try folder.replayPython()
      #expect(outcome.status == 1, "\(file): \(outcome)")
      // In the program itself it may be a mistake of syntax.
      #expect(outcome.errors.contains("was changed") || file == "replay.py", "\(file): \(outcome)")
      try folder.work.file("out/\(file)", whole)
    }
  }
}
