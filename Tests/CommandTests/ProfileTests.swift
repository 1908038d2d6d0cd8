import Foundation
import TestSupport
import Testing

@Suite("darkroom inspect --profile")
struct ProfileTests {
  let folder: WorkFolder

  init() throws { folder = try WorkFolder() }

  @Test("Each step has its time and rate, on the instruction set that was asked for")
  func profile() throws {
    let model = ["inspect", "--profile", Shapes.cfg, "--weights", Shapes.weights]
    let outcome = try folder.darkroom(model + ["--runs", "2", "--threads", "1", "--json"])
    #expect(outcome.status == 0)
    let json = try JSONDocument(outcome.output)
    #expect(json["threads"] == .number(1))
    #expect(try #require(json["milliseconds"]?.number) > 0)
    let generic = try folder.shell(
      "DARKROOM_ISA=generic $darkroom inspect --profile \(Shapes.cfg) --weights \(Shapes.weights)"
        + " --runs 1 --threads 1")
    #expect(generic.status == 0)
    #expect(generic.output.contains("on 1 thread, generic"))
  }

  @Test("An unknown instruction set is refused with the choices")
  func unknownInstructionSet() throws {
    let outcome = try folder.shell("DARKROOM_ISA=mmx $darkroom --version")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("'mmx'") && outcome.errors.contains("generic"))
  }
}
