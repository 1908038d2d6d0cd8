import Quantization

/// Options of a quantization, and what of them was bought.
struct BudgetChoice: Hashable, Sendable {
  /// The options.
  var options: QuantizationOptions
  /// What was bought, in words of the command line and in order.
  var bought: [String] = []

  /// What the options do not tell, and decides what can be bought.
  struct Circumstances: Hashable, Sendable {
    /// The options that stay as they are, by their names in recipes.
    var given: Set<String>
    /// Whether the network has heads that can be split.
    var hasHeads: Bool
    /// How many convolutions there are.
    var convolutions: Int

    /// How many layers are taken out of 8 bits after so many; nil beyond half of the convolutions, where
    /// a float model is the better one.
    func more(than layers: Int) -> Int? {
      let count = max(1, 2 * layers)
      return count <= convolutions / 2 ? count : nil
    }
  }

  /// Every single thing that could be bought besides.
  func offers(_ circumstances: Circumstances) -> [BudgetChoice] {
    BudgetChoice.goods.compactMap { good in
      var choice = self
      guard circumstances.given.isDisjoint(with: good.options),
        let name = good.buy(&choice.options, circumstances), choice.options != options,
        choice.options.conflicts.isEmpty
      else { return nil }
      // More of the same stands in the place of what there was of it.
      choice.bought.removeAll { $0.hasPrefix(good.name) }
      choice.bought.append(name)
      return choice
    }
  }

  /// A thing that can be bought.
  private struct Good: Sendable {
    /// What its names begin with.
    let name: String
    /// The options that it changes.
    let options: Set<String>
    /// Changes options, and tells the thing's name; nil where there is nothing of it to be had.
    let buy: @Sendable (inout QuantizationOptions, Circumstances) -> String?
  }

  /// What can be bought, what costs least first.
  private static let goods = [
    Good(name: "ranges", options: ["ranges", "activationAware"]) { options, _ in
      options.ranges = .mse
      options.isActivationAware = true
      return "ranges mse"
    },
    Good(name: "tensor-ranges", options: ["tensorRanges"]) { options, _ in
      options.tensorRanges = .shared
      return "tensor-ranges shared"
    },
    Good(
      name: "refinement",
      options: ["weightScales", "rounding", "biasCorrection", "equalization", "refinementImages"]
    ) { options, _ in
      guard options.rounding == .moments else {
        options.refine(.balanced)
        return "refinement"
      }
      options.refine(.best)
      return "refinement on all images"
    },
    Good(name: "granularity", options: ["granularity"]) { options, _ in
      options.granularity = .perChannel
      return "granularity per-channel"
    },
    Good(name: "head", options: ["head"]) { options, circumstances in
      let forms: [QuantizationOptions.HeadForm] =
        circumstances.hasHeads ? [.single, .split, .int32, .float] : [.single, .int32, .float]
      let now = options.headForm == .split && !circumstances.hasHeads ? .single : options.headForm
      guard let place = forms.firstIndex(of: now) else { return nil }
      for form in forms[(place + 1)...] {
        options.head = form
        if options.conflicts.isEmpty { return "head \(form.rawValue)" }
      }
      return nil
    },
    Good(name: "leaky", options: ["leaky"]) { options, _ in
      guard options.allowsDualLeaky else { return nil }
      options.leaky = .dual
      return "leaky dual"
    },
    Good(name: "w8a16-layers", options: ["w8a16Layers"]) { options, circumstances in
      guard options.format == .qdq, let count = circumstances.more(than: options.wideLayers)
      else { return nil }
      options.wideLayers = count
      return "w8a16-layers \(count)"
    },
    Good(name: "float-layers", options: ["floatLayers"]) { options, circumstances in
      guard let count = circumstances.more(than: options.floatLayers) else { return nil }
      options.floatLayers = count
      return "float-layers \(count)"
    },
  ]
}

extension QuantizationOptions {
  /// Takes the steps of an effort that fit weights.
  fileprivate mutating func refine(_ effort: Effort) {
    let other = QuantizationOptions(effort: effort)
    weightScales = other.weightScales
    rounding = other.rounding
    correctsBias = other.correctsBias
    equalization = other.equalization
    refinementImages = other.refinementImages
  }
}
