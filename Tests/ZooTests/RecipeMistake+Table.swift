extension RecipeMistake {
  private static let hash = RecipeSamples.hash
  private static let other = RecipeSamples.otherHash

  /// Mistakes, each alone in its recipe.
  static let table: [RecipeMistake] = top + sources + models + images + metrics

  private static let top: [RecipeMistake] = [
    .init("schemaVersion: 1", "schemaVersion: '1'", "1:16", ["the text '1'", "the number 1"]),
    .init("schemaVersion: 1", "schemaVersion: 0", "1:16", ["is 0", "1 or more"]),
    .init("schemaVersion: 1\n", "", "1:1", ["'schemaVersion' is missing"]),
    .init("name: demo\n", "", "1:1", ["'name' is missing"]),
    .init("name: demo", "name: Demo", "2:7", ["'Demo'", "lower-case"]),
    .init(
      "name: demo", "name: other", "2:1", ["'demo.yaml'", "'other.yaml'"], isInSchema: false),
    .init("name: demo", "name: [demo]", "2:7", ["a list", "a name"]),
    .init("title: Demo", "title:", "3:7", ["is empty", "a text of one line"]),
    .init("title: Demo", "titel: Demo", "3:1", ["'titel'", "did you mean 'title'?"]),
    .init("title: Demo", "title: ''", "3:8", ["a text of one line"]),
    .init("title: Demo", "title: null", "3:8", ["is empty"]),
    .init("A demo.", "'  '", "4:14", ["a text is needed"]),
    .init("task: object-detection", "task: Object Detection", "5:7", ["object-detection"]),
    .init("tags: [a, b]", "tags: a", "6:7", ["'a'", "write [a, b]"]),
    .init("tags: [a, b]", "tags: [a, b, a]", "6:14", ["once more"]),
    .init("tags: [a, b]", "tags: [a, {b: c}]", "6:11", ["a mapping"]),
    .init(
      "license: MIT", "license: MTI", "7:10", ["'MTI'", "SPDX", "LicenseRef-"], isInSchema: false),
    .init(
      "license: MIT", "license: MIT OR", "7:10", ["column 7", "a licence is expected"],
      isInSchema: false),
    .init("license: MIT", "license: (c) Me & you", "7:10", ["is no SPDX licence expression"]),
    .init("license: MIT", "license: MIT\nlicenceFile: x", "8:1", ["did you mean 'licenseFile'?"]),
    .init("license: MIT", "license: MIT\nlicenseFile: http://a/b", "8:14", ["a path"]),
    .init("license: MIT", "license: MIT\nsomething: x", "8:1", ["known here are", "sources"]),
    .init(
      "license: MIT\n", "license: MIT\nconversion: {heads: row}\n", "8:21",
      ["raw, decoded, nms, yolov5, yolov8, deepstream, deepstream-corners or efficientnms"]),
    .init(
      "license: MIT\n", "license: MIT\nconversion: {input: int8}\n", "8:21", ["float or uint8"]),
    .init(
      "license: MIT\n", "license: MIT\nconversion: {inputOrder: grb}\n", "8:26", ["rgb or bgr"]),
    .init(
      "license: MIT\n", "license: MIT\nconversion: {inputLayout: hwc}\n", "8:27",
      ["nchw or nhwc"]),
    .init(
      "license: MIT\n", "license: MIT\nconversion: {inputName: a b}\n", "8:25",
      ["letters, digits and _ - . / :"]),
    .init(
      "license: MIT\n", "license: MIT\nconversion: {outputNames: [a, a]}\n", "8:31",
      ["once more"]),
    .init(
      "license: MIT\n", "license: MIT\nconversion: {inputName: a, outputNames: [a]}\n", "8:28",
      ["'a' is given twice"], isInSchema: false),
    .init(
      "license: MIT\n", "license: MIT\nconversion: {batch: 0}\n", "8:21", ["1 to 65536, or dynamic"]
    ),
    .init(
      "license: MIT\n", "license: MIT\nconversion: {batch: '2'}\n", "8:21",
      ["1 to 65536, or dynamic"]),
    .init("license: MIT\n", "license: MIT\nconversion: {opset: 12}\n", "8:21", ["13 to 22"]),
    .init("license: MIT\n", "license: MIT\nconversion: {opset: 13.5}\n", "8:21", ["13 to 22"]),
  ]

  private static let sources: [RecipeMistake] = [
    .init("  cfg:", "  config:", "9:3", ["'config' is not known"]),
    .init("urls: [a.cfg]", "urls: a.cfg", "10:11", ["a list is needed"]),
    .init("    urls: [a.cfg]\n", "", "10:5", ["'urls' is missing"]),
    .init("urls: [a.cfg]", "urls: []", "10:5", ["add 'file'"]),
    .init(
      "urls: [a.cfg]", "urls: [\"https://host.org/\"]", "10:5", ["add 'file'"], isInSchema: false),
    .init("urls: [a.cfg]", "urls: [ftp://h/a.cfg]", "10:12", ["'ftp'", "http:, https: or file:"]),
    .init("urls: [a.cfg]", "urls: ['https:///a.cfg']", "10:12", ["host is missing"]),
    .init("urls: [a.cfg]", "urls: ['https://h/a b.cfg']", "10:12", ["%20"]),
    .init(
      "urls: [a.cfg]", "urls: ['https://h!!/a.cfg']", "10:12", ["has a host with characters"],
      isInSchema: false),
    .init(
      "urls: [a.cfg]", "urls: ['file:///a?b']", "10:12", ["%3F"], isInSchema: false),
    .init("urls: [a.cfg]", "urls: ['https://me:pw@h/a.cfg']", "10:12", ["password"]),
    .init("urls: [a.cfg]", "urls: ['file:']", "10:12", ["path is needed behind 'file:'"]),
    .init("urls: [a.cfg]", "urls: [a.cfg]\n    file: x/a.cfg", "11:11", ["without folders"]),
    .init("urls: [a.cfg]", "urls: [a.cfg]\n    file: .cfg", "11:11", ["without folders"]),
    .init(
      "urls: [a.weights]", "urls: [a.weights]\n    file: a.cfg", "15:5",
      ["same file name as 'cfg'"],
      isInSchema: false),
    .init("sha256: \(hash)", "sha256: \(hash.uppercased())", "11:13", ["64 lower-case"]),
    .init("sha256: \(hash)", "sha256: \(hash.dropLast())", "11:13", ["64 lower-case", "unknown"]),
    .init("    sha256: unknown\n", "", "14:5", ["'sha256' is missing"]),
    .init("size: 10", "size: -1", "12:11", ["'-1'", "a whole number"]),
    .init("size: 10", "size: 99999999999999999999", "12:11", ["a whole number"]),
    .init("size: 10", "size: 1e3", "12:11", ["a whole number"], isInSchema: false),
    .init("size: 10", "size: 0x10", "12:11", ["a whole number"], isInSchema: false),
    .init(
      "sha256: unknown", "sha256: unknown\n    alsoAccepted: [{sha256: \(hash)}]", "16:5",
      ["known 'sha256' only"]),
    .init(
      "size: 10", "alsoAccepted: [{sha256: \(hash)}]", "12:20", ["accepted already"],
      isInSchema: false),
    .init("size: 10", "alsoAccepted: [{sha265: \(other)}]", "12:21", ["'sha256'?"]),
    .init("size: 10", "alsoAccepted: [\(other)]", "12:20", ["a mapping of keys"]),
  ]

  private static let models: [RecipeMistake] = [
    .init("effort: fast", "effort: faster", "17:11", ["fast, balanced or best"]),
    .init("effort: fast", "qdq: fused", "17:3", ["format: qdq"]),
    .init("effort: fast", "percentile: 99", "17:3", ["ranges: percentile"]),
    .init("effort: fast", "{ranges: percentile, percentile: 101}", "17:36", ["50 to 100"]),
    .init("effort: fast", "{head: int32, activationType: int8}", "17:4", ["ConvInteger"]),
    .init("effort: fast", "headroom: 1.5", "17:13", ["0 to 1"]),
    .init("effort: fast", "headroom: .nan", "17:13", ["a number of 0 to 1"], isInSchema: false),
    .init("effort: fast", "headroom: '0.5'", "17:13", ["the text '0.5'"]),
    .init("effort: fast", "biasCorrection: yes", "17:19", ["true or false"]),
    .init("effort: fast", "biasCorrection: 1", "17:19", ["true or false"]),
    .init("effort: fast", "floatFront: 6", "17:15", ["none or auto"]),
    .init("effort: fast", "floatLayers: 1001", "17:16", ["0 to 1000"]),
    .init("effort: fast", "w8a16Layers: 1001", "17:16", ["0 to 1000"]),
    .init("effort: fast", "w8a16Layers: 1", "17:3", ["'format: qdq'"]),
    .init("effort: fast", "{activationType: uint16}", "17:4", ["'format: qdq'"]),
    .init(
      "effort: fast", "{format: qdq, w8a16Layers: 1, activationType: int16}", "17:17",
      ["'activationType: uint8'"]),
    .init(
      "effort: fast", "{format: qdq, qdq: explicit, activationType: uint16, leaky: dual}", "17:56",
      ["'activationType: uint8'"]),
    .init(
      "effort: fast",
      "{format: qdq, qdq: explicit, activationType: uint16, requantization: fixed}", "17:32",
      ["'requantization: float'"]),
    .init("effort: fast", "granularity: perChannel", "17:16", ["per-channel or per-tensor"]),
    .init("effort: fast", "weight-scales: maximum", "17:3", ["did you mean 'weightScales'?"]),
    .init("effort: fast", "resize: squeeze", "17:11", ["letterbox, stretch or crop"]),
    .init("quantization:\n  effort: fast\n", "", "16:1", ["'quantization', which is missing"]),
    .init("calibration:\n  name: images\n", "", "16:1", ["'calibration', which is missing"]),
    .init("quantization:\n  effort: fast", "quantization: fast", "16:15", ["a mapping"]),
    .init("effort: fast", "target: tensorflow", "17:11", ["onnxruntime, openvino, tensorrt"]),
    .init("effort: fast", "target: litert", "17:3", ["float model", "remove it"]),
    .init("effort: fast", "{target: onnxruntime, qdq: inputs}", "17:25", ["format: qdq"]),
    .init("effort: fast", "{bias: float}", "17:4", ["'format: qdq'"]),
    .init(
      "effort: fast", "{target: openvino, requantization: fixed}", "17:22", ["'format: qoperator'"]),
    .init("effort: fast", "symmetry: yes", "17:13", ["asymmetric or symmetric"]),
    .init("effort: fast", "scales: pow2", "17:11", ["any or power-of-two"]),
    .init("effort: fast", "leakySlope: 0.1", "17:15", ["exact or dpu"]),
    .init("effort: fast", "leaky: both", "17:10", ["table, dual or auto"]),
    .init("effort: fast", "{format: qdq, leaky: dual}", "17:17", ["'format: qoperator'"]),
    .init("effort: fast", "{target: openvino, leaky: dual}", "17:22", ["'format: qoperator'"]),
    .init(
      "effort: fast", "{leaky: dual, symmetry: symmetric}", "17:4", ["'symmetry: asymmetric'"]),
    .init("effort: fast", "{leaky: dual, scales: power-of-two}", "17:4", ["'scales: any'"]),
    .init("effort: fast", "{leaky: dual, domain: standard}", "17:4", ["'domain: microsoft'"]),
    .init("effort: fast", "tensorRanges: each", "17:17", ["shared or own"]),
    .init("effort: fast", "{tensorRanges: own, scales: power-of-two}", "17:4", ["'scales: any'"]),
    .init("effort: fast", "{tensorRanges: own, domain: standard}", "17:4", ["'domain: microsoft'"]),
    .init("effort: fast", "{effort: baseline, domain: standard}", "17:22", ["'domain: microsoft'"]),
    .init("effort: fast", "{effort: baseline, target: qnn}", "17:22", ["'effort: baseline'"]),
    .init("effort: fast", "pointwise: some", "17:14", ["all or multiple-of-8"]),
    .init("effort: fast", "effort: fast\ntargets: tensorrt", "18:10", ["write [a, b]"]),
    .init(
      "effort: fast", "effort: fast\ntargets: [qnn, tensorrtt]", "18:16",
      ["'tensorrtt'", "stm32, opencv or hardware"]),
    .init("effort: fast", "effort: fast\ntargets: [qnn, qnn]", "18:16", ["once more"]),
    .init(
      "effort: fast", "effort: fast\ntargets: [litert]", "18:11", ["has litert", "float model"]),
    .init(
      "effort: fast", "target: qnn\ntargets: [openvino, qnn]", "18:1",
      ["'target' of 'quantization' already"], isInSchema: false),
    .init(
      "quantization:\n  effort: fast\ncalibration:\n  name: images\n", "targets: [qnn]\n", "16:1",
      ["options of 'quantization'", "missing"]),
  ]

  private static let images: [RecipeMistake] = [
    .init("name: images", "folder: x", "19:3", ["'name' is missing"]),
    .init("name: images", "{name: x, limit: 0}", "19:20", ["1 to 1000000"]),
    .init("name: images", "{name: x, sample: 0}", "19:21", ["1 to 1000000"]),
    .init("name: images", "{name: x, seed: 1}", "19:13", ["add how many images"]),
    .init("name: images", "{name: x, sample: 2, seed: 1.5}", "19:30", ["-2^63 to 2^64 - 1"]),
    .init("name: images", "{name: x, limit: 3, sample: 2}", "19:23", ["does not go with 'limit'"]),
    .init("dataset: images", "name: images", "21:3", ["'name' is not known"]),
    .init("{score: 0.5}", "{score: 2}", "22:21", ["0 to 1"]),
    .init("{score: 0.5}", "{threshold: 0.5}", "22:14", ["'threshold' is not known"]),
    .init("{score: 0.5}", "{fill: 256}", "22:20", ["0 to 255"]),
    .init("{score: 0.5}", "{perPicture: 0}", "22:26", ["1 to"]),
  ]

  private static let metrics: [RecipeMistake] = [
    .init("model: float", "model: double", "24:12", ["float, int8, int8-onnxruntime"]),
    .init(
      "model: float", "model: int8-qnn", "24:5", ["add qnn to 'targets'"], isInSchema: false),
    .init("    ap: 0.5\n", "", "24:5", ["neither 'ap' nor 'ap50'"]),
    .init("ap: 0.5\n", "ap: 50\n", "26:9", ["0 to 1"]),
    .init("ap: 0.5\n", "ap: 0.5\n    annotations: \(hash)\n", "24:5", ["'tolerance' is missing"]),
    .init("ap: 0.5\n", "ap: 0.5\n    source: README.md\n", "27:13", ["http: or https:"]),
    .init(
      "protocol: {score: 0.5}", "annotations: a.json\n  labels: b.txt", "23:3",
      ["does not go with 'annotations'"]),
    .init("minimumAP: 0.1", "minimumTop1: 2", "28:16", ["0 to 1"]),
    .init("minimumAP: 0.1", "minimumAp: 0.1", "28:3", ["did you mean 'minimumAP'?"]),
    .init("licenses: [MIT]", "licenses: []", "30:3", ["no licence at all"]),
    .init(
      "licenses: [MIT]", "licenses: [NONE]", "30:14", ["NOASSERTION and NONE stand only alone"]),
    .init("licenses: [MIT]", "licenses: ['MIT,ISC']", "30:14", ["an entry of its own"]),
    .init(
      "licenses: [MIT]", "licenses: [MIT OR ISC]", "30:14", ["is not one licence"],
      isInSchema: false),
    .init("licenses: [MIT]", "licenses: [Foo]", "30:14", ["SPDX"], isInSchema: false),
    .init(
      "evaluation:\n  dataset: images\n  protocol: {score: 0.5}\n", "", "25:3",
      ["measured accuracy", "no 'evaluation'"]),
    .init(
      "quantization:\n  effort: fast\ncalibration:\n  name: images\n",
      "", "25:3", ["INT8 model", "no 'quantization'"]),
  ]
}
