import Foundation
import Graph
import Vision

/// A decoder of what darknet's head layers put out, written apart from the one under test: those
/// layers have applied the logistic function and `scale_x_y` already.
struct ActivatedDecoder {
  var inputWidth: Double
  var inputHeight: Double
  var threshold: Double

  func decode(_ golden: GoldenHead) -> [Detection] {
    let head = golden.head
    var found: [Detection] = []
    func value(_ index: Int) -> Double { Double(golden.activated[index]) }
    func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    func add(_ index: Int, _ score: Double, _ x: Double, _ y: Double, _ w: Double, _ h: Double) {
      guard score > threshold else { return }
      let box = Box(
        x: Float((x - w / 2) * inputWidth), y: Float((y - h / 2) * inputHeight),
        width: Float(w * inputWidth), height: Float(h * inputHeight))
      found.append(Detection(classIndex: index, score: Float(score), box: box))
    }
    let cells = head.gridWidth * head.gridHeight
    for anchor in head.anchors.indices {
      let width = Double(head.anchors[anchor].width) / inputWidth
      let height = Double(head.anchors[anchor].height) / inputHeight
      for cell in 0..<cells {
        let (row, column) = (cell / head.gridWidth, cell % head.gridWidth)
        func x(_ part: Double) -> Double { (Double(column) + part) / Double(head.gridWidth) }
        func y(_ part: Double) -> Double { (Double(row) + part) / Double(head.gridHeight) }
        switch head.kind {
        case .yolo(let newCoordinates):
          func entry(_ k: Int) -> Double {
            value((anchor * (5 + head.classes) + k) * cells + cell)
          }
          guard entry(4) > threshold else { continue }
          let w = newCoordinates ? pow(2 * entry(2), 2) : exp(entry(2))
          let h = newCoordinates ? pow(2 * entry(3), 2) : exp(entry(3))
          for index in 0..<head.classes {
            add(
              index, entry(4) * entry(5 + index), x(entry(0)), y(entry(1)), w * width, h * height)
          }
        case .gaussianYolo(let point):
          func entry(_ k: Int) -> Double {
            value((anchor * (9 + head.classes) + k) * cells + cell)
          }
          guard entry(8) > threshold else { continue }
          let (w, h) = (exp(entry(4)) * width, exp(entry(6)) * height)
          let shift = point == .center ? 0 : point == .leftTop ? 0.5 : -0.5
          let certainty = 1 - (entry(1) + entry(3) + entry(5) + entry(7)) / 4
          for index in 0..<head.classes {
            add(
              index, entry(8) * entry(9 + index) * certainty, x(entry(0)) + shift * w,
              y(entry(2)) + shift * h, w, h)
          }
        case .region:
          func entry(_ k: Int) -> Double {
            value((cell * head.anchors.count + anchor) * (5 + head.classes) + k)
          }
          for index in 0..<head.classes {
            add(
              index, entry(4) * entry(5 + index), x(logistic(entry(0))), y(logistic(entry(1))),
              exp(entry(2)) * width, exp(entry(3)) * height)
          }
        case .detection: break
        }
      }
    }
    guard case .detection(let side, let boxes, let squareRoot, _) = head.kind else { return found }
    for cell in 0..<side * side {
      for box in 0..<boxes {
        let objectness = value(side * side * head.classes + cell * boxes + box)
        let start = side * side * (head.classes + boxes) + (cell * boxes + box) * 4
        let (w, h) = (value(start + 2), value(start + 3))
        for index in 0..<head.classes {
          add(
            index, objectness * value(cell * head.classes + index),
            (value(start) + Double(cell % side)) / Double(side),
            (value(start + 1) + Double(cell / side)) / Double(side), squareRoot ? w * w : w,
            squareRoot ? h * h : h)
        }
      }
    }
    return found
  }
}
