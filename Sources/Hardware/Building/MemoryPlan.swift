import Engine

/// Where the tensors of the device lie in its memory: those whose lives do not overlap share space.
struct MemoryPlan {
  /// The place of each tensor that has one.
  let places: [(tensor: Int, place: HardwareNetwork.Place)]
  /// The size of the memory in bytes.
  let byteCount: Int

  init(_ steps: [HardwareNetwork.Step], _ builder: NetworkBuilder) {
    let device = steps.filter { $0.runsOn == "device" }
    let end = max(device.count - 1, 0)
    var lives: [Int: ClosedRange<Int>] = [:]
    for step in device {
      for tensor in step.outputs { lives[tensor] = step.index...step.index }
      for tensor in step.inputs {
        lives[tensor] = (lives[tensor]?.lowerBound ?? 0)...step.index
      }
    }
    // What the host reads, and what nobody of the device reads, must be there in the end.
    let read = Set(device.flatMap(\.inputs))
    let taken = Set(steps.filter { $0.runsOn == "host" }.flatMap(\.inputs))
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
