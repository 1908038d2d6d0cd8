import Darknet
import Testing

/// What is said about a cfg that is not as it should be: one test for each behaviour, with the
/// exact words.
@Suite struct CfgDiagnosticsTests {
  /// The diagnostics of a cfg whose first four lines are a proper `[net]` of 32x32x3.
  private func diagnostics(_ layers: String) -> [String] {
    messages("[net]\nwidth=32\nheight=32\nchannels=3\n" + layers)
  }

  private func messages(_ text: String) -> [String] {
    Network.parse(text: text, file: "a.cfg").diagnostics.map(\.description)
  }

  // MARK: Text

  @Test("No sections, binary content, too many bytes")
  func noCfg() {
    #expect(
      messages("# nothing\n") == [
        "a.cfg:1:1: error: there is no section; a network starts with [net]"
      ])
    #expect(
      messages("[net]\0") == ["a.cfg:1:1: error: the file is not text; is it the weights file?"])
    let large = Array(repeating: UInt8(ascii: "\n"), count: 16 << 20 + 1)
    #expect(
      Network.parse(bytes: large, file: "a.cfg").diagnostics.map(\.description) == [
        """
        a.cfg:1:1: error: the file has 16777217 bytes, more than any cfg (at most 16777216); is \
        it the weights file?
        """
      ])
  }

  @Test("Lines that are neither header nor key=value")
  func lines() {
    #expect(
      diagnostics("[dropout]\n  probability 0.5\n=3\n[avgpool\n[dropout] x\nprobability=") == [
        "a.cfg:6:3: error: expected [section] or key=value, found 'probability 0.5'",
        "a.cfg:7:1: error: there is no key before =",
        "a.cfg:8:1: error: a section header ends with ], found '[avgpool'",
        "a.cfg:9:11: error: nothing but a comment may follow a section header, found 'x'",
        "a.cfg:10:13: error: 'probability' has no value",
      ])
  }

  @Test("A key before the first section")
  func keyBeforeSection() {
    #expect(
      messages("width=3\n[net]\nwidth=4\nheight=4\nchannels=1\n[dropout]") == [
        "a.cfg:1:1: error: 'width' stands before the first section; start with [net]"
      ])
  }

  @Test("Columns count characters, not bytes")
  func columns() {
    #expect(
      diagnostics("[dropout]\nprobabilité=1 # é\n\t größe = x = y") == [
        """
        a.cfg:6:1: warning: unknown key 'probabilité' in [dropout], which has no effect; did you \
        mean 'probability'?
        """,
        "a.cfg:7:3: warning: unknown key 'größe' in [dropout], which has no effect",
      ])
  }

  // MARK: Structure

  @Test("The first section has to be [net]")
  func firstSection() {
    #expect(
      messages("[dropout]\n[net]\nwidth=4\nheight=4\nchannels=1") == [
        "a.cfg:1:1: error: the first section has to be [net], found [dropout]"
      ])
    #expect(
      messages("[dropout]\n") == [
        "a.cfg:1:1: error: the first section has to be [net], found [dropout]"
      ])
  }

  @Test("A second [net], a network without layers")
  func structure() {
    #expect(
      diagnostics("[network]\nwidth=1\n[dropout]") == [
        "a.cfg:5:1: error: a second [network]; a network has one"
      ])
    #expect(diagnostics("") == ["a.cfg:1:1: error: the network has no layers"])
  }

  @Test("An input that is not given or cannot be held")
  func input() {
    #expect(
      messages("[net]\nwidth=4\n[dropout]") == [
        "a.cfg:1:1: error: [net] needs height=, channels="
      ])
    #expect(
      messages("[net]\nwidth=99999999\nheight=416\nchannels=3\n[conv]\nfilters=8\nsize=3") == [
        """
        a.cfg:2:7: error: an input of 99999999x416x3 cannot be held: at most 2147483647 values
        """
      ])
    #expect(
      messages("[net]\nwidth=4\nheight=4\nchannels=1\ninputs=17\n[dropout]") == [
        "a.cfg:5:8: warning: inputs=17 has no effect: width x height x channels = 16"
      ])
  }

  @Test("An output or weights that cannot be held")
  func tooLarge() {
    #expect(
      diagnostics("[upsample]\nstride=100000") == [
        """
        a.cfg:5:1: error: an output of 3200000x3200000x3 cannot be held: at most 2147483647 values
        """
      ])
    #expect(
      diagnostics("[connected]\noutput=2000000000") == [
        """
        a.cfg:6:8: error: 2000000000 x 3072 weights cannot be held: at most 2147483647 values
        """
      ])
  }

  // MARK: Names

  @Test("A misspelt section")
  func unknownSection() {
    #expect(
      diagnostics("[convolutoinal]\nfilters=8\n[Yolo]\n[deconvolutional]\n[iseg]") == [
        "a.cfg:5:1: error: unknown section '[convolutoinal]'; did you mean [convolutional]?",
        "a.cfg:7:1: error: unknown section '[Yolo]'; did you mean [yolo]?",
        """
        a.cfg:8:1: error: unknown section '[deconvolutional]'; [deconvolutional] is a layer of \
        pjreddie's darknet, which AlexeyAB's darknet does not have; what it computes is not known \
        here, so the network cannot be converted
        """,
        """
        a.cfg:9:1: error: unknown section '[iseg]'; [iseg] is a layer of pjreddie's darknet, which \
        AlexeyAB's darknet does not have; what it computes is not known here, so the network cannot \
        be converted
        """,
      ])
  }

  @Test(
    "What other frameworks and forks call an activation or section comes before the nearest spelling",
    arguments: [
      ("[conv]\nactivation=lrelu", "darknet calls it 'leaky'"),
      ("[conv]\nactivation=leaky_relu", "darknet calls it 'leaky'"),
      ("[conv]\nactivation=hardsigmoid", "darknet does not have"),
      ("[conv]\nactivation=sigmoid", "darknet calls it 'logistic'"),
      ("[conv]\nactivation=none", "darknet calls it 'linear'"),
      ("[conv]\nactivation=Identity", "darknet calls it 'linear'"),
      ("[alternate_channels]", "a layer of the darknet of ScaledYOLOv4"),
      ("[logistic]", "a layer of pjreddie's darknet"),
      ("[l2norm]", "a layer of pjreddie's darknet"),
      ("[se]", "a layer of PyTorch programs"), ("[concat]", "darknet calls it [route]"),
    ])
  func foreignNames(text: String, hint: String) {
    let found = diagnostics(text).filter { $0.contains("error: unknown") }
    #expect(found.count == 1 && found.first?.contains(hint) == true, "\(found)")
    #expect(found.first?.contains("did you mean") == false)
  }

  @Test("A comment that darknet would read as a part of the value is warned of")
  func commentsBehindValues() {
    let text =
      "[conv]\nfilters=8 # eight\nactivation=leaky # as before\n[route]\nlayers=-1 ; one, two\n"
      + "[dropout]\nprobability=.5 # a, b"
    let found = diagnostics(text)
    #expect(found.count == 2, "\(found)")
    #expect(found.first?.hasPrefix("a.cfg:7:12: warning: ") == true)
    #expect(found.first?.contains("activation=leaky#asbefore") == true)
    #expect(found.first?.contains("trained") == true)
    #expect(found.last?.hasPrefix("a.cfg:9:8: warning: ") == true)
    #expect(found.last?.contains("2 elements where layers has 1") == true, "\(found)")
    #expect(diagnostics("// a comment = none\n[conv]\n // another\nactivation=leaky") == [])
  }

  @Test("Marks of a git merge are named")
  func mergeMarks() {
    let found = diagnostics("[conv]\n<<<<<<< HEAD\nfilters=8\n=======\nfilters=16\n>>>>>>> other")
    #expect(found.count == 1 && found.first?.contains("git merge") == true, "\(found)")
  }

  @Test("A misspelt key, a key of other sections, an unheard-of key")
  func unknownKey() {
    #expect(
      diagnostics("[conv]\nfliters=8\nanchors=1,2\nfrobnicate=1") == [
        """
        a.cfg:6:1: warning: unknown key 'fliters' in [conv], which has no effect; did you mean \
        'filters'?
        """,
        """
        a.cfg:7:1: warning: [conv] does not read 'anchors', a key of [region], [yolo], \
        [Gaussian_yolo]
        """,
        "a.cfg:8:1: warning: unknown key 'frobnicate' in [conv], which has no effect",
      ])
  }

  @Test("Keys of training and tracking, and those of every section, are known")
  func knownKeys() {
    #expect(
      diagnostics(
        "[conv]\nstopbackward=1\nlearning_rate=1e-4\ndot=1\nclip=1\nonlyforward=1\n[dropout]\n"
          + "dropblock=1\ndont_update=1\ntrain_only_bn=1") == [])
  }

  @Test("An unknown activation, which darknet would take for relu")
  func unknownActivation() {
    #expect(
      diagnostics("[conv]\nactivation=leeky\n[conv]\nactivation=SiLU") == [
        """
        a.cfg:6:12: error: unknown activation 'leeky', for which darknet would silently use relu; \
        did you mean 'leaky'?
        """,
        """
        a.cfg:8:12: error: unknown activation 'SiLU', for which darknet would silently use relu; \
        darknet calls it 'swish'
        """,
      ])
  }

  @Test("An unknown nms_kind is harmless, an unknown weights_type is not")
  func unknownChoices() {
    #expect(
      diagnostics(
        "[conv]\nfilters=6\n[yolo]\nclasses=1\nanchors=1,2\nnms_kind=greedy\n[conv]\n[shortcut]\n"
          + "from=-1\nweights_type=channel") == [
          """
          a.cfg:10:10: warning: unknown nms_kind 'greedy', for which darknet uses default; known \
          are default, greedynms, diounms, cornersnms
          """,
          """
          a.cfg:14:14: error: unknown weights_type 'channel', with which darknet stops; known are \
          none, per_feature, per_layer, per_channel
          """,
        ])
  }

  @Test("A duplicate key: the first counts")
  func duplicate() throws {
    let text = "[conv]\nfilters=2\nsize=1\nfilters=4"
    #expect(
      diagnostics(text) == [
        "a.cfg:8:1: warning: 'filters' is given again; the first counts, '2' in line 6"
      ])
    let network = try Network(
      text: "[net]\nwidth=1\nheight=1\nchannels=1\n" + text, file: "a.cfg")
    #expect(network.layers[0].output.channels == 2)
  }

  // MARK: Numbers

  @Test("Numbers as atoi and atof read them")
  func numbers() {
    #expect(
      diagnostics(
        "[conv]\nstride=2.9\nsize=3abc\npad=1\nfilters=abc\n[normalization]\nalpha=1e-4x\n"
          + "beta=.5\nkappa=-\n[conv]\nfilters=99999999999\n[upsample]\nscale=1e99\n"
          + "[maxpool]\nsize=1 2") == [
          "a.cfg:6:8: warning: stride=2.9 is not a whole number; darknet reads 2",
          "a.cfg:7:6: warning: size=3abc is not a whole number; darknet reads 3",
          "a.cfg:9:9: error: filters=abc is not a whole number; darknet would read 0",
          "a.cfg:11:7: warning: alpha=1e-4x is not a number; darknet reads 0.0001",
          "a.cfg:13:7: error: kappa=- is not a number; darknet would read 0",
          "a.cfg:15:9: error: filters=99999999999 is out of range",
          "a.cfg:17:7: error: scale=1e99 is out of range",
          "a.cfg:19:6: warning: size=1 2 has blanks, which darknet removes; darknet reads 12",
        ])
  }

  @Test("Sizes and strides of 0")
  func zero() {
    #expect(
      diagnostics(
        "[conv]\nsize=0\nstride=0\nfilters=0\n[maxpool]\nsize=0\nstride=2\n[upsample]\nstride=0\n"
          + "[reorg]\nstride=0\n[conv]\nstride_x=0\npadding=-1") == [
          "a.cfg:6:6: error: size=0 has to be at least 1",
          "a.cfg:7:8: error: stride=0 has to be at least 1",
          "a.cfg:8:9: error: filters=0 has to be at least 1",
          "a.cfg:10:6: error: size=0 has to be at least 1",
          "a.cfg:13:8: error: stride=0: a factor of at least 1 is needed",
          "a.cfg:15:8: error: stride=0 has to be at least 1",
          "a.cfg:17:10: error: stride_x=0 has to be at least 1",
          "a.cfg:18:9: error: padding=-1 may not be negative",
        ])
  }

  // MARK: References

  @Test("References to layers that do not exist or do not come before")
  func references() {
    #expect(
      diagnostics(
        "[route]\nlayers=-1\n[dropout]\n[route]\nlayers = -1, -3, 2, 5\n[shortcut]\n[sam]\nfrom=-9\n"
          + "[route]\nlayers=1,,x") == [
          "a.cfg:6:8: error: layers=-1 of layer 0 is layer -1, but the first layer has none before it",
          "a.cfg:9:14: error: layers=-3 of layer 2 is layer -1, which does not exist; it reaches "
            + "back to -2 at most",
          "a.cfg:9:18: error: layers=2 is layer 2, which does not come before this one (layer 2); "
            + "the last before it is 1",
          "a.cfg:9:21: error: layers=5 is layer 5, which does not come before this one (layer 2); "
            + "the last before it is 1",
          "a.cfg:10:1: error: [shortcut] needs from=, the earlier layers it reads",
          "a.cfg:12:6: error: from=-9 of layer 4 is layer -5, which does not exist; it reaches back "
            + "to -4 at most",
          "a.cfg:14:10: error: layers has an empty element, which darknet would read as 0",
          "a.cfg:14:11: error: layers=x is not a whole number; darknet would read 0",
        ])
  }

  @Test("Inputs of a route that differ in size")
  func routeMismatch() {
    #expect(
      diagnostics("[conv]\nfilters=4\n[maxpool]\nsize=2\nstride=2\n[route]\nlayers=-1,0") == [
        """
        a.cfg:11:8: error: width and height of the inputs differ: layer 1 ([maxpool]) gives \
        16x16x4, layer 0 ([convolutional]) gives 32x32x4
        """
      ])
  }

  @Test("Groups of a route")
  func routeGroups() {
    #expect(
      diagnostics("[conv]\nfilters=5\n[route]\nlayers=-1\ngroups=2\ngroup_id=2") == [
        "a.cfg:9:8: error: the 5 channels of layer 0 ([convolutional]) do not divide into groups=2",
        "a.cfg:10:10: error: group_id=2 does not exist: groups=2 are numbered from 0",
      ])
  }

  @Test("A shortcut between sizes, of which pjreddie's darknet makes something")
  func shortcutMismatch() {
    #expect(
      diagnostics("[conv]\nfilters=4\n[maxpool]\nsize=2\nstride=2\n[shortcut]\nfrom=-2") == [
        """
        a.cfg:11:6: warning: width and height differ: layer 0 gives 32x32x4, the previous layer \
        16x16x4; AlexeyAB's darknet stops here; as pjreddie's does, one cell in every 2 columns \
        and rows of it is added
        """
      ])
  }

  @Test("[sam] and [scale_channels] between shapes that do not fit")
  func productMismatch() {
    #expect(
      diagnostics(
        "[conv]\nfilters=4\n[conv]\nfilters=5\n[sam]\nfrom=0\n[avgpool]\n[scale_channels]\n"
          + "from=1\nscale_wh=1") == [
          """
          a.cfg:10:6: error: the factors differ in shape: layer 0 ([convolutional]) gives 32x32x4, \
          layer 1 ([convolutional]) gives 32x32x5
          """,
          """
          a.cfg:13:6: error: layer 1 ([convolutional]) gives 32x32x5, which is scaled by 32x32x1, \
          but layer 3 ([avgpool]) gives 1x1x4
          """,
        ])
  }

  // MARK: Layers

  @Test("Channels and filters that do not divide into groups")
  func groups() {
    #expect(
      diagnostics("[conv]\nfilters=5\ngroups=2") == [
        "a.cfg:7:8: error: filters=5 do not divide into groups=2",
        "a.cfg:7:8: error: the 3 channels of [net] do not divide into groups=2",
      ])
  }

  @Test("Maps that do not divide into blocks")
  func blocks() {
    #expect(
      diagnostics("[conv]\nfilters=6\n[reorg]\nstride=3\n[reorg3d]\nreverse=1\nstride=4") == [
        "a.cfg:8:8: error: an input of 32x32x6 does not divide into blocks of 3x3",
        """
        a.cfg:8:8: error: [reorg] needs channels that divide by stride x stride = 9, found 6; \
        [reorg3d] does not
        """,
        "a.cfg:11:8: error: 54 channels do not divide into blocks of 4x4",
      ])
    #expect(
      diagnostics("[reorg]\nstride=2") == [
        """
        a.cfg:6:8: error: [reorg] needs channels that divide by stride x stride = 4, found 3; \
        [reorg3d] does not
        """
      ])
  }

  @Test("A window larger than the map")
  func windows() {
    #expect(
      diagnostics(
        "[conv]\nsize=7\nstride=32\npad=1\n[conv]\nsize=3\n[crop]\ncrop_width=9\ncrop_height=1")
        == [
          "a.cfg:10:6: error: the window of 3 does not fit the input's height of 1"
        ])
  }

  @Test("Dilation for which darknet's size formula has no data")
  func dilation() {
    #expect(
      diagnostics("[conv]\nsize=3\ndilation=2") == [
        """
        a.cfg:7:10: error: dilation=2 with size=3 and padding=0: darknet computes 30 outputs for \
        the height but has data for 28; use an odd size and pad=1
        """
      ])
  }

  @Test("Padding of a 1x1 convolution, which darknet does not carry out")
  func paddedPointwise() {
    #expect(
      diagnostics("[conv]\npadding=1\n[conv]\npad=1") == [
        """
        a.cfg:6:9: error: padding=1 on a 1x1 convolution of stride 1: darknet enlarges the output \
        but does not pad the data; remove padding
        """
      ])
  }

  @Test("A vector where a feature map is needed")
  func vectors() {
    #expect(
      diagnostics("[softmax]\n[conv]\nfilters=2\n[cost]") == [
        """
        a.cfg:6:1: error: [conv] needs a feature map, but layer 0 ([softmax]) gives 3072 values
        """
      ])
  }

  @Test("Shared weights that do not fit")
  func shared() {
    #expect(
      diagnostics(
        "[conv]\nfilters=4\n[conv]\nfilters=4\nshare_index=0\n[dropout]\n[conv]\nshare_index=2")
        == [
          """
          a.cfg:9:13: error: the weights of layer 0 do not fit: it has filters=4, size=1, groups=1, \
          3 input channels; this layer has filters=4, size=1, groups=1, 4 input channels
          """,
          "a.cfg:12:13: error: share_index is layer 2 ([dropout]), which is not a convolution",
        ])
  }

  // MARK: Heads

  @Test("Filters that do not fit the head")
  func filters() {
    #expect(
      diagnostics("[conv]\nfilters=75\n[yolo]\nmask=0,1,2\nanchors=1,2,3,4,5,6\nnum=3\nclasses=80")
        == [
          """
          a.cfg:6:9: error: filters=75 does not fit the [yolo] in line 7, which needs 3 anchors x \
          (5 + 80 classes) = 255; set filters=255, or classes=20 in the head
          """
        ])
    #expect(
      diagnostics("[conv]\nfilters=7\n[dropout]\n[region]\nanchors=1,2\nclasses=3") == [
        """
        a.cfg:8:1: error: [region] needs 1 anchor x (5 + 3 classes) = 8 channels, but layer 1 \
        ([dropout]) gives 7
        """
      ])
    #expect(
      diagnostics("[conv]\nfilters=11\n[Gaussian_yolo]\nanchors=1,2\nclasses=3") == [
        """
        a.cfg:6:9: error: filters=11 does not fit the [Gaussian_yolo] in line 7, which needs \
        1 anchor x (9 + 3 classes) = 12; set filters=12, or classes=2 in the head
        """
      ])
  }

  @Test("Outputs that do not fit [detection]")
  func detection() {
    #expect(
      diagnostics("[connected]\noutput=1470\n[detection]\nclasses=3\ncoords=4\nside=7\nnum=2") == [
        """
        a.cfg:6:8: error: [detection] needs side² x (num x (1 + coords) + classes) = 7² x (2 x \
        (1 + 4) + 3) = 637 values, but layer 0 ([connected]) gives 1470
        """
      ])
  }

  @Test("Boxes of other than 4 coordinates")
  func coordinates() {
    #expect(
      diagnostics(
        "[conv]\nfilters=10\n[region]\nanchors=1,2\nclasses=3\ncoords=6\n[connected]\noutput=10\n"
          + "[detection]\nside=1\nclasses=8") == [
          "a.cfg:10:8: error: coords=6, but boxes have 4 coordinates; set coords=4",
          """
          a.cfg:13:1: error: coords is missing, which means 1, but boxes have 4 coordinates; set \
          coords=4
          """,
        ])
  }

  @Test("Commas of a comment count where darknet counts them")
  func commasOfComments() {
    let list = "anchors=1,2, 3,4 # w, h\nnum=2\nclasses=3"
    #expect(diagnostics("[conv]\nfilters=8\n[yolo]\nmask=0 # 0, of 2\n\(list)") == [])
    #expect(
      diagnostics("[conv]\nfilters=16\n[region]\n\(list)") == [
        """
        a.cfg:8:9: warning: AlexeyAB's darknet counts the commas of the comment too and reads 5 \
        elements where anchors has 4; put the comment on a line of its own
        """
      ])
  }

  @Test("Anchors, num and mask that disagree")
  func anchors() {
    #expect(
      diagnostics(
        "[conv]\nfilters=8\n[yolo]\nmask=3\nnum=2\nanchors=1,2, 3,4\nclasses=3\n[yolo]\nnum=3\n"
          + "anchors=1,2\nclasses=3\n[yolo]\nclasses=3\n[yolo]\nclasses=3\nanchors=1, 2, 3, 4") == [
          "a.cfg:8:6: error: mask picks anchor 3, but num=2 are numbered from 0",
          "a.cfg:14:9: error: num=3, but anchors has 1 pair; set num=1 or add anchors",
          "a.cfg:16:1: error: [yolo] needs anchors=, width and height of each box prior",
          "a.cfg:20:9: warning: anchors has 2 pairs, but num=1",
        ])
  }

  // MARK: Everything at once

  @Test("All mistakes of a file come in one run, none of them twice")
  func everything() {
    #expect(
      diagnostics(
        """
        [convolutional]
        filters=16
        size=3
        stride=2.5
        pad=1
        activation=leakyy
        [maxpoool]
        size=2
        stride=2
        [convolutional]
        fitlers=32
        size=0
        [route]
        layers=-1,-9
        [convolutional]
        filters=30
        [yolo]
        mask=0,1,2
        anchors=10,14, 23,27, 37,58
        num=3
        classes=80
        """) == [
          "a.cfg:8:8: warning: stride=2.5 is not a whole number; darknet reads 2",
          """
          a.cfg:10:12: error: unknown activation 'leakyy', for which darknet would silently use \
          relu; did you mean 'leaky'?
          """,
          "a.cfg:11:1: error: unknown section '[maxpoool]'; did you mean [maxpool]?",
          """
          a.cfg:15:1: warning: unknown key 'fitlers' in [convolutional], which has no effect; did \
          you mean 'filters'?
          """,
          "a.cfg:16:6: error: size=0 has to be at least 1",
          """
          a.cfg:18:11: error: layers=-9 of layer 3 is layer -6, which does not exist; it reaches \
          back to -3 at most
          """,
          """
          a.cfg:20:9: error: filters=30 does not fit the [yolo] in line 21, which needs 3 anchors x \
          (5 + 80 classes) = 255; set filters=255, or classes=5 in the head
          """,
        ])
  }

  @Test("The throwing way carries all diagnostics, warnings too")
  func thrown() {
    let text = "[net]\nwidth=4\nheight=4\nchannels=1\nmomentun=1\n[dropuot]"
    do throws(CfgError) {
      _ = try Network(text: text, file: "a.cfg")
      Issue.record("a cfg with an error was accepted")
    } catch {
      #expect(error.diagnostics.map(\.severity) == [.warning, .error])
      #expect(
        "\(error)" == """
          a.cfg:5:1: warning: unknown key 'momentun' in [net], which has no effect; did you mean \
          'momentum'?
          a.cfg:6:1: error: unknown section '[dropuot]'; did you mean [dropout]?
          """)
    }
  }
}
