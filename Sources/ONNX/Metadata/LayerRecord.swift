import Graph

/// One element of `darkroom.layers`: the tensor that holds what a darknet layer gives.
struct LayerRecord: Codable {
  let layer: Int
  let tensor: String
  /// The line of the section in the cfg.
  let line: Int?
  /// The factor that each channel of the tensor was multiplied by, in base64 (`ChannelFactorRecord`);
  /// nil where none was.
  let factors: String?
}
