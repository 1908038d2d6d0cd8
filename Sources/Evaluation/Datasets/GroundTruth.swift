import JSON

/// What is really in the images.
public struct GroundTruth: Hashable, Sendable {
  /// An image.
  public struct Image: Hashable, Sendable {
    /// What annotations and results call it.
    public var id: Int
    /// The name of its file, below the folder of the images; nil when it is not told.
    public var fileName: String?

    /// Creates an image.
    public init(id: Int, fileName: String? = nil) {
      self.id = id
      self.fileName = fileName
    }
  }

  /// A kind of object.
  public struct Category: Hashable, Sendable, Codable {
    /// What annotations and results call it.
    public var id: Int
    /// What people call it.
    public var name: String

    /// Creates a category.
    public init(id: Int, name: String) {
      self.id = id
      self.name = name
    }
  }

  /// An object, or a region in which detections are not judged.
  public struct Object: Hashable, Sendable {
    /// How detections of an object are judged.
    public enum Treatment: Hashable, Sendable {
      /// It is to be found, once.
      case counted
      /// It need not be found: detections that match it, however many, are neither right nor
      /// wrong. Pascal VOC's `difficult`.
      case ignored
      /// As `ignored`, and overlap is measured as the part of the detection that lies within.
      /// COCO's `iscrowd`.
      case crowd
    }

    /// Its number; pycocotools takes an object with the number 0 as never found, and so does the
    /// metric here.
    public var id: Int
    /// The `Image.id` of its image.
    public var imageID: Int
    /// Its `Category.id`.
    public var categoryID: Int
    /// Where it is.
    public var box: ObjectBox
    /// Its area in pixels, which says whether it is small, medium or large; that of its outline
    /// where one is known.
    public var area: Double
    /// How its detections are judged.
    public var treatment: Treatment

    /// Creates an object.
    public init(
      id: Int, imageID: Int, categoryID: Int, box: ObjectBox, area: Double,
      treatment: Treatment = .counted
    ) {
      self.id = id
      self.imageID = imageID
      self.categoryID = categoryID
      self.box = box
      self.area = area
      self.treatment = treatment
    }
  }

  /// The images by ascending number.
  public private(set) var images: [Image]
  /// The categories in the order of the file, which is the order of a model's classes.
  public let categories: [Category]
  /// The objects in the order of the file, which decides between equals.
  public private(set) var objects: [Object]

  /// The names of images for which a folder of darknet's labels has no file; they count as images
  /// without objects.
  public internal(set) var unlabelled: [String] = []

  /// Creates ground truth; numbers of images and of categories are expected to be unique.
  public init(images: [Image], categories: [Category], objects: [Object]) {
    self.images = images.sorted { $0.id < $1.id }
    self.categories = categories
    self.objects = objects
  }

  /// The first images by number, with their objects.
  public func prefix(_ count: Int) -> GroundTruth { restricted(to: Array(images.prefix(count))) }

  /// The images of a part, every n-th beginning with the part's, with their objects.
  public func part(_ part: EvaluationPart) -> GroundTruth {
    restricted(
      to: stride(from: part.number - 1, to: images.count, by: part.count).map { images[$0] })
  }

  /// These images, with their objects.
  public func keeping(_ images: [Image]) -> GroundTruth { restricted(to: images) }

  private func restricted(to images: [Image]) -> GroundTruth {
    let ids = Set(images.map(\.id))
    var result = self
    result.images = images
    let names = Set(images.compactMap(\.fileName))
    result.unlabelled = unlabelled.filter(names.contains)
    result.objects = objects.filter { ids.contains($0.imageID) }
    return result
  }
}

extension GroundTruth {
  /// Reads a standard COCO `instances_*.json`.
  ///
  /// Of images, `id` and, if there, `file_name` are read; of categories `id` and `name`; of
  /// annotations `id`, `image_id`, `category_id`, `bbox`, `area` and, if there, `iscrowd`. Whatever
  /// else is there, outlines above all, is passed over.
  ///
  /// - Throws: `DatasetError` when the file cannot be read, is no JSON, has not the three lists, or
  ///   has wrong entries: missing keys, texts for numbers, NaN, negative sizes, images or
  ///   categories that are not listed, numbers used twice; all of them at once.
  public init(coco path: String) throws(DatasetError) {
    var lists = COCOLists()
    try JSONFile.read(path) { reader throws(JSONSyntaxError) in
      guard reader.peek() == UInt8(ascii: "{") else {
        lists.isResults = reader.peek() == UInt8(ascii: "[")
        return try reader.skip()
      }
      try reader.object { reader, key throws(JSONSyntaxError) in try lists.read(key, &reader) }
    }
    self = try lists.truth(source: path)
  }
}
