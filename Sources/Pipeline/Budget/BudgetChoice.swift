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

    /// The numbers of layers that can be taken out of 8 bits after so many: each twice the one before, up
    /// to half of the convolutions; with more, a float model is the better one.
    func more(than layers: Int) -> some Sequence<Int> {
      sequence(first: max(1, 2 * layers)) { 2 * $0 }.prefix { $0 <= convolutions / 2 }
    }
  }

  /// Every single thing that could be bought besides; of what there is more of, the least that is not
  /// known to be useless.
  ///
  /// - Parameter useless: what did not help, by the names in `bought`.
  func offers(_ circumstances: Circumstances, but useless: Set<String>) -> [BudgetChoice] {
    BudgetChoice.goods.compactMap { good in
      guard circumstances.given.isDisjoint(with: good.options) else { return nil }
      for (grade, change) in good.grades(options, circumstances) {
        var choice = self
        change(&choice.options)
        let name = "\(good.name) \(grade)"
        guard !useless.contains(name), choice.options != options, choice.options.conflicts.isEmpty
        else { continue }
        // More of the same stands in the place of what there was of it.
        choice.bought.removeAll { $0.hasPrefix("\(good.name) ") }
        choice.bought.append(name)
        return choice
      }
      return nil
    }
  }

  /// A thing that can be bought.
  private struct Good: Sendable {
    typealias Grade = (name: String, change: (inout QuantizationOptions) -> Void)

    /// What it is called.
    let name: String
    /// The options that it changes.
    let options: Set<String>
    /// What there is of it, the least first.
    let grades: @Sendable (QuantizationOptions, Circumstances) -> [Grade]
  }

  /// What can be bought, what costs least first.
  private static let goods = [
    Good(name: "ranges", options: ["ranges", "activationAware"]) { _, _ in
      [
        (
          "mse",
          {
            $0.ranges = .mse
            $0.isActivationAware = true
          }
        )
      ]
    },
    Good(name: "tensor-ranges", options: ["tensorRanges"]) { _, _ in
      [("shared", { $0.tensorRanges = .shared })]
    },
    Good(
      name: "refinement",
      options: ["weightScales", "rounding", "biasCorrection", "equalization", "refinementImages"]
    ) { options, _ in
      let some: Good.Grade = ("on 150 images", { $0.refine(.balanced) })
      let all: Good.Grade = ("on all images", { $0.refine(.best) })
      return options.rounding == .moments ? [all] : [some, all]
    },
    Good(name: "granularity", options: ["granularity"]) { _, _ in
      [("per-channel", { $0.granularity = .perChannel })]
    },
    Good(name: "head", options: ["head"]) { options, circumstances in
      let forms: [QuantizationOptions.HeadForm] =
        circumstances.hasHeads ? [.single, .split, .int32, .float] : [.single, .int32, .float]
      let now = options.headForm == .split && !circumstances.hasHeads ? .single : options.headForm
      return forms.drop { $0 != now }.dropFirst().map { form in
        (form.rawValue, { $0.head = form })
      }
    },
    Good(name: "leaky", options: ["leaky"]) { options, _ in
      options.allowsDualLeaky ? [("dual", { $0.leaky = .dual })] : []
    },
    Good(name: "w8a16-layers", options: ["w8a16Layers"]) { options, circumstances in
      circumstances.more(than: options.wideLayers).map { count in
        ("\(count)", { $0.wideLayers = count })
      }
    },
    Good(name: "float-layers", options: ["floatLayers"]) { options, circumstances in
      circumstances.more(than: options.floatLayers).map { count in
        ("\(count)", { $0.floatLayers = count })
      }
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
