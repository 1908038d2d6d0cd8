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
    .library(name: "Evaluation", targets: ["Evaluation"]),
    .library(name: "Report", targets: ["Report"]),
    .library(name: "Provenance", targets: ["Provenance"]),
    .library(name: "Pipeline", targets: ["Pipeline"]),
    .library(name: "Download", targets: ["Download"]),
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
    .target(name: "Text"),
    .target(name: "Files", dependencies: ["CZlib", "Text"]),
    .target(name: "Threads"),
    .target(name: "Graph"),
    .target(name: "Darknet", dependencies: ["Files", "Graph", "Text"]),
    .target(
      name: "ONNX",
      dependencies: [
        "Files", "Graph", .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      exclude: ["Protobuf/onnx.proto", "Metadata/Metadata.md"]),
    .target(name: "Kernels"),
    .target(name: "Engine", dependencies: ["Files", "Graph", "Kernels", "Threads"]),
    .target(name: "Quantization", dependencies: ["Graph", "Engine", "Kernels", "Threads"]),
    .target(name: "OnnxRuntime", dependencies: ["Files", "Text"]),
    .target(name: "ImageCodecs", dependencies: ["CJPEG", "CPNG"]),
    .target(name: "Vision", dependencies: ["Files", "Graph", "ImageCodecs"]),
    .target(name: "Evaluation", dependencies: ["Files", "Text", "Vision"]),
    .target(name: "Report", dependencies: ["Files", "Text", "Vision", "Evaluation"]),
    .target(
      name: "Provenance",
      dependencies: ["Files", "Text", "Threads", .product(name: "Crypto", package: "swift-crypto")]),
    .target(
      name: "Pipeline",
      dependencies: [
        "Text", "Files", "Graph", "Darknet", "ONNX", "Engine", "OnnxRuntime", "Quantization",
        "Threads", "Vision", "Evaluation", "Provenance",
      ]),
    .target(name: "Download", dependencies: ["CCurl", "Text", "Files", "Provenance"]),
    .target(
      name: "Zoo",
      dependencies: [
        "CYAML", "Text", "Files", "Darknet", "Graph", "ONNX", "Engine", "Quantization", "Vision",
        "Evaluation", "Report", "Provenance", "Pipeline", "Threads", "Download",
      ]),
    .executableTarget(
      name: "darkroom",
      dependencies: [
        "CMalloc", "Text", "Files", "Pipeline", "Provenance", "Report", "Zoo",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "RaceCheck", dependencies: ["Darknet", "Engine", "Graph", "Kernels", "Threads"],
      path: "Tests/RaceCheck"),
    .target(
      name: "TestSupport", dependencies: ["Files", "Graph", "Vision"], path: "Tests/TestSupport"),
    .testTarget(name: "TextTests", dependencies: ["Text", "TestSupport"]),
    .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
    .testTarget(name: "GraphTests", dependencies: ["Graph", "TestSupport"]),
    .testTarget(name: "DarknetTests", dependencies: ["Darknet", "TestSupport"]),
    .testTarget(name: "ONNXTests", dependencies: ["Darknet", "ONNX", "Engine", "TestSupport"]),
    .testTarget(name: "KernelsTests", dependencies: ["Kernels", "TestSupport"]),
    .testTarget(name: "EngineTests", dependencies: ["Darknet", "Engine", "TestSupport"]),
    .testTarget(
      name: "QuantizationTests",
      dependencies: [
        "Darknet", "Engine", "Graph", "Kernels", "Quantization", "Threads", "TestSupport",
      ]),
    .testTarget(name: "ThreadsTests", dependencies: ["Threads", "TestSupport"]),
    .testTarget(
      name: "OnnxRuntimeTests",
      dependencies: ["Darknet", "Engine", "ONNX", "OnnxRuntime", "Pipeline", "TestSupport"]),
    .testTarget(name: "VisionTests", dependencies: ["Vision", "TestSupport"]),
    .testTarget(name: "EvaluationTests", dependencies: ["Evaluation", "Vision", "TestSupport"]),
    .testTarget(name: "ProvenanceTests", dependencies: ["Provenance", "TestSupport"]),
    .testTarget(
      name: "ReportTests", dependencies: ["Report", "Evaluation", "Vision", "TestSupport"]),
    .testTarget(
      name: "PipelineTests",
      dependencies: ["Darknet", "Engine", "ONNX", "Pipeline", "TestSupport"]),
    .testTarget(
      name: "DownloadTests", dependencies: ["Download", "Files", "Provenance", "TestSupport"]),
    .testTarget(name: "ZooTests", dependencies: ["Zoo", "TestSupport"]),
    .testTarget(
      name: "CommandTests", dependencies: ["darkroom", "Provenance", "Vision", "TestSupport"]),
    .target(
      name: "FuzzTargets",
      dependencies: [
        "Files", "Darknet", "Graph", "ONNX", "Engine", "Quantization", "Vision", "Evaluation",
        "Report", "Provenance", "Pipeline", "Download", "Zoo",
      ],
      path: "Tests/Fuzz/Targets"),
    .executableTarget(name: "fuzz", dependencies: ["FuzzTargets"], path: "Tests/Fuzz/Driver"),
    .testTarget(
      name: "FuzzTests", dependencies: ["FuzzTargets", "TestSupport"], path: "Tests/Fuzz/Replay"),
  ],
  swiftLanguageModes: [.v6]
)
