/// `[crop]`: the centre, rows from (height - cropHeight) / 2, then value · 2 - 1.
public struct CropSection: LayerSection, Hashable {
  /// Rows of the output.
  public let cropHeight: Int
  /// Columns of the output.
  public let cropWidth: Int
  /// `noadjust`: values stay as they are.
  public let noAdjust: Bool
}
