/// What is wrong with an address, in words that follow it.
struct AddressProblem: Error {
  let text: String

  init(_ text: String) { self.text = text }
}
