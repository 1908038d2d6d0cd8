extension Statement {
  /// Everything that a record says, in the order of its measurements: how the artifact was built,
  /// and a result for each measurement of it as it is.
  public static func all(of record: ProvenanceRecord) -> [Statement] {
    [Statement(provenanceOf: record)]
      + record.currentMeasurements.map { Statement($0, of: record.artifact.file.name) }
  }
}
