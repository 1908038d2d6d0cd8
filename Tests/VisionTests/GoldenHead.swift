import Graph

/// One head with the tensor darknet gave to it and the tensor darknet made of it.
struct GoldenHead {
  var head: Head
  var raw: [Float]
  var activated: [Float]
}
