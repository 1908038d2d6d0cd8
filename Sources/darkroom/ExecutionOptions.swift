import ArgumentParser
import Pipeline

/// How the engine runs a model.
struct ExecutionOptions: ParsableArguments {
  @Option(help: "The threads that share the work; as many as there are cores when not given.")
  var threads: Int?

  func validate() throws {
    guard threads.map({ (1...1024).contains($0) }) ?? true else {
      throw ValidationError("--threads is 1 to 1024")
    }
  }
}
