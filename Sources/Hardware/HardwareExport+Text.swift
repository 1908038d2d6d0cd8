import Text

extension HardwareExport.Summary {
  /// What was written, for people.
  public func text(in folder: String) -> Lines {
    let host = network.steps.count { $0.runsOn == "host" }
    return """
      \(folder): \(counted(fileCount, "file")), requantization \(network.requantization), \
      \(network.layout)\(network.block > 1 ? " in blocks of \(network.block)" : "")
      \(counted(network.steps.count - host, "step")) on the device, \(host) on the host; \
      \(network.multiplyAdds) multiply-adds
      \(network.memory.bytes) bytes for tensors, \(network.packed.bytes) for constants
      \(counted(network.images.count, "image")) with test vectors

      """
  }
}
