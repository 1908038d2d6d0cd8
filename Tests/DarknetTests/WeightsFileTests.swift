import Darknet
import Foundation
import TestSupport
import Testing

/// Reading and refusing weights files, with a network small enough to know every byte.
@Suite struct WeightsFileTests {
  /// 20 bytes of header; layer 0 at 20 (2 + 6 + 2 · 9 = 26 floats), layer 1 at 124 (8 + 16 = 24
  /// floats), layer 3 at 220 (8 + 64 = 72 floats); 508 bytes.
  static let cfg = """
    [net]
    width=4
    height=4
    channels=1
    [convolutional]
    batch_normalize=1
    filters=2
    size=3
    pad=1
    [convolutional]
    filters=8
    size=1
    [maxpool]
    size=2
    stride=2
    [convolutional]
    filters=8
    size=1
    [yolo]
    mask=0
    anchors=1,2
    num=1
    classes=3
    """

  private func network(_ cfg: String = cfg) throws -> Network {
    try Network(text: cfg, file: "net.cfg")
  }

  /// A file whose floats count up from 0.
  private func bytes(of network: Network, header: WeightsHeader = WeightsHeader()) -> [UInt8] {
    let layout = WeightsLayout(network: network, header: header)
    var bytes: [UInt8] = []
    for number in [header.major, header.minor, header.revision] {
      bytes += withUnsafeBytes(of: number) { Array($0) }
    }
    bytes += withUnsafeBytes(of: header.seen) { Array($0.prefix(header.byteCount - 12)) }
    let floats = (0..<(layout.byteCount - header.byteCount) / 4).map(Float.init)
    return bytes + floats.withUnsafeBytes { Array($0) }
  }

  private func message(
    _ bytes: some Sequence<UInt8>, cfg: String = cfg, allowPrefix: Bool = false
  ) throws -> String? {
    let folder = try TemporaryFolder()
    let path = try folder.file("a.weights", bytes)
    let network = try network(cfg)
    do throws(WeightsError) {
      _ = try WeightsFile(path: path, network: network, allowPrefix: allowPrefix)
      return nil
    } catch {
      return "\(error)".replacingOccurrences(of: folder.url.path + "/", with: "")
    }
  }

  @Test("A file that fits gives every array in place")
  func fits() throws {
    let folder = try TemporaryFolder()
    let network = try network()
    let path = try folder.file("a.weights", bytes(of: network))
    let weights = try WeightsFile(path: path, network: network)
    func floats(_ layer: Int, _ role: WeightsRole) throws -> [Float] {
      weights.floats(of: try #require(weights.block(layer: layer, role: role)))
    }
    #expect(try floats(0, .biases) == [0, 1])
    #expect(try floats(0, .scales) == [2, 3])
    #expect(try floats(0, .rollingMean) == [4, 5])
    #expect(try floats(0, .rollingVariance) == [6, 7])
    #expect(try floats(0, .weights) == (8..<26).map(Float.init))
    #expect(try floats(1, .biases) == (26..<34).map(Float.init))
    #expect(weights.block(layer: 1, role: .scales) == nil)
    #expect(weights.block(layer: 2, role: .weights) == nil)
    #expect(weights.layerCount == 5)
  }

  @Test("Old headers have 16 bytes and a 32-bit count, transposing ones 20")
  func headers() throws {
    let folder = try TemporaryFolder()
    let network = try network()
    for (header, count) in [
      (WeightsHeader(major: 0, minor: 1, revision: 0, seen: 4_000_000_000), 16),
      (WeightsHeader(major: 0, minor: 2, revision: 0, seen: 1 << 40), 20),
      (WeightsHeader(major: 1, minor: 0, revision: 0, seen: 7), 20),
    ] {
      let path = try folder.file("a.weights", bytes(of: network, header: header))
      let weights = try WeightsFile(path: path, network: network)
      #expect(weights.header == header)
      #expect(weights.header.byteCount == count)
      let biases = try #require(weights.block(layer: 0, role: .biases))
      #expect(weights.floats(of: biases) == [0, 1])
    }
  }

  @Test("A flipped kernel and a transposed matrix are put right, and back when written")
  func transposition() throws {
    let folder = try TemporaryFolder()
    let network = try network(
      "[net]\nwidth=1\nheight=1\nchannels=3\n[conv]\nfilters=2\nflipped=1\n[connected]\noutput=3")
    let header = WeightsHeader(major: 0, minor: 2000, revision: 0)
    let original = bytes(of: network, header: header)
    let weights = try WeightsFile(
      path: try folder.file("a.weights", original), network: network)
    let kernels = try #require(weights.block(layer: 0, role: .weights))
    #expect(weights.floats(of: kernels) == [2, 4, 6, 3, 5, 7])
    #expect(try weights.tensor(of: kernels).elements(Float.self) == [2, 4, 6, 3, 5, 7])
    let matrix = try #require(weights.block(layer: 1, role: .weights))
    #expect(weights.floats(of: matrix) == [11, 14, 12, 15, 13, 16])
    let copy = folder.path("copy.weights")
    try WeightsWriter(layout: weights.layout).write(to: copy) { weights.floats(of: $0) }
    #expect(Array(try Data(contentsOf: URL(fileURLWithPath: copy))) == original)
  }

  @Test("An array of the wrong length is not written")
  func wrongCount() throws {
    let folder = try TemporaryFolder()
    let layout = WeightsLayout(network: try network())
    let path = folder.path("a.weights")
    #expect(throws: WeightsError.wrongCount(block: layout.layers[0].blocks[0], found: 1)) {
      try WeightsWriter(layout: layout).write(to: path) { _ in [0] }
    }
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  // MARK: Files that do not fit

  @Test("Too short: the layer, the array, the sizes")
  func short() throws {
    #expect(
      try message(bytes(of: network()).prefix(300)) == """
        a.weights: the file ends within layer 3 ([convolutional], line 16 of net.cfg): its \
        weights take bytes 252 to 507; expected 508 bytes, found 300. The weights are of another \
        network, or the file was cut off; use the cfg it was trained with
        """)
  }

