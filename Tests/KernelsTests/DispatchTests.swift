import Kernels
import Testing

@Suite struct DispatchTests {
  @Test("The portable kernels are always available") func thePortablePathIsAlwaysThere() {
    #expect(dk_isa_available(dk_isa_generic))
    #expect(dk_isa_available(dk_isa_best()))
  }

  @Test("An instruction set that the machine lacks is refused") func whatTheMachineLacksIsRefused()
  {
    let before = dk_isa_current()
    for isa in [dk_isa_avx512vnni, dk_isa_neon, dk_isa_neon_dotprod] where !dk_isa_available(isa) {
      #expect(!dk_isa_select(isa))
      #expect(dk_isa_current() == before)
    }
  }

  @Test(
    "A chosen instruction set is in use until the previous one is restored", arguments: Path.all)
  func aChoiceIsRestored(path: Path) {
    let before = dk_isa_current()
    path.run { _ in #expect(dk_isa_current() == path.isa) }
    #expect(dk_isa_current() == before)
  }
}
