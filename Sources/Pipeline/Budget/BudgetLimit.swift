import Text

/// What an INT8 model may lose against the float network, on images that are judged by.
public enum BudgetLimit: Hashable, Sendable {
  /// The most AP points (hundredths of COCO's AP), by annotations: a COCO file, or a folder of VOC or
  /// darknet labels.
  case drop(points: Double, annotations: String)
  /// The least signal to noise of all heads or outputs together, in dB.
  case sqnr(decibels: Double)
  /// The least F1 of detections with scores above .25 against those of the float network, 0 to 1.
  case f1(Double)

  /// What reports and records call it.
  var name: String {
    switch self {
    case .drop: "drop"
    case .sqnr: "sqnr"
    case .f1: "f1"
    }
  }

  /// The number.
  var value: Double {
    switch self {
    case .drop(let points, _): points
    case .sqnr(let decibels): decibels
    case .f1(let least): least
    }
  }
}

/// What a trial lost on the images that are judged by.
public struct BudgetFigures: Codable, Hashable, Sendable {
  /// The signal to noise of heads where there is something to detect, in dB; nil where nothing differs.
  public var objects: Double?
  /// The signal to noise of all outputs, in dB; nil where nothing differs.
  public var sqnr: Double?
  /// The F1 of detections against the float network's; nil where that was not asked for.
  public var f1: Double?
  /// The AP points lost; nil where that was not asked for.
  public var drop: Double?

  /// Whether a limit holds.
  func hold(_ limit: BudgetLimit) -> Bool {
    switch limit {
    case .drop(let points, _): drop.map { $0 <= points } ?? false
    case .sqnr(let decibels): sqnr.map { $0 >= decibels } ?? true
    case .f1(let least): f1.map { $0 >= least } ?? false
    }
  }

  /// What purchases are chosen by, in dB: the noise that the limit is of, or that in heads where there
  /// are objects, since AP and F1 of few images go by steps.
  func quality(for limit: BudgetLimit) -> Double {
    if case .sqnr = limit { sqnr ?? .infinity } else { objects ?? .infinity }
  }
}
