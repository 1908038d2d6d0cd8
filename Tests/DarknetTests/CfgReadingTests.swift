import Darknet
import TestSupport
import Testing

/// What is understood of cfgs that are as they should be.
@Suite struct CfgReadingTests {
  private static let net = "[net]\nwidth=32\nheight=32\nchannels=3\n"

  private func layers(_ text: String) throws -> [Layer] {
    let parsed = Network.parse(text: Self.net + text, file: "a.cfg")
    #expect(parsed.diagnostics == [])
    return try parsed.get().layers
  }

  private func section<Section: LayerSection>(
    _ text: String, after before: String = "", as type: Section.Type = Section.self
  ) throws -> Section {
    try #require(try layers(before + text).last?.section as? Section)
  }

  @Test(
    "Line ends, byte order mark, blanks and comments of both forks' dialects",
    arguments: [
      "[net]\nwidth=8\nheight=6\nchannels=3\n[conv]\nfilters=4\nactivation=leaky\n",
      "[net]\r\nwidth=8\r\nheight=6\r\nchannels=3\r\n[conv]\r\nfilters=4\r\nactivation=leaky",
      "[net]\rwidth=8\rheight=6\rchannels=3\r[conv]\rfilters=4\ractivation=leaky",
      "\u{FEFF}[net]\nwidth=8\nheight=6\nchannels=3\n[conv]\nfilters=4\nactivation=leaky",
      "\n# x\n; y\n  # z=1\n[net] # n\nwidth = 8 # w\nheight\t=\t6;h\nchannels=3\n\n"
        + " [ conv ] ; c\n\tfilters =4\n  activation = leaky\n  # a = b\n// c\n",
    ])
  func dialects(text: String) throws {
    let parsed = Network.parse(text: text, file: "a.cfg")
    #expect(parsed.diagnostics == [])
    let network = try parsed.get()
    #expect(network.net.input == FeatureShape(channels: 3, height: 6, width: 8))
    let section = try #require(network.layers.first?.section as? ConvolutionalSection)
    #expect(section.filters == 4)
    #expect(section.activation == .leaky)
  }

  @Test(
    "Aliases are the same layer type",
    arguments: [
      ("conv", "convolutional"), ("max", "maxpool"), ("avg", "avgpool"), ("conn", "connected"),
      ("soft", "softmax"), ("lrn", "normalization"), ("silence", "empty"), ("blank", "empty"),
      ("local_avg", "local_avgpool"),
    ])
  func aliases(alias: String, type: String) throws {
    #expect(try layers("[conv]\nfilters=8\n[\(alias)]")[1].type == type)
    #expect(try layers("[conv]\nfilters=8\n[\(type)]")[1].type == type)
  }

  @Test("darknet's defaults")
  func defaults() throws {
    let convolution: ConvolutionalSection = try section("[conv]")
    #expect(convolution.filters == 1)
    #expect(convolution.size == 1)
    #expect(convolution.strideX == 1 && convolution.strideY == 1)
    #expect(convolution.padding == 0)
    #expect(convolution.activation == .logistic)
    #expect(!convolution.batchNormalize)
    #expect(try section("[upsample]", as: UpsampleSection.self).stride == 2)
    #expect(try section("[softmax]", as: SoftmaxSection.self).temperature == 1)
    let pool: MaxPoolSection = try section("[maxpool]\nstride=2")
    #expect((pool.size, pool.padding) == (2, 1))
    let shortcut: ShortcutSection = try section("[shortcut]\nfrom=-1", after: "[dropout]\n")
    #expect(shortcut.activation == .linear)
  }

  @Test("Pad wins over padding, stride_x over stride, a point is not dilated")
  func convolutionRules() throws {
    let padded: ConvolutionalSection = try section("[conv]\nsize=5\npad=1\npadding=1")
    #expect(padded.padding == 2)
    let strided: ConvolutionalSection = try section("[conv]\nstride=4\nstride_x=2")
    #expect((strided.strideX, strided.strideY) == (2, 4))
    #expect(try section("[conv]\ndilation=3", as: ConvolutionalSection.self).dilation == 1)
  }

  @Test("Antialiasing: references see the map before the blur, the next layer the one after")
  func antialiasing() throws {
    let layers = try layers(
      "[conv]\nfilters=4\nsize=3\nstride=2\npad=1\nantialiasing=1\n[dropout]\n[route]\nlayers=0")
    #expect(layers[0].output == FeatureShape(channels: 4, height: 32, width: 32))
    #expect(layers[0].forwarded == FeatureShape(channels: 4, height: 16, width: 16))
    #expect(layers[1].output == FeatureShape(channels: 4, height: 16, width: 16))
    #expect(layers[2].output == FeatureShape(channels: 4, height: 32, width: 32))
  }

  @Test("References are absolute, whatever the cfg says")
  func references() throws {
    let route: RouteSection = try section(
      "[route]\nlayers = -1, 0 ,-3", after: "[dropout]\n[dropout]\n[dropout]\n")
    #expect(route.layers == [2, 0, 0])
  }

  @Test("A head picks its anchors by mask; without one it takes the first num")
  func anchors() throws {
    let yolo: YoloSection = try section(
      "[yolo]\nmask=2,0\nnum=3\nclasses=1\nanchors = 10,13,  16,30,  33,23",
      after: "[conv]\nfilters=12\n")
    #expect(yolo.anchors.map(\.width) == [33, 10])
    #expect(yolo.anchors.map(\.height) == [23, 13])
    let all: YoloSection = try section(
      "[yolo]\nnum=2\nclasses=1\nanchors=1e1,13,.5,30.,", after: "[conv]\nfilters=12\n")
    #expect(all.mask == [0, 1])
    #expect(all.anchors.map(\.width) == [10, 0.5])
  }

  @Test("multiply-adds of layers that darknet does not count")
  func multiplyAdds() throws {
    let layers = try layers("[conv]\nfilters=4\nsize=3\npad=1\ngroups=1\n[connected]\noutput=10")
    #expect(layers[0].multiplyAdds == 4 * 3 * 9 * 32 * 32)
    #expect(layers[0].darknetBFLOPs == Double(2 * 4 * 3 * 9 * 32 * 32) / 1e9)
    #expect(layers[1].multiplyAdds == 10 * 4 * 32 * 32)
    #expect(layers[1].darknetBFLOPs == 0)
  }

  @Test("Where a key's value stands")
  func locations() throws {
    let layer = try layers("[conv]\n  filters = 4")[0]
    #expect("\(layer.location(of: "filters"))" == "a.cfg:6:13")
    #expect("\(layer.location(of: "size"))" == "a.cfg:5:1")
  }
}
