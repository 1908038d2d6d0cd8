// swift-tools-version: 6.1
import PackageDescription

/// The rooms of the house, top to bottom; each imports only rooms above it.
let package = Package(
  name: "darkroom",
  products: [
    .executable(name: "darkroom", targets: ["darkroom"]),
    .library(name: "Graph", targets: ["Graph"]),
    .library(name: "Darknet", targets: ["Darknet"]),
    .library(name: "ONNX", targets: ["ONNX"]),
    .library(name: "Engine", targets: ["Engine"]),
    .library(name: "OnnxRuntime", targets: ["OnnxRuntime"]),
    .library(name: "Vision", targets: ["Vision"]),
    .library(name: "Quantization", targets: ["Quantization"]),
    .library(name: "Deployment", targets: ["Deployment"]),
    .library(name: "Evaluation", targets: ["Evaluation"]),
    .library(name: "Report", targets: ["Report"]),
    .library(name: "Provenance", targets: ["Provenance"]),
    .library(name: "Pipeline", targets: ["Pipeline"]),
    .library(name: "Hardware", targets: ["Hardware"]),
    .library(name: "Download", targets: ["Download"]),
    .library(name: "Registry", targets: ["Registry"]),
    .library(name: "Zoo", targets: ["Zoo"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0"),
    .package(url: "https://github.com/apple/swift-crypto", "3.12.0"..<"5.0.0"),
    // Without traits: what they add needs all of Foundation.
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.34.0", traits: []),
  ],
  targets: [
    .systemLibrary(
      name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(
      name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"])]),
    .systemLibrary(
      name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    // Its header only, without `pkgConfig`: it is loaded when it is needed.
    .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
      name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CRename"),
    .plugin(name: "BakeRevision", capability: .buildTool()),
    .target(name: "Revision", plugins: ["BakeRevision"]),
    .plugin(name: "BakeDemonstration", capability: .buildTool()),
    .target(name: "Text"),
    .target(name: "Files", dependencies: ["CRename", "CZlib", "Text"]),
    .target(name: "JSON", dependencies: ["Text", "Files"]),
    .target(name: "Demonstration", dependencies: ["Files"], plugins: ["BakeDemonstration"]),
    .target(name: "Threads"),
    .target(
      name: "Digests",
      dependencies: ["Files", "Threads", .product(name: "Crypto", package: "swift-crypto")]),
    .target(name: "Graph", dependencies: ["Text"]),
    .target(name: "Darknet", dependencies: ["Text", "Files", "Graph"]),
    .target(
      name: "ONNX",
      dependencies: [
        "Text", "Files", "JSON", "Digests", "Graph",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ], exclude: ["Protobuf/onnx.proto"]),
    .target(name: "Kernels"),
    .target(name: "Engine", dependencies: ["Text", "Threads", "Graph", "Kernels"]),
    .target(
      name: "Quantization",
      dependencies: ["Text", "JSON", "Threads", "Digests", "Graph", "Kernels", "Engine"]),
    .target(name: "Deployment", dependencies: ["Text", "Graph", "ONNX", "Quantization"]),
    .target(name: "OnnxRuntime", dependencies: ["Text", "Files"]),
    .target(name: "ImageCodecs", dependencies: ["CJPEG", "CPNG"]),
    .target(name: "Vision", dependencies: ["Text", "Files", "Graph", "ImageCodecs"]),
    .target(
      name: "Evaluation", dependencies: ["Text", "Files", "JSON", "Digests", "Graph", "Vision"]),
    .target(
      name: "Report",
      dependencies: [
        "Text", "Files", "JSON", "Digests", "Graph", "Quantization", "Deployment", "Vision",
        "Evaluation",
        "Pipeline",
      ]),
    .target(
      name: "Provenance",
      dependencies: [
        "Text", "Files", "JSON", "Digests", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .target(
      name: "Pipeline",
      dependencies: [
        "Text", "Files", "JSON", "Threads", "Digests", "Graph", "Darknet", "ONNX", "Engine",
        "Quantization", "Deployment", "OnnxRuntime", "Vision", "Evaluation", "Provenance",
        "Revision",
      ]),
    .target(
      name: "Hardware",
      dependencies: ["Text", "Files", "JSON", "Digests", "Graph", "Engine", "Vision", "Pipeline"],
      // In the program itself, which may be all there is of it.
      resources: [.embedInCode("Replay/replay.py"), .embedInCode("Replay/replay.c")]),
    .target(name: "Download", dependencies: ["CCurl", "Text", "Files", "JSON", "Digests"]),
    .target(
      name: "Registry",
      dependencies: [
        "Text", "Files", "JSON", "Digests", "Provenance", "Pipeline", "Download",
      ]),
    .target(
      name: "Zoo",
      dependencies: [
        "CYAML", "Text", "Files", "JSON", "Threads", "Digests", "Graph", "ONNX", "Engine",
        "Quantization", "Vision", "Evaluation", "Report", "Provenance", "Revision", "Pipeline",
        "Download", "Registry",
      ]),
    .executableTarget(
      name: "darkroom",
      dependencies: [
        "CMalloc", "Text", "Files", "JSON", "Graph", "ONNX", "Quantization", "Deployment", "Vision",
        "Evaluation", "Report", "Provenance", "Pipeline", "Hardware", "Zoo", "Demonstration",
        "Engine",
        "OnnxRuntime", "Download", "Registry", "Revision",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "RaceCheck", dependencies: ["Threads", "Graph", "Darknet", "Kernels", "Engine"],
      path: "Tests/RaceCheck"),
    .executableTarget(
      name: "ConvertAndRun", dependencies: ["Graph", "Darknet", "ONNX", "Engine", "Vision"],
      path: "Examples/ConvertAndRun"),
    .executableTarget(
      name: "EvaluateResults", dependencies: ["Evaluation"], path: "Examples/EvaluateResults"),
    .executableTarget(
      name: "VerifyFolder", dependencies: ["Provenance", "Pipeline"], path: "Examples/VerifyFolder"),
    .target(name: "TestSupport", dependencies: ["Graph"], path: "Tests/TestSupport"),
    .target(
      name: "ImageSupport", dependencies: ["Vision", "TestSupport"], path: "Tests/ImageSupport"),
    .testTarget(name: "TextTests", dependencies: ["Text", "JSON", "TestSupport"]),
    .testTarget(name: "JSONTests", dependencies: ["JSON", "TestSupport"]),
    .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
    .testTarget(name: "GraphTests", dependencies: ["Graph", "TestSupport"]),
    .testTarget(name: "DarknetTests", dependencies: ["Darknet", "TestSupport"]),
    .testTarget(
      name: "ONNXTests",
      dependencies: ["Files", "Graph", "Darknet", "ONNX", "Engine", "TestSupport"]),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels", "TestSupport"]),
    .testTarget(
      name: "EngineTests",
      dependencies: ["Graph", "Darknet", "Engine", "TestSupport", "ImageSupport"]),
    .testTarget(
      name: "QuantizationTests",
      dependencies: [
        "Threads", "Digests", "Graph", "Darknet", "Kernels", "Engine", "Quantization",
        "TestSupport", "ImageSupport",
      ]),
    .testTarget(name: "ThreadsTests", dependencies: ["Threads"]),
    .testTarget(
      name: "ConformanceTests",
      dependencies: [
        "Graph", "Darknet", "Kernels", "Engine", "ONNX", "Quantization", "Vision", "Pipeline",
        "TestSupport",
      ]),
    .testTarget(
      name: "OnnxRuntimeTests",
      dependencies: [
        "Graph", "Darknet", "ONNX", "Engine", "OnnxRuntime", "Pipeline", "TestSupport",
      ]),
    .testTarget(
      name: "VisionTests",
      dependencies: ["Files", "Graph", "Vision", "TestSupport", "ImageSupport"]),
    .testTarget(
      name: "EvaluationTests",
      dependencies: ["JSON", "Digests", "Vision", "Evaluation", "TestSupport"]),
    .testTarget(
      name: "ProvenanceTests",
      dependencies: ["Text", "JSON", "Digests", "Provenance", "TestSupport"]),
    .testTarget(
      name: "ReportTests",
      dependencies: ["Graph", "Digests", "Vision", "Evaluation", "Report", "TestSupport"]),
    .testTarget(
      name: "PipelineTests",
      dependencies: [
        "Text", "Files", "JSON", "Digests", "Graph", "Darknet", "ONNX", "Engine", "Quantization",
        "Vision", "Provenance", "Revision", "Pipeline",
        "TestSupport", "ImageSupport",
      ]),
    .testTarget(name: "HardwareTests", dependencies: ["Graph", "Hardware"]),
    .testTarget(
      name: "DownloadTests",
      dependencies: ["Files", "Digests", "Provenance", "Download", "TestSupport"]),
    .testTarget(
      name: "RegistryTests",
      dependencies: [
        "Digests", "Registry", "TestSupport", "darkroom",
      ]),
    .testTarget(
      name: "ZooTests",
      dependencies: [
        "Text", "Digests", "Darknet", "Quantization", "Evaluation", "Provenance", "Pipeline", "Zoo",
        "TestSupport",
      ]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "JSON", "Digests", "Quantization", "Vision", "Provenance", "darkroom", "TestSupport",
      ]),
    .testTarget(
      name: "ExampleTests",
      dependencies: [
        "Digests", "Graph", "Darknet", "ONNX", "Quantization", "Deployment", "OnnxRuntime",
        "Vision", "Evaluation", "Report", "Provenance", "Pipeline", "Hardware", "Download",
        "Registry", "Zoo",
        "darkroom", "ConvertAndRun", "EvaluateResults", "VerifyFolder", "TestSupport",
      ]),
    .target(
      name: "FuzzTargets",
      dependencies: [
        "Text", "Files", "JSON", "Digests", "Graph", "Darknet", "ONNX", "Engine", "Quantization",
        "Vision", "Evaluation", "Report", "Provenance", "Pipeline", "Download", "Zoo",
      ], path: "Tests/Fuzz/Targets"),
    .executableTarget(name: "fuzz", dependencies: ["FuzzTargets"], path: "Tests/Fuzz/Driver"),
    .testTarget(
      name: "FuzzTests", dependencies: ["TestSupport", "FuzzTargets"], path: "Tests/Fuzz/Replay"),
  ],
  swiftLanguageModes: [.v6]
)
