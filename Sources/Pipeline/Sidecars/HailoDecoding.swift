import Graph
import JSON
import Text

/// Who decodes the heads of a network on Hailo.
enum HailoDecoding {
  /// HailoRT, as YOLOv5: (2 t - 0.5 + column) cells, (2 t)^2 anchors, of values that the network has
  /// put through a logistic function. Source: https://github.com/hailo-ai/hailort,
  /// `net_flow/ops/yolov5_post_process.cpp`.
  case runtime(Config)
  /// A function of `libyolo_post.so` with its configuration. Source:
  /// https://github.com/hailo-ai/tappas, `core/hailo/libs/postprocesses/detection`.
  case filter(function: String, json: String)
  /// Nobody of Hailo's.
  case host(reason: Lines)

  static let runtimeFile = "nms_config.json"
  static let filterFile = "postprocess.json"

  /// `nms_config.json`.
  struct Config: Encodable {
    struct Decoder: Encodable {
      let name: String
      let w: [Int]
      let h: [Int]
      let stride: Int
      let encoded_layer: String
    }

    let nms_scores_th: Float
    let nms_iou_th: Float
    /// Height, width.
    let image_dims: [Int]
    let max_proposals_per_class: Int
    let background_removal = false
    let classes: Int
    let bbox_decoders: [Decoder]

    private enum CodingKeys: String, CodingKey {
      case nms_scores_th, nms_iou_th, image_dims, max_proposals_per_class, background_removal,
        classes, bbox_decoders
    }
  }

  /// `postprocess.json`.
  private struct FilterConfig: Encodable {
    let iou_threshold: Float
    let detection_threshold: Float
    let output_activation = "sigmoid"
    /// The number of the first class; before it is the name of none.
    let label_offset = 1
    let max_boxes: Int
    let anchors: [[Int]]
    let labels: [String]

    private enum CodingKeys: String, CodingKey {
      case iou_threshold, detection_threshold, output_activation, label_offset, max_boxes, anchors,
        labels
    }
  }

  /// As the model zoo of Hailo and TAPPAS have them.
  private static let mostProposals = 100
  private static let mostBoxes = 200
  /// TAPPAS reads the file through a buffer of 4096 bytes twice, of which it gets back only what is in
  /// the buffer (`json_config.hpp`).
  private static let longestFilterConfig = 4095
  /// Classes are numbered in a byte there, and one number is that of no class.
  private static let mostFilterClasses = 255
  /// TAPPAS takes the input for so many times the smallest grid.
  private static let filterStride = 32
  private static let filterAnchors = 3

  init(_ source: SidecarSource, _ input: SidecarSource.ImageInput, nodes: [String]) {
    let heads = source.contract.heads
    guard heads.allSatisfy({ $0.classes == source.labels.count }) else {
      self = .host(reason: "its heads do not all know the same classes")
      return
    }
    let anchors = heads.map { $0.anchors.flatMap { [$0.width, $0.height] } }
    let isWhole = anchors.joined().allSatisfy { Float(Int(exactly: $0) ?? -1) == $0 && $0 >= 0 }
    guard isWhole else {
      self = .host(reason: "its anchors are no whole numbers")
      return
    }
    let whole = anchors.map { $0.map { Int($0) } }
    let defaults = Detector.Options()
    switch HailoDecoding.kind(of: heads) {
    case .newCoordinates(scale: 2):
      let strides = heads.map { HailoDecoding.stride(of: $0, input) }
      guard !strides.contains(nil) else {
        self = .host(reason: "a grid does not divide the input")
        return
      }
      self = .runtime(
        Config(
          nms_scores_th: defaults.threshold, nms_iou_th: defaults.overlap,
          image_dims: [input.height, input.width], max_proposals_per_class: Self.mostProposals,
          classes: source.labels.count,
          bbox_decoders: heads.indices.map { index in
            Config.Decoder(
              name: "bbox_decoder\(index)",
              w: heads[index].anchors.map { Int($0.width) },
              h: heads[index].anchors.map { Int($0.height) },
              stride: strides[index] ?? 0, encoded_layer: nodes[index])
          }))
    case .plain(let scale) where scale == 1 || scale == 1.05:
      let order = heads.indices.sorted {
        heads[$0].gridWidth * heads[$0].gridHeight < heads[$1].gridWidth * heads[$1].gridHeight
      }
      let smallest = heads[order[0]]
      guard heads.allSatisfy({ $0.anchors.count == Self.filterAnchors }),
        smallest.gridWidth * Self.filterStride == input.width,
        smallest.gridHeight * Self.filterStride == input.height,
        source.labels.count <= Self.mostFilterClasses
      else {
        self = .host(
          reason: "TAPPAS decodes heads of 3 anchors, of which the coarsest has a stride of 32, "
            + "and 255 classes at most")
        return
      }
      let config = FilterConfig(
        iou_threshold: defaults.overlap, detection_threshold: defaults.threshold,
        max_boxes: Self.mostBoxes, anchors: order.map { whole[$0] },
        labels: ["unlabeled"] + source.labels)
      guard let tree = try? JSONEncoding.tree(config),
        tree.canonicalBytes.count <= Self.longestFilterConfig
      else {
        self = .host(
          reason: "TAPPAS reads a configuration of 4 kB at most, and the labels are longer")
        return
      }
      let text = String(decoding: tree.canonicalBytes, as: UTF8.self)
      self = .filter(
        function: scale == 1 ? "yolov3" : "tiny_yolov4_license_plates", json: text + "\n")
    case .newCoordinates(let scale), .plain(let scale):
      self = .host(reason: "they are scaled by \(scale) (scale_x_y)")
    case .mixed:
      self = .host(reason: "they are of kinds, or scaled by factors, that no function has together")
    }
  }

  /// What all heads are alike.
  private enum Kind {
    case plain(scale: Float)
    case newCoordinates(scale: Float)
    case mixed
  }

  private static func kind(of heads: [Head]) -> Kind {
    guard let first = heads.first,
      heads.allSatisfy({ $0.kind == first.kind && $0.scaleXY == first.scaleXY })
    else { return .mixed }
    guard case .yolo(let isNew) = first.kind else { return .mixed }
    return isNew ? .newCoordinates(scale: first.scaleXY) : .plain(scale: first.scaleXY)
  }

  /// The pixels of a cell; nil where it is no square of whole pixels.
  private static func stride(of head: Head, _ input: SidecarSource.ImageInput) -> Int? {
    guard head.gridWidth > 0, input.width.isMultiple(of: head.gridWidth) else { return nil }
    let stride = input.width / head.gridWidth
    return stride * head.gridHeight == input.height ? stride : nil
  }
}
