import ArgumentParser

@main
struct Darkroom: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "darkroom")
}
