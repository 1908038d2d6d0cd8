extension ProvenanceRecord {
  /// The measurements of the artifact as it is, without those of earlier bytes of it.
  var currentMeasurements: [Measurement] {
    measurements.filter { $0.artifact == artifact.file.digest }
  }
}
