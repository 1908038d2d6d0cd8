import Synchronization
import Glibc

/// A few threads that do the units of a step together with the caller.
///
/// Steps take microseconds to milliseconds, so idle threads first spin for a while and sleep only
/// when nothing comes.
public final class ThreadPool: Sendable {
  /// The number of threads, the caller's included.
  public let count: Int
  private let shared: Shared
  private let threads: [pthread_t]

  /// Starts `count - 1` threads, or as many as the system gives: the caller's alone will do.
  public init(count: Int) {
    let shared = Shared()
    var threads: [pthread_t] = []
    while threads.count + 1 < count {
      var thread = pthread_t()
      let start = Unmanaged.passRetained(Worker(shared: shared, index: threads.count + 1))
      guard pthread_create(&thread, nil, Worker.main, start.toOpaque()) == 0 else {
        start.release()
        break
      }
      threads.append(thread)
    }
    self.threads = threads
    self.shared = shared
    self.count = threads.count + 1
    shared.workers = threads.count
  }

  deinit {
    shared.stop()
    for thread in threads { pthread_join(thread, nil) }
  }

  /// Does units 0 to `units` in runs, on all threads, and returns when all are done. `body` gets
  /// the thread's index, 0 for the caller's, and a run of units.
  ///
  /// - Parameter run: the units of a run; nil for a few runs for each thread, so that one that is
  ///   held up does not hold up all.
  public func forEach(_ units: Int, run: Int? = nil, _ body: (Int, Range<Int>) -> Void) {
    guard count > 1, units > 1 else {
      body(0, 0..<units)
      return
    }
    withoutActuallyEscaping(body) { body in
      let job = Job(units: units, run: max(1, run ?? units / (4 * count)), body: body)
      shared.start(job)
      job.work(thread: 0)
      shared.finish()
      withExtendedLifetime(job) {}
    }
  }
}

/// The units of one step.
private final class Job: @unchecked Sendable {
  private let units: Int
  private let run: Int
  private let next = Atomic(0)
  private let body: (Int, Range<Int>) -> Void

  init(units: Int, run: Int, body: @escaping (Int, Range<Int>) -> Void) {
    self.units = units
    self.run = run
    self.body = body
  }

  func work(thread: Int) {
    while true {
      let first = next.add(run, ordering: .relaxed).oldValue
      guard first < units else { return }
      body(thread, first..<min(first + run, units))
    }
  }
}

/// What the caller and the workers have in common.
private final class Shared: @unchecked Sendable {
  /// How many threads there are; set before the first job.
  var workers = 0
  private let generation = Atomic(0)
  private let busy = Atomic(0)
  private let isStopped = Atomic(false)
  /// Not retained: the caller keeps the job until no worker touches it any more, and no worker may
  /// hold on to the closure in it longer than that.
  private var job: Unmanaged<Job>?
  private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let wake = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let sleeping = Atomic(0)

  /// About 50 microseconds of looking before a thread sleeps.
  private static let spins = 4000

  init() {
    pthread_mutex_init(lock, nil)
    pthread_cond_init(wake, nil)
  }

  deinit {
    pthread_mutex_destroy(lock)
    pthread_cond_destroy(wake)
    lock.deallocate()
    wake.deallocate()
  }

  func start(_ job: Job) {
    self.job = Unmanaged.passUnretained(job)
    busy.store(workers, ordering: .relaxed)
    advance()
  }

  /// Waits until no worker touches the job any more.
  func finish() {
    var spins = 0
    while busy.load(ordering: .acquiring) > 0 {
      spins += 1
      // A unit of work may take minutes; then waiting should take nothing.
      if spins > 2 * Shared.spins { usleep(100) } else if spins > Shared.spins { sched_yield() }
    }
    job = nil
  }

  func stop() {
    isStopped.store(true, ordering: .relaxed)
    advance()
  }

  /// What a worker does all its life.
  func work(thread: Int) {
    var seen = 0
    while true {
      seen = awaitGeneration(after: seen)
      if isStopped.load(ordering: .relaxed) { return }
      job?._withUnsafeGuaranteedRef { $0.work(thread: thread) }
      busy.subtract(1, ordering: .releasing)
    }
  }

  private func advance() {
    generation.add(1, ordering: .sequentiallyConsistent)
    guard sleeping.load(ordering: .sequentiallyConsistent) > 0 else { return }
    pthread_mutex_lock(lock)
    pthread_cond_broadcast(wake)
    pthread_mutex_unlock(lock)
  }

  private func awaitGeneration(after seen: Int) -> Int {
    for _ in 0..<Shared.spins {
      let now = generation.load(ordering: .acquiring)
      if now != seen { return now }
    }
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    sleeping.add(1, ordering: .sequentiallyConsistent)
    defer { sleeping.subtract(1, ordering: .relaxed) }
    while generation.load(ordering: .sequentiallyConsistent) == seen {
      pthread_cond_wait(wake, lock)
    }
    return generation.load(ordering: .acquiring)
  }
}

/// A thread's start.
private final class Worker {
  private let shared: Shared
  private let index: Int

  init(shared: Shared, index: Int) {
    self.shared = shared
    self.index = index
  }

  static let main: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { raw in
    guard let raw else { return nil }
    let worker = Unmanaged<Worker>.fromOpaque(raw).takeRetainedValue()
    worker.shared.work(thread: worker.index)
    return nil
  }
}
