import Text

/// `[net]`: the input and what else matters beyond training.
public struct NetSection: Hashable, Sendable {
  /// The section's header.
  public let location: SourceLocation
  /// Columns of the input image; 0 when only `inputs` is given.
  public let width: Int
  /// Rows of the input image; 0 when only `inputs` is given.
  public let height: Int
  /// Channels of the input image; 0 when only `inputs` is given.
  public let channels: Int
  /// The number of input values.
  public let inputs: Int
  /// Images for each training step; without meaning at inference.
  public let batch: Int
  /// Frames that a recurrent network sees at once.
  public let timeSteps: Int
  /// Whether images are fitted into the input with their aspect kept.
  public let letterBox: Bool
  /// The shape of the input.
  public let input: FeatureShape
}

extension NetSection {
  static let names = ["net", "network"]
  static let keys = KeyTable(
    inference: ["width", "height", "channels", "inputs", "batch", "time_steps", "letter_box"],
    training: [
      "max_batches", "learning_rate", "learning_rate_min", "sgdr_cycle", "sgdr_mult", "momentum",
      "decay", "subdivisions", "augment_speed", "sequential_subdivisions", "try_fix_nan",
      "weights_reject_freq", "equidistant_point", "badlabels_rejection_percentage",
      "num_sigmas_reject_badlabels", "ema_alpha", "use_cuda_graph", "loss_scale",
      "dynamic_minibatch", "optimized_memory", "workspace_size_limit_MB", "adam", "B1", "B2",
      "eps", "max_crop", "min_crop", "flip", "blur", "gaussian_noise", "mixup", "cutmix",
      "mosaic", "mosaic_bound", "contrastive", "contrastive_jit_flip", "contrastive_color",
      "unsupervised", "label_smooth_eps", "resize_step", "attention", "adversarial_lr",
      "max_chart_loss", "angle", "aspect", "saturation", "exposure", "hue", "power", "policy",
      "burn_in", "step", "scale", "steps", "scales", "seq_scales", "gamma",
    ],
    tracking: ["track"])

  /// Reads the section.
  ///
  /// An image needs all of width, height and channels; without any of them `inputs` alone makes
  /// the input a vector.
  ///
  /// - Parameter size: what images measure, whatever the section says.
  init(reading reader: inout SectionReader, size: ImageSize? = nil) {
    location = reader.section.location
    batch = reader.positive("batch", default: 1)
    timeSteps = reader.positive("time_steps", default: 1)
    letterBox = reader.flag("letter_box")
    let extents = ["width", "height", "channels"]
    let isVector =
      extents.allSatisfy { reader.section[$0] == nil } && reader.section["inputs"] != nil
    if isVector {
      (width, height, channels) = (0, 0, 0)
      inputs = reader.positive("inputs", default: 1)
      input = FeatureShape(vector: inputs) ?? .single
      if size != nil {
        reader.error(
          "the network takes \(inputs) numbers and no image, which had a size", at: "inputs")
      }
      return
    }
    let missing = extents.filter { reader.section[$0] == nil }
    if !missing.isEmpty {
      reader.error(
        "[\(reader.section.name)] needs \(missing.map { "\($0)=" }.joined(separator: ", "))",
        at: missing[0])
    }
    let own = ImageSize(
      width: reader.positive("width", default: 1), height: reader.positive("height", default: 1))
    (width, height) = (size?.width ?? own.width, size?.height ?? own.height)
    channels = reader.positive("channels", default: 1)
    if let shape = FeatureShape(channels: channels, height: height, width: width) {
      input = shape
      inputs = shape.count
    } else {
      input = .single
      inputs = 1
      let largest = zip(extents, [width, height, channels]).max { $0.1 < $1.1 }
      reader.error(
        """
        an input of \(width)x\(height)x\(channels) cannot be held: at most \
        \(FeatureShape.largestCount) values
        """, at: largest?.0 ?? "width")
    }
    let declared = reader.integer("inputs", default: inputs)
    if declared != inputs {
      reader.warn(
        "inputs=\(declared) has no effect: width x height x channels = \(inputs)", at: "inputs")
    }
  }
}
