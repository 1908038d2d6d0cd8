import Graph
import Text

/// A program that reads a model together with files about it.
public struct SidecarReceiver: Sendable {
  /// What users call it.
  public let name: String
  /// What is written for it.
  public let purpose: String
  /// What it demands of a model.
  let demands: [SidecarDemand]
  /// What its files can be made with besides the model.
  let options: Set<SidecarOption>
  /// Its files, of a model that meets the demands.
  let make: @Sendable (SidecarSource, SidecarInputs) throws -> Sidecar

  /// All there are; whatever else lists them follows this table.
  public static let all: [SidecarReceiver] = [
    DeepStreamSidecar.receiver, HailoSidecar.receiver, RKNNSidecar.receiver, TritonSidecar.receiver,
    UltralyticsSidecar.receiver,
  ]

  /// The receiver of a name; nil when there is none.
  public static func named(_ name: String) -> SidecarReceiver? { all.first { $0.name == name } }
}

/// What the files of some receivers can be made with.
enum SidecarOption: Hashable, Sendable {
  /// Images that the receiver quantizes with.
  case images
  /// The most images of a run of a model whose batch is free.
  case batch
}

/// What is at hand for files of a receiver besides the model.
struct SidecarInputs: Sendable {
  /// Images that the receiver quantizes with; nil where none were given.
  var images: SidecarImages?
  /// The most images of a run, where the batch is free; nil for what is usual for the receiver.
  var batch: Int?
}

/// The files of a receiver.
struct Sidecar: Sendable {
  /// The files, by their paths in the folder of the receiver.
  var files: [SidecarFile] = []
  /// Files that are none of these, and that the receiver reads where they are there.
  var leftovers: [SidecarLeftover] = []
  /// Things worth saying.
  var notes: [Lines] = []
}
