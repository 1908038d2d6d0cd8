import Text

/// What one Pascal VOC file says of an image.
///
/// Source: the development kit of Pascal VOC 2012, sections 4 and 8.
struct VOCAnnotation {
  struct Object {
    let name: String
    let box: ObjectBox
    let isDifficult: Bool
    /// Where it is, for messages.
    let place: String
  }

  let fileName: String
  private(set) var objects: [Object] = []

  /// Takes the file's root element apart; nil and problems when it is no annotation.
  init?(_ root: MarkupElement, name: String, _ problems: inout DatasetProblems) {
    guard root.name == "annotation" else {
      problems.add(
        "\(name):\(root.line)", "begins with <\(root.name)>, where <annotation> is needed")
      return nil
    }
    guard let fileName = root.child("filename")?.text, !fileName.isEmpty else {
      problems.add("\(name):\(root.line)", "has no <filename>, the name of the image's file")
      return nil
    }
    self.fileName = fileName
    for element in root.children where element.name == "object" {
      if let object = VOCAnnotation.object(element, name, &problems) { objects.append(object) }
    }
  }

  private static func object(
    _ element: MarkupElement, _ file: String, _ problems: inout DatasetProblems
  ) -> Object? {
    let place = "\(file):\(element.line)"
    let name = element.child("name")?.text ?? ""
    if name.isEmpty { problems.add(place, "the object has no <name>") }
    let difficult = element.child("difficult")?.text ?? "0"
    if difficult != "0", difficult != "1" {
      problems.add(place, "<difficult> is '\(difficult.prefix(40))', where 0 or 1 is needed")
    }
    guard let bounds = element.child("bndbox") else {
      problems.add(place, "the object has no <bndbox>")
      return nil
    }
    var numbers: [Double] = []
    for key in ["xmin", "ymin", "xmax", "ymax"] {
      let text = bounds.child(key)?.text
      if let number = text.flatMap(Double.init), number.isFinite {
        numbers.append(number)
      } else {
        let found = text.map { "is '\($0.prefix(40))'" } ?? "is missing"
        problems.add(place, "<\(key)> \(found), where a number is needed")
      }
    }
    guard numbers.count == 4 else { return nil }
    // Pixels count from 1 and the last one is within the box.
    let box = ObjectBox(
      x: numbers[0] - 1, y: numbers[1] - 1, width: numbers[2] - numbers[0] + 1,
      height: numbers[3] - numbers[1] + 1)
    if let problem = box.problem {
      problems.add(place, "the box \(problem)")
      return nil
    }
    return Object(name: name, box: box, isDifficult: difficult == "1", place: place)
  }
}
