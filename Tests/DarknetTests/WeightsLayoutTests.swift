import Darknet
import Testing

/// Where each layer type keeps what, by the order of darknet's reader.
@Suite struct WeightsLayoutTests {
  /// The arrays of a network's layers as `layer part role shape`.
  private func arrays(_ layers: String, net: String = "width=4\nheight=4\nchannels=2") throws
    -> [String]
  {
    let network = try Network(text: "[net]\n\(net)\n\(layers)", file: "net.cfg")
    let layout = WeightsLayout(network: network)
    var offset = 20
    for block in layout.layers.flatMap(\.blocks) {
      #expect(block.offset == offset, "arrays follow each other without gaps")
      #expect(block.count == block.shape.reduce(1, *))
      offset = block.end
    }
    #expect(layout.byteCount == offset)
    return layout.layers.flatMap(\.blocks).map { block in
      "\(block.layer) " + (block.part.map { "\($0) " } ?? "") + "\(block.role) \(block.shape)"
    }
  }

  @Test("Convolution: biases, normalization, kernels")
  func convolution() throws {
    #expect(
      try arrays("[conv]\nfilters=6\nsize=3\ngroups=2\nbatch_normalize=1") == [
        "0 biases [6]", "0 scales [6]", "0 rollingMean [6]", "0 rollingVariance [6]",
        "0 weights [6, 1, 3, 3]",
      ])
    #expect(
      try arrays("[conv]\nfilters=6\nsize=3") == ["0 biases [6]", "0 weights [6, 2, 3, 3]"])
  }

  @Test("Connected: the normalization comes behind the matrix")
  func connected() throws {
    #expect(
      try arrays("[connected]\noutput=3\nbatch_normalize=1") == [
        "0 biases [3]", "0 weights [3, 32]", "0 scales [3]", "0 rollingMean [3]",
        "0 rollingVariance [3]",
      ])
  }

  @Test("Dontload owns nothing, dontloadscales no normalization")
  func notLoaded() throws {
    #expect(
      try arrays("[conv]\nfilters=6\ndontload=1\n[conv]\nfilters=2") == [
        "1 biases [2]", "1 weights [2, 6, 1, 1]",
      ])
    #expect(
      try arrays("[conv]\nbatch_normalize=1\ndontloadscales=1") == [
        "0 biases [1]", "0 weights [1, 2, 1, 1]",
      ])
  }

  @Test("Binary convolutions have no groups")
  func xnor() throws {
    #expect(
      try arrays("[conv]\nfilters=2\nxnor=1\ngroups=2") == [
        "0 biases [2]", "0 weights [2, 2, 1, 1]",
      ])
  }

  @Test("Batchnorm, local, implicit, shortcut")
  func others() throws {
    #expect(
      try arrays("[batchnorm]") == [
        "0 biases [2]", "0 scales [2]", "0 rollingMean [2]", "0 rollingVariance [2]",
      ])
    #expect(
      try arrays("[local]\nfilters=3\nsize=3\npad=1") == [
        "0 biases [48]", "0 weights [16, 3, 2, 3, 3]",
      ])
    #expect(try arrays("[implicit]\nfilters=5\natoms=2") == ["0 weights [5, 2]"])
    let convolutions = "[conv]\nfilters=2\n[conv]\nfilters=2\n[shortcut]\nfrom=-2,0\n"
    #expect(try arrays(convolutions).count == 4)
    #expect(try arrays(convolutions + "weights_type=per_feature").last == "2 weights [3]")
    #expect(try arrays(convolutions + "weights_type=per_layer").last == "2 weights [3]")
    #expect(try arrays(convolutions + "weights_type=per_channel").last == "2 weights [3, 2]")
  }

  @Test("Rnn, gru, lstm: one connected layer after the other")
  func recurrent() throws {
    let net = "inputs=7"
    #expect(
      try arrays("[rnn]\noutput=3\nhidden=5", net: net) == [
        "0 input biases [5]", "0 input weights [5, 7]", "0 self biases [5]",
        "0 self weights [5, 5]", "0 output biases [3]", "0 output weights [3, 5]",
      ])
    let gru = try arrays("[gru]\noutput=3", net: net).filter { $0.contains("weights") }
    #expect(
      gru == [
        "0 input_z weights [3, 7]", "0 input_r weights [3, 7]", "0 input_h weights [3, 7]",
        "0 state_z weights [3, 3]", "0 state_r weights [3, 3]", "0 state_h weights [3, 3]",
      ])
    let lstm = try arrays("[lstm]\noutput=3", net: net).filter { $0.contains("weights") }
    #expect(
      lstm == ["wf", "wi", "wg", "wo"].map { "0 \($0) weights [3, 3]" }
        + ["uf", "ui", "ug", "uo"].map { "0 \($0) weights [3, 7]" })
  }

  @Test("Crnn and conv_lstm: one convolution after the other")
  func recurrentConvolutions() throws {
    let crnn = try arrays("[crnn]\noutput=3\nhidden=5\npad=1").filter { $0.contains("weights") }
    #expect(
      crnn == [
        "0 input weights [5, 2, 3, 3]", "0 self weights [5, 5, 3, 3]",
        "0 output weights [3, 5, 3, 3]",
      ])
    func parts(_ options: String, channels: Int = 2) throws -> [String] {
      try arrays(
        "[conv_lstm]\noutput=3\npad=1\n\(options)", net: "width=4\nheight=4\nchannels=\(channels)"
      ).filter { $0.contains("weights") }
    }
    let w = ["wf", "wi", "wg", "wo"].map { "0 \($0) weights [3, 3, 3, 3]" }
    let u = ["uf", "ui", "ug", "uo"].map { "0 \($0) weights [3, 2, 3, 3]" }
    let v = ["vf", "vi", "vo"].map { "0 \($0) weights [3, 3, 3, 3]" }
    #expect(try parts("") == w + u)
    #expect(try parts("peephole=1") == v + w + u)
    // The state and the input together, which both have as many channels as the output.
    let wide = ["uf", "ui", "ug", "uo"].map { "0 \($0) weights [3, 3, 3, 3]" }
    #expect(try parts("bottleneck=1", channels: 3) == ["0 wf weights [3, 6, 3, 3]"] + wide)
  }
}
