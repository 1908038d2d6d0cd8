import Digests
import Provenance
import Text

extension Recipe {
  /// A file of a checkpoint for which a recipe is written.
  public struct TemplateFile: Hashable, Sendable {
    /// What it is called in the zoo.
    public var file: String
    /// Where it is: an address, or a path relative to the recipe.
    public var url: String
    /// Its SHA-256.
    public var digest: Digest
    /// Its size in bytes.
    public var size: Int

    /// Names a file.
    public init(file: String, url: String, digest: Digest, size: Int) {
      self.file = file
      self.url = url
      self.digest = digest
      self.size = size
    }
  }

  /// The text of a recipe for a checkpoint, with comments on what is left to fill in.
  ///
  /// Nothing is claimed that nobody said: licences are `NOASSERTION`. Names that no recipe can have
  /// are not noticed here; `parse(bytes:path:)` tells of them.
  ///
  /// - Parameter calibration: The folder or list of images for an INT8 model, relative to the
  ///   recipe; without it that part is written as a comment.
  /// - Parameter task: What the model is for, in the words of model cards.
  public static func template(
    name: String, cfg: TemplateFile, weights: TemplateFile, names: TemplateFile? = nil,
    calibration: String? = nil, task: String = "object-detection"
  ) -> String {
    let isClassifier = task == "image-classification"
    let checkpoint = "\(cfg.file) and \(weights.file)"
    var text = """
      # yaml-language-server: $schema=recipe.schema.json
      schemaVersion: 1
      name: \(YAMLText.scalar(name))
      # What people call it, and a paragraph about it.
      title: \(YAMLText.scalar(name))
      description: \(YAMLText.scalar("Made of the darknet checkpoint \(checkpoint)."))
      task: \(YAMLText.scalar(task))
      tags: [darknet]
      # The licence of the models that are made, as SPDX writes it, such as MIT; NOASSERTION says that
      # it is not known. Whom to credit, and the licence's text as a path relative to this file:
      license: NOASSERTION
      # attribution: NAME
      # licenseFile: ../LICENSE
      sources:
        # For each file: add the addresses where others can have it, and its licence.

      """
    for (role, file) in [(Source.Role.cfg, cfg), (.weights, weights)] {
      text += source(role, file)
    }
    if let names { text += source(.names, names) }
    text += quantization(calibration)
    text +=
      isClassifier
      ? """
      # What the models are measured with: a folder for each class, or a list in place of by-folder; and
      # what has to hold before they are published:
      # evaluation:
      #   dataset: NAME
      #   images: FOLDER
      #   labels: by-folder
      # gates:
      #   minimumTop1: 0.7
      #   maximumLoss: 0.01

      """
      : """
      # What the models are measured with, in COCO's format, and what has to hold before they are
      # published:
      # evaluation:
      #   dataset: NAME
      #   images: FOLDER
      #   annotations: FILE.json
      # gates:
      #   minimumAP: 0.2
      #   maximumLoss: 0.005

      """
    text += """
      #   minimumAgreement: 0.9
      #   licenses: [MIT]

      """
    return text
  }

  private static func source(_ role: Source.Role, _ file: TemplateFile) -> String {
    """
      \(role.rawValue):
        file: \(YAMLText.scalar(file.file))
        urls:
          - \(YAMLText.scalar(file.url))
        sha256: \(YAMLText.scalar(file.digest.description))
        size: \(file.size)
        license: NOASSERTION

    """
  }

  private static func quantization(_ calibration: String?) -> String {
    guard let calibration else {
      return """
        # For an INT8 model, the images that it is calibrated with, 100 or more like those it will see:
        # quantization:
        #   effort: balanced
        # calibration:
        #   name: NAME
        #   folder: FOLDER
        #   license: NOASSERTION
        # One INT8 model more for each of these runtimes, in the form that it reads:
        # targets: [openvino, tensorrt]

        """
    }
    return """
      quantization:
        effort: balanced
      # The images for the INT8 model, 100 or more like those it will see.
      calibration:
        name: \(YAMLText.scalar("images in \(calibration)"))
        folder: \(YAMLText.scalar(calibration))
        license: NOASSERTION
      # One INT8 model more for each of these runtimes, in the form that it reads:
      # targets: [openvino, tensorrt]

      """
  }
}
