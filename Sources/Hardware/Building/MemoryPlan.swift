import Engine

/// Where the tensors of the device lie in its memory: those whose lives do not overlap share space.
struct MemoryPlan {
  /// The place of each tensor that has one.
  let places: [(tensor: Int, place: HardwareNetwork.Place)]
  /// The size of the memory in bytes.
  let byteCount: Int

  /// Plans the memory.
  ///
  /// - Parameters:
  ///   - inputs: the tensors that are given to the device.
  ///   - outputs: the tensors that the model gives.
  init(
    _ steps: [HardwareNetwork.Step], inputs: [Int], outputs: [Int], _ builder: NetworkBuilder
  ) {
    let device = steps.filter { $0.runsOn == "device" }
    let host = steps.filter { $0.runsOn == "host" }
    let end = max(device.count - 1, 0)
    var lives: [Int: ClosedRange<Int>] = [:]
    for tensor in inputs { lives[tensor] = 0...0 }
    for step in device {
      for tensor in step.outputs { lives[tensor] = step.index...step.index }
      for tensor in step.inputs {
        lives[tensor] = (lives[tensor]?.lowerBound ?? 0)...step.index
      }
    }
    // What the host reads, what the model gives although a step reads it too, and what nobody of
    // the device reads, must be there in the end.
    let read = Set(device.flatMap(\.inputs))
    let taken = Set(host.flatMap(\.inputs) + outputs)
    for (tensor, life) in lives where taken.contains(tensor) || !read.contains(tensor) {
      lives[tensor] = life.lowerBound...end
    }
    let tensors = lives.keys.sorted().filter { builder.tensors[$0].constant == nil }
    let buffers = tensors.map { tensor in
      let life = lives[tensor] ?? 0...end
      return ArenaPlan.Buffer(
        byteCount: builder.shapes[tensor].count, firstStep: life.lowerBound,
        lastStep: life.upperBound)
    }
    let plan = ArenaPlan(buffers)
    places = zip(tensors, plan.offsets).map { tensor, offset in
      let life = lives[tensor] ?? 0...end
      return (
        tensor,
        HardwareNetwork.Place(
          offset: offset, bytes: builder.shapes[tensor].count, firstStep: life.lowerBound,
          lastStep: life.upperBound)
      )
    }
    byteCount = plan.byteCount
  }
}
