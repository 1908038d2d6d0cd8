import ArgumentParser
import Graph

/// `--batch N|dynamic`.
struct BatchArgument: ExpressibleByArgument {
  var batch: Batch

  init(batch: Batch) { self.batch = batch }

  init?(argument: String) {
    if argument == "dynamic" {
      batch = .dynamic
    } else if let count = Int(argument), (1...65536).contains(count) {
      batch = .fixed(count)
    } else {
      return nil
    }
  }

  var defaultValueDescription: String {
    switch batch {
    case .fixed(let count): "\(count)"
    case .dynamic: "dynamic"
    }
  }
}
