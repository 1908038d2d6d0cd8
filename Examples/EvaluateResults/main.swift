// Judges detections in COCO's results form by annotations in COCO's form.
//
//   EvaluateResults RESULTS.json ANNOTATIONS.json
import Evaluation
import Glibc

let files = CommandLine.arguments.dropFirst()
guard let results = files.first, let annotations = files.last, files.count == 2 else {
  print("usage: EvaluateResults RESULTS.json ANNOTATIONS.json")
  exit(64)
}

let truth = try GroundTruth(coco: annotations)
let detections = try ResultSet(coco: results, truth: truth)
let evaluation = DetectionEvaluation(EvaluationShard(truth: truth, results: detections))

/// A metric with four decimals.
func rounded(_ metric: Double) -> Double { (metric * 10000).rounded() / 10000 }

print("\(detections.boxes.count) detections in \(truth.images.count) images")
print("AP   \(rounded(evaluation.metrics.ap))")
print("AP50 \(rounded(evaluation.metrics.ap50))")
for category in evaluation.categories {
  print("AP   \(rounded(category.metrics.ap)) of \(category.name)")
}
