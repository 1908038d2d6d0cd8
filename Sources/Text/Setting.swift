/// Something that a caller can set, and that a message asks for.
///
/// A library calls it by what it is; how it is set in a program, the program knows.
public enum Setting: String, Hashable, Sendable, CaseIterable {
  /// The files of a model.
  case weights, classNames, contract
  /// The images that a model is calibrated with, and those that it is evaluated with.
  case calibration, images, annotations
  /// The classes that images belong to.
  case labels
  /// How many of the calibration images are drawn.
  case sample
  /// The images that a quantization with a budget is judged by.
  case budgetImages
  /// What the outputs of a model are, and how images are fitted into its input.
  case heads, resize
  /// What the images of a model measure.
  case size
  /// The tree of the classes of a network.
  case tree
  /// How images are given to a model.
  case inputForm, inputOrder, inputLayout
  /// Which type floating-point tensors have, how many images a run takes, and what runs a model.
  case precision, batch, runtime
  /// What may be left out or replaced, and whether a model is made that is worth nothing.
  case missingImages, partialWeights, replacement, worthless
  /// Where licences are stated, files are searched, and signatures are checked.
  case license, search, key
  /// Whether what nothing proves is taken, or what its publisher has withdrawn, and whether a registry is
  /// asked without encryption.
  case unverified, withdrawn, insecure
  /// What something is called in the store.
  case localName
  /// The shared library of ONNX Runtime.
  case onnxRuntime
  /// The store, the recipes, and a recipe's name.
  case store, recipes, recipeName
  /// The form of an INT8 model, and what it is made for.
  case target, format, qdq, head, activationType, symmetry, scales, bias, granularity, leakySlope
  case pointwise, domain, floatFront, floatLayers
  /// The operator set of a model.
  case opset
}
