// Converts a darknet checkpoint to ONNX in memory and finds objects in an image with it:
//   ConvertAndRun NETWORK.cfg NETWORK.weights IMAGE
import Darknet
import Engine
import Glibc
import Graph
import ONNX
import Vision

let files = CommandLine.arguments.dropFirst()
guard let cfg = files.first, let image = files.last, files.count == 3 else {
  print("usage: ConvertAndRun NETWORK.cfg NETWORK.weights IMAGE")
  exit(64)
}
let network = try Network.parse(path: cfg).get()
let weights = try WeightsFile(path: files[2], network: network)
var graph = try Lowering.graph(of: network, parameters: weights)
try PassPipeline([FoldBatchNormalization()]).apply(to: &graph)

let bytes = try ONNXModel.bytes(of: graph)
let model = try ONNXModel.read(bytes)
print("\(bytes.count) bytes of ONNX, \(model.nodes.count) nodes")

// The model says which input it takes and how its outputs become boxes.
guard let input = model.contract.input else {
  print("\(cfg): takes no images")
  exit(65)
}
let prepared = try Preprocessing.usual(for: input).apply(
  to: Image(contentsOf: image), input: input)
let outputs = try Session(Plan(model)).run([prepared.values])
let decoder = BoxDecoder(
  heads: model.contract.heads, inputWidth: input.width, inputHeight: input.height, threshold: 0.25)
let found = try Postprocessing(
  decoder: decoder, suppression: Vision.NonMaximumSuppression(threshold: 0.45)
).detections(in: outputs, form: model.contract.outputForm, placement: prepared.placement)
for object in found {
  let (score, x, y) = (Int(object.score * 100), Int(object.box.x), Int(object.box.y))
  print("class \(object.classIndex), \(score) %, at (\(x), \(y))")
}
