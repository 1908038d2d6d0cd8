import ArgumentParser
import Pipeline
import Zoo

struct ZooInit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a folder a store, or take over a store of an earlier version.",
    discussion: """
      The folder is new or empty, or holds what a store does and nothing else, which all stays as it \
      is. Any other folder is refused. `zoo pull` and `zoo build` make a new store by themselves.
      """)

  @OptionGroup var zoo: ZooArguments

  func run() throws {
    let path = zoo.storePath
    let told =
      switch try Store.adopt(path) {
      case .made: "a new store"
      case .adopted: "a store of an earlier version, taken over as it is"
      case .present: "is a store already"
      }
    try Console.result("\(path): \(told)")
  }
}
