import Digests

extension SiteModel {
  /// A statement that numbers of the page come from: one line of a file of the signed folder.
  public struct Claim: Sendable {
    /// A number, as it stands in the statement.
    public struct Number: Sendable {
      /// What it is, by the keys of the command that measured it.
      public var name: String
      /// The number, unrounded.
      public var value: Double
      /// What it is of, such as a layer; nil for all.
      public var slice: String?
      /// Its unit; nil for a plain number.
      public var unit: String?

      /// As statements write it: whole numbers without a point.
      var text: String { Int(exactly: value).map { "\($0)" } ?? "\(value)" }

      /// States a number.
      public init(name: String, value: Double, slice: String? = nil, unit: String? = nil) {
        self.name = name
        self.value = value
        self.slice = slice
        self.unit = unit
      }
    }

    /// Whether it tells of accuracy, or of agreement with float.
    public enum Kind: Sendable {
      case accuracy, agreement
    }

    /// The ONNX file that it is about.
    public var file: String
    /// The SHA-256 of that file, as the statement has it.
    public var digest: String
    /// The file of statements.
    public var statements: String
    /// Which of its lines it is, from 1 on.
    public var line: Int
    /// What it tells of.
    public var kind: Kind
    /// The images that it was measured on.
    public var images: String
    /// The numbers.
    public var numbers: [Number]

    /// Describes a statement.
    public init(
      file: String, digest: String, statements: String, line: Int, kind: Kind, images: String,
      numbers: [Number]
    ) {
      self.file = file
      self.digest = digest
      self.statements = statements
      self.line = line
      self.kind = kind
      self.images = images
      self.numbers = numbers
    }
  }

  /// How long a run takes.
  public struct Time: Sendable {
    /// The median of a run of one batch.
    public var milliseconds: Double
    /// The threads that shared the work.
    public var threads: Int
    /// The instruction set of the kernels.
    public var instructionSet: String

    /// States a time.
    public init(milliseconds: Double, threads: Int, instructionSet: String) {
      self.milliseconds = milliseconds
      self.threads = threads
      self.instructionSet = instructionSet
    }
  }

  /// The part of the page that a statement has, for links to it; nil where no statement has the number.
  func proof(of variant: Variant, _ kind: Claim.Kind) -> String? {
    claims.firstIndex { $0.file == variant.file && $0.kind == kind }.map { "claim-\($0 + 1)" }
  }
}
