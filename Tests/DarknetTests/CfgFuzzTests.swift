import Darknet
import TestSupport
import Testing

/// Damaged cfgs are answered, never a crash or a hang.
@Suite struct CfgFuzzTests {
  /// A bit of everything, with references of all kinds.
  static let seed = """
    [net]
    width=64
    height=32
    channels=3
    [convolutional]
    batch_normalize=1
    filters=16
    size=3
    stride=2
    pad=1
    activation=mish
    antialiasing=1
    [conv]
    filters=16
    groups=4
    dilation=2
    size=3
    pad=1
    share_index=-9
    [shortcut]
    from=-1,0
    weights_type=per_channel
    [route]
    layers=-1,-2
    groups=2
    group_id=1
    [reorg3d]
    stride=2
    [maxpool]
    size=5
    stride=1
    [local]
    filters=2
    size=3
    pad=1
    [crnn]
    output=4
    hidden=3
    [conv_lstm]
    output=4
    peephole=1
    [upsample]
    stride=-2
    [conv]
    filters=18
    [yolo]
    mask=0,1,2
    anchors=10,14, 23,27, 37.5,58
    classes=1
    num=3
    [connected]
    output=588
    [detection]
    classes=2
    coords=4
    num=2
    [rnn]
    output=6
    [softmax]
    groups=2
    """

  /// Parses, checks what holds of every parse, and computes all there is to compute.
  private func exercise(_ bytes: [UInt8]) {
    let parsed = Network.parse(bytes: bytes, file: "a.cfg")
    let lines = bytes.count { $0 == 0x0A || $0 == 0x0D } + 1
    #expect(parsed.diagnostics.allSatisfy { (1...lines).contains($0.location.line) })
    #expect((parsed.network == nil) == (parsed.hasErrors || parsed.bestEffort == nil))
    #expect(parsed.bestEffort != nil || parsed.hasErrors)
    guard let network = parsed.bestEffort else { return }
    let layout = WeightsLayout(network: network)
    #expect(layout.byteCount >= 20)
    #expect(network.layers.allSatisfy { $0.output.count > 0 && $0.multiplyAdds >= 0 })
  }

  @Test("Every prefix")
  func prefixes() {
    let bytes = Array(Self.seed.utf8)
    for count in 0...bytes.count { exercise(Array(bytes.prefix(count))) }
  }

  @Test("Bytes replaced, removed, doubled and blocks moved", arguments: 0..<8)
  func mutations(round: Int) {
    var generator = SeededGenerator(seed: UInt64(round))
    let interesting = Array("0123456789-=,.[]#;\n\r\t e\0".utf8) + [0xFF, 0xC3, 0x80]
    for _ in 0..<500 {
      var bytes = Array(Self.seed.utf8)
      for _ in 0...Int.random(in: 0..<8, using: &generator) {
        let place = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = interesting.randomElement(using: &generator) ?? 0
        case 1: bytes.remove(at: place)
        case 2: bytes.insert(bytes[place], at: place)
        default:
          let end = min(bytes.count, place + Int.random(in: 1..<40, using: &generator))
          let block = bytes[place..<end]
          bytes.insert(
            contentsOf: block, at: Int.random(in: bytes.indices, using: &generator))
        }
      }
      exercise(bytes)
    }
  }

  @Test(
    "Numbers at the limits in every place", arguments: ["2147483647", "-2147483648", "65536", "0"])
  func limits(number: String) {
    let lines = Self.seed.split(separator: "\n")
    for (index, line) in lines.enumerated() {
      guard let equals = line.firstIndex(of: "=") else { continue }
      var changed = lines
      changed[index] = line[...equals] + number
      exercise(Array(changed.joined(separator: "\n").utf8))
    }
  }

  @Test("Far too many sections and keys")
  func many() {
    exercise(Array((Self.seed + String(repeating: "\n[dropout]", count: 50_000)).utf8))
    let keys = (0..<500_000).map { "\nkey\($0)=1" }.joined()
    exercise(Array((Self.seed + keys).utf8))
    let list = String(repeating: ",", count: 5_000_000)
    exercise(Array((Self.seed + "\n[route]\nlayers=" + list).utf8))
  }
}
