import ArgumentParser
import Pipeline

/// What a quantized model may lose, in the place of options that say how it is made.
struct BudgetArguments: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The most AP points (hundredths of AP) that may be lost against the float model, by --annotations. \
      What is needed for that is bought: finer ranges, weights and heads, leaky ReLUs in two sides, \
      refinement, layers in float. It is judged on every fourth of the calibration images, which are \
      then not calibrated with, or on --budget-images. Exit status 1, and no model, when nothing helps.
      """, valueName: "points"))
  var maxDrop: Double?

  @Option(
    name: .customLong("min-sqnr"),
    help: ArgumentHelp(
      "The same with the least signal to noise of all outputs, in dB; needs no annotations.",
      valueName: "dB"))
  var minimumSQNR: Double?

  @Option(
    name: .customLong("min-f1"),
    help: ArgumentHelp(
      """
      The same with the least F1 of detections above .25 against those of the float model; needs no \
      annotations.
      """, valueName: "0 to 1"))
  var minimumF1: Double?

  @Option(
    help: ArgumentHelp(
      """
      With --max-drop: a COCO instances file, a folder of Pascal VOC .xml files, or a folder of darknet \
      .txt labels, of the images it is judged on.
      """, valueName: "file|folder"),
    completion: .file())
  var annotations: String?

  @Option(
    help: ArgumentHelp(
      "Images to judge a budget by, none of which is calibrated with.", valueName: "folder"),
    completion: .directory)
  var budgetImages: String?

  /// What may be lost; nil where nothing is said of it.
  var limit: BudgetLimit? {
    if let maxDrop { return .drop(points: maxDrop, annotations: annotations ?? "") }
    if let minimumSQNR { return .sqnr(decibels: minimumSQNR) }
    return minimumF1.map { .f1($0) }
  }

  /// What does not go together, all at once.
  func complaints(about calibration: CalibrationArguments, makesModel: Bool) -> [String] {
    var complaints: [String] = []
    func expect(_ holds: Bool, _ text: @autoclosure () -> String) {
      if !holds { complaints.append(text()) }
    }
    let limits = [
      ("--max-drop", maxDrop), ("--min-sqnr", minimumSQNR), ("--min-f1", minimumF1),
    ].filter { $0.1 != nil }.map(\.0)
    expect(
      limits.count < 2,
      "\(limits.joined(separator: " and ")) are \(limits.count) budgets; give one of them")
    expect(
      maxDrop.map { $0.isFinite && (0...100).contains($0) } ?? true,
      "--max-drop is 0 to 100 AP points, not \(maxDrop ?? 0)")
    expect(
      minimumSQNR.map { $0.isFinite } ?? true,
      "--min-sqnr is a number of dB, not \(minimumSQNR ?? 0)")
    expect(
      minimumF1.map { (0...1).contains($0) } ?? true, "--min-f1 is 0 to 1, not \(minimumF1 ?? 0)")
    expect(
      maxDrop == nil || annotations != nil,
      "--max-drop is judged by annotations; give --annotations, or --min-f1 or --min-sqnr, which need none"
    )
    expect(
      annotations == nil || maxDrop != nil, "--annotations goes with --max-drop")
    guard let limit = limits.first else {
      expect(budgetImages == nil, "--budget-images goes with --max-drop, --min-sqnr or --min-f1")
      return complaints
    }
    expect(makesModel, "\(limit) is of a model; give -o as well")
    expect(
      !calibration.usesTables,
      "\(limit) calibrates anew for each model that it tries; leave out --table, --merge and --save-table"
    )
    return complaints
  }
}
