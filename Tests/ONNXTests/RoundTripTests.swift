import Foundation
import Graph
import ONNX
import TestSupport
import Testing

struct RoundTripTests {
  @Test("Every operation is read as it was written", arguments: Samples.all)
  func everyOperationComesBackAsItWas(_ sample: Sample) throws {
    for opset in [13, 18, 22] {
      let graph = try sample.graph()
      let bytes = try ONNXModel.bytes(of: graph, options: WriteOptions(opset: opset))
      #expect(try ONNXModel.read(bytes).differences(from: graph) == [], "opset \(opset)")
    }
  }

  @Test("A dynamic batch stays dynamic", arguments: Samples.all)
  func aFreeBatchStaysFree(_ sample: Sample) throws {
    var graph = try sample.graph(batchIsDynamic: true)
    let read = try ONNXModel.read(try ONNXModel.bytes(of: graph))
    graph = try graph.rebatched(to: 1)
    #expect(read.differences(from: graph) == [])
  }

  @Test("A detector is read with its layers, origins and contract")
  func aDetectorComesBackWithLayersOriginsAndContract() throws {
    let folder = try TemporaryFolder()
    let graph = try Detector.graph()
    let path = folder.path("model.onnx")
    let summary = try ONNXModel.write(graph, to: path)
    #expect(try ONNXModel.read(path: path).differences(from: graph) == [])
    #expect(summary.byteCount == (try Data(contentsOf: URL(fileURLWithPath: path))).count)
    #expect(summary.opset == 13)
    #expect(summary.irVersion == 8)
  }

  @Test(
    "Every kind of head is read as it was written",
    arguments: [
      Head.Kind.region(softmax: true),
      .detection(side: 7, boxes: 2, squareRoot: true, softmax: false),
      .gaussianYolo(point: .rightBottom), .gaussianYolo(point: .center),
      .yolo(newCoordinates: false),
    ])
  func everyKindOfHeadComesBack(_ kind: Head.Kind) throws {
    for suppression in [
      Head.Suppression.greedy, .greedyDistance, .distance(beta: 0.1), .corners,
    ] {
      for form in OutputForm.allCases {
        var graph = try Detector.graph()
        graph.contract.heads = [
          Head(
            layer: 1, kind: kind, classes: 3, anchors: [], gridWidth: 7, gridHeight: 7,
            suppression: suppression)
        ]
        graph.contract.outputForm = form
        let read = try ONNXModel.read(try ONNXModel.bytes(of: graph))
        #expect(read.contract == graph.contract)
      }
    }
  }

  @Test("Every form of images is read as it was written")
  func everyFormOfImagesComesBack() throws {
    for numbers in InputForm.Numbers.allCases {
      for order in InputForm.Order.allCases {
        for axes in InputForm.Axes.allCases {
          var graph = try Detector.graph()
          let form = InputForm(numbers: numbers, order: order, axes: axes)
          try PassPipeline([ReorderChannels(order), AcceptImages(form)]).apply(to: &graph)
          #expect(graph.contract.input?.form == form)
          let read = try ONNXModel.read(try ONNXModel.bytes(of: graph))
          #expect(read.contract == graph.contract)
          #expect(read.inputs.map { read[$0].type } == graph.inputs.map { graph[$0].type })
        }
      }
    }
  }

  @Test("The same graph gives the same bytes") func theSameGraphGivesTheSameBytes() throws {
    let folder = try TemporaryFolder()
    var observed: [UInt8] = []
    let path = folder.path("model.onnx")
    _ = try ONNXModel.write(try Detector.graph(), to: path) { observed.append(contentsOf: $0) }
    let written = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    #expect(observed == written)
    #expect(try ONNXModel.bytes(of: try Detector.graph()) == written)
    // What is read and written again is the same file.
    #expect(try ONNXModel.bytes(of: try ONNXModel.read(path: path)) == written)
  }

  @Test("Nodes that no output needs are not written") func whatNoOutputNeedsIsNotWritten() throws {
    let graph = try Detector.graph()
    var extended = graph
    let unused = extended.addConstant(
      "unused", Tensor([Float](repeating: 1, count: 9000), shape: try Shape([9000])))
    let dead = try extended.add(Binary(.add), [unused, unused], name: "dead")
    extended.layerOutputs[9] = dead
    #expect(try ONNXModel.bytes(of: extended) == ONNXModel.bytes(of: graph))
  }

  @Test("An output may be an input, a constant, or given twice")
  func anOutputMayBeAnInputAConstantOrGivenTwice() throws {
    var graph = Graph(name: "outputs")
    let x = graph.addInput("x", TensorType(.float32, try Shape([1, 2])))
    let y = try graph.add(Unary(.relu), [x], name: "y")
    let c = graph.addConstant("c", Tensor(scalar: Float(2)))
    graph.outputs = [y, x, y, c]
    for precision in FloatPrecision.allCases {
      let options = WriteOptions(precision: precision)
      let read = try ONNXModel.read(try ONNXModel.bytes(of: graph, options: options))
      #expect(read.outputs.map { read[$0].name }.prefix(3) == ["y", "x", "y"])
      #expect(read[read.outputs[3]].constant?.elements() == [Float(2)])
    }
  }

  @Test("Writing in float16 rounds constants and nothing else")
  func float16RoundsConstantsAndNothingElse()
    throws
  {
    let graph = try Detector.graph()
    let bytes = try ONNXModel.bytes(of: graph, options: WriteOptions(precision: .float16))
    let constants = graph.values.reduce(0) { $0 + ($1.constant?.type.byteCount ?? 0) }
    let saved = (try ONNXModel.bytes(of: graph)).count - bytes.count
    // Half of the constants' bytes; the casts and their names take a few.
    #expect((constants / 2 - 1000...constants / 2).contains(saved))
    let read = try ONNXModel.read(bytes)
    let differences = read.differences(from: graph)
    #expect(!differences.isEmpty)
    #expect(differences.filter { !$0.hasPrefix("elements of ") } == [])
    for value in graph.values {
      guard let constant = value.constant, let id = read.value(named: value.name) else { continue }
      let rounded = constant.elements(Float.self).map { Float(Float16($0)) }
      #expect(read[id].constant?.elements() == rounded)
    }
  }

  @Test("Mish is one operator where the operator set has it")
  func mishIsOneOperatorWhereTheOperatorSetHasIt() throws {
    for opset in ONNXVersion.writableOpsets {
      let bytes = try ONNXModel.bytes(
        of: try Detector.graph(), options: WriteOptions(opset: opset))
      let operators = ["Mish", "Softplus"].map { name in
        bytes.indices.contains { bytes[$0...].starts(with: name.utf8) }
      }
      #expect(operators == [opset >= 18, opset < 18])
    }
  }

  @Test("The operator set is raised where an operation needs it")
  func theOperatorSetIsRaisedOnlyWhereNeeded()
    throws
  {
    let window = Window(kernel: Extent2D(2), dilation: Extent2D(2))
    let sample = Sample("dilated", [1, 1, 5, 5], AveragePool(window: window)) { [$0] }
    let folder = try TemporaryFolder()
    let summary = try ONNXModel.write(try sample.graph(), to: folder.path("model.onnx"))
    #expect(summary.opset == 19)
    #expect(summary.irVersion == 9)
  }
}
