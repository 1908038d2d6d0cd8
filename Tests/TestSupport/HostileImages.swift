/// Images of few bytes that ask for much.
public enum HostileImages {
  /// A JPEG with arithmetic coding, whose scans over all components hold no data.
  public static func arithmeticJPEG(side: Int, scans: Int) -> [UInt8] {
    let size: [UInt8] = [UInt8(side >> 8), UInt8(side & 255)]
    var bytes: [UInt8] = [0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0]
    bytes += [UInt8](repeating: 1, count: 64)
    bytes += [0xFF, 0xCA, 0, 17, 8]
    bytes += size
    bytes += size
    bytes += [3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]
    // The first scan is of the DC values of all components; later ones refine them.
    let scan: [UInt8] = [0xFF, 0xDA, 0, 12, 3, 1, 0, 2, 0, 3, 0, 0, 0]
    for index in 0..<scans { bytes += scan + [index == 0 ? 0x0D : 0x00] }
    return bytes + [0xFF, 0xD9]
  }
}
