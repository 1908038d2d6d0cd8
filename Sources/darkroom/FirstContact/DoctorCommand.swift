import ArgumentParser
import JSON
import Text

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract:
      "Report what is there on this machine: for bug reports, and when something is missing.",
    discussion: """
      Nothing is changed and nothing is sent. The settings that are printed are the DARKROOM_ variables, \
      NO_COLOR and those of OpenSSL's certificates.
      """)

  @Flag(help: "Print JSON.")
  var json = false

  func run() throws {
    let diagnosis = Diagnosis()
    if json {
      try Console.result(json: try JSONEncoding.text(diagnosis))
    } else {
      try Console.result(diagnosis.text)
    }
  }
}