  @Test("Too long: what is left behind which layer")
  func long() throws {
    #expect(
      try message(bytes(of: network()) + [0, 0, 0, 0, 0, 0, 0, 0]) == """
        a.weights: 8 bytes are left behind the last weights, of layer 3 ([convolutional], line 16 \
        of net.cfg), which end at byte 508; expected 508 bytes, found 516. The weights are of \
        another network, or something was appended to the file; use the cfg it was trained with
        """)
  }

  @Test("Trained for another number of classes")
  func classes() throws {
    let five = Self.cfg.replacingOccurrences(of: "classes=3", with: "classes=5")
    let edited = try #require(five.range(of: "filters=8", options: .backwards))
    let trained = try network(five.replacingCharacters(in: edited, with: "filters=10"))
    let text = try #require(try message(bytes(of: trained)))
    #expect(
      text.hasSuffix(
        """
        expected 508 bytes, found 580. It fits with classes=5 instead of 3: these weights were \
        trained for 5 classes; set classes and the filters before each head accordingly
        """))
  }

  @Test("A pre-training file is refused, but opened as a prefix")
  func prefix() throws {
    let folder = try TemporaryFolder()
    let network = try network()
    let first = bytes(of: network).prefix(220)
    let text = try #require(try message(first))
    #expect(
      text.hasSuffix(
        """
        It holds exactly the first 2 layers, like a file that training starts from (.conv.2), which \
        is no whole network; use the weights that training has given
        """))
    let weights = try WeightsFile(
      path: try folder.file("net.conv.2", first), network: network, allowPrefix: true)
    #expect(weights.layerCount == 3, "the pooling of layer 2 needs no weights")
    #expect(weights.block(layer: 1, role: .weights) != nil)
    #expect(weights.block(layer: 3, role: .weights) == nil)
    #expect(try message(first.dropLast(4), allowPrefix: true) != nil)
  }

  @Test("A header of the other width")
  func headerWidth() throws {
    var old = bytes(of: try network(), header: WeightsHeader(major: 0, minor: 1, revision: 0))
    old[4] = 2
    // The first weight, where the upper half of a count would be 0.
    old.replaceSubrange(16..<20, with: [0, 0, 0x80, 0x3F])
    #expect(
      try message(old)?.hasSuffix(
        """
        It fits with a header of 16 bytes, where its version asks for 20: the header was written \
        by another tool; correct its version
        """) == true)
  }

  @Test("Four bytes too few or too many are not blamed on the header where it is plausible")
  func fourBytes() throws {
    let whole = try bytes(of: network())
    let less = try #require(try message(whole.dropLast(4)))
    #expect(!less.contains("another tool") && less.contains("or the file was cut off"), "\(less)")
    let more = try #require(try message(whole + [0, 0, 0, 0]))
    #expect(!more.contains("cut off") && more.contains("something was appended"), "\(more)")
  }

  @Test("No whole number of floats")
  func damaged() throws {
    #expect(
      try message(bytes(of: network()).prefix(301))?.contains("no whole number of floats") == true)
  }

  @Test("A version that darknet never wrote")
  func implausible() throws {
    let noise = (0..<600).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 129) }
    #expect(try message(noise)?.contains("darknet does not write") == true)
  }

  @Test(
    "Something else than weights",
    arguments: [
      (
        "",
        "is an empty file, where a darknet weights file is needed; fetch it again from the right address"
      ),
      (
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 24251276\n",
        "is a git-lfs pointer, not the file itself, where a darknet weights file is needed; run "
          + "`git lfs pull` to get the file itself"
      ),
      (
        "\n<!DOCTYPE html><html><head>",
        "is a web page, where a darknet weights file is needed; the download was answered with a "
          + "page; use the direct link"
      ),
      (
        "PK\u{3}\u{4}\u{14}\0\0\0",
        "is a ZIP archive, where a darknet weights file is needed; unpack it"
      ),
      (
        "[net]\nwidth=416\nheight=416\n",
        "is a darknet cfg, where a darknet weights file is needed; are cfg and weights swapped?"
      ),
      (
        "\0\0\0\0\u{2}\0\0\0",
        "the file has 8 bytes, fewer than the header of a weights file (16 or 20); fetch it again"
      ),
    ])
  func foreign(content: String, expected: String) throws {
    #expect(try message(Array(content.utf8)) == "a.weights: \(expected)")
  }

  @Test("A gzip archive")
  func gzip() throws {
    #expect(
      try message([0x1F, 0x8B, 8, 0])
        == "a.weights: is a gzip archive, where a darknet weights file is needed; unpack it"
    )
  }

  @Test("A file that is not there")
  func missing() throws {
    let network = try network()
    #expect(throws: WeightsError.self) {
      _ = try WeightsFile(path: "/nowhere/a.weights", network: network)
    }
  }

  @Test("Cut anywhere or with bytes behind, a file is refused and never misread")
  func anyLength() throws {
    let whole = bytes(of: try network())
    for length in 0..<whole.count {
      #expect(try message(whole.prefix(length)) != nil, "\(length) bytes")
    }
    for extra in 1...64 {
      #expect(try message(whole + Array(repeating: 0, count: extra)) != nil, "\(extra) more")
    }
  }

  // MARK: Impossible numbers

  /// What screening says with these floats replaced.
  private func findings(_ changes: [Int: Float]) throws -> [String] {
    let folder = try TemporaryFolder()
    let network = try network()
    var bytes = bytes(of: network)
    for (index, value) in changes {
      let pattern = withUnsafeBytes(of: value) { Array($0) }
      bytes.replaceSubrange(20 + 4 * index..<24 + 4 * index, with: pattern)
    }
    let weights = try WeightsFile(path: try folder.file("a.weights", bytes), network: network)
    return weights.screen().map(\.diagnostic.description)
  }

  @Test("NaN and infinity are found with layer and channel, once for each array")
  func notFinite() throws {
    #expect(
      try findings([26 + 8 + 5: .nan, 26 + 8 + 6: -.nan]) == [
        """
        net.cfg:10:1: error: layer 1 ([convolutional]): weights of channel 2 is nan (the first of \
        2); training diverged or the file is damaged
        """
      ])
    #expect(
      try findings([1: -.infinity, 50 + 71: .infinity]) == [
        """
        net.cfg:5:1: error: layer 0 ([convolutional]): biases of channel 1 is -inf; training \
        diverged or the file is damaged
        """,
        """
        net.cfg:16:1: error: layer 3 ([convolutional]): weights of channel 7 is inf; training \
        diverged or the file is damaged
        """,
      ])
  }

  @Test("Negative and absurd variances")
  func variances() throws {
    #expect(
      try findings([6: -0.5, 7: 2e10]) == [
        """
        net.cfg:5:1: error: layer 0 ([convolutional]): rollingVariance of channel 0 is -0.5; the \
        file is damaged or of another network
        """,
        """
        net.cfg:5:1: warning: layer 0 ([convolutional]): rollingVariance of channel 1 is 2e+10; \
        the channel is as good as switched off
        """,
      ])
    #expect(
      try findings([6: -1e-6, 7: .leastNonzeroMagnitude]) == [
        """
        net.cfg:5:1: warning: layer 0 ([convolutional]): rollingVariance of channel 0 is -1e-06; \
        it is used as it is
        """
      ])
  }
}
