/// The keys darknet reads in one kind of section, by what they are for.
struct KeyTable: Sendable {
  /// Keys that decide what the network computes or how its output is used.
  let inference: [String]
  /// Keys of training alone.
  let training: [String]
  /// Keys of tracking objects through a video.
  let tracking: [String]

  init(inference: [String] = [], training: [String] = [], tracking: [String] = []) {
    self.inference = inference
    self.training = training
    self.tracking = tracking
  }

  /// All keys, those that matter most first.
  var names: [String] { inference + training + tracking }

  /// The keys of every layer section.
  static let everyLayer = KeyTable(
    inference: ["dontload", "dontloadscales"],
    training: [
      "show_receptive_field", "stopbackward", "clip", "onlyforward", "dont_update",
      "burnin_update", "train_only_bn", "learning_rate",
    ])
}
