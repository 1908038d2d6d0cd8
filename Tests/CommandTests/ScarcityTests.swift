import Foundation
import TestSupport
import Testing

@Suite("What the machine does not have is an error, or not needed")
struct ScarcityTests {
  let folder: WorkFolder

  init() throws {
    folder = try WorkFolder()
    let made = try folder.shell(
      """
      set -e; mkdir images work
      cp '\(Shapes.cfg)' '\(Shapes.weights)' '\(Shapes.names)' .
      cp '\(ZooFolder.calibration)'/00000[0-3].jpg images
      mkdir model; $darkroom convert shapes.cfg shapes.weights -qo model/shapes.onnx
      head -c 307200 /dev/zero > in.f32
      $darkroom keygen key.pem && $darkroom manifest create model && $darkroom sign model --key key.pem
      $darkroom detect shapes.cfg images/000000.jpg --json > detections.json
      """)
    guard made.status == 0 else { throw Shapes.Failure(outcome: made) }
  }

  /// Commands of every kind, which write into `work` only.
  private static let commands = [
    "inspect shapes.cfg", "inspect work/model/shapes.onnx --profile",
    "convert shapes.cfg shapes.weights -o work/x.onnx",
    "quantize work/model/shapes.onnx --calibration images --effort fast --strict -o work/x.onnx",
    "run shapes.cfg -i in.f32 --dump work/x.npz",
    "detect shapes.cfg images/000000.jpg -o work",
    "compare shapes.cfg work/model/shapes.onnx --images images",
    "evaluate shapes.cfg --images '\(ZooFolder.validation)' --limit 4 "
      + "--annotations '\(ZooFolder.annotations)'",
    "report detections.json -o work/report.html",
    "manifest create work/model -o work/manifest.json", "manifest verify work/model",
    "provenance work/model/shapes.onnx", "notice work/model", "keygen work/new.pem",
    "sign work/model --key key.pem", "verify work/model --key key.pem.pub",
    "trace work/model/shapes.onnx",
    "rebuild --check work/model/shapes.onnx.provenance.json --search .",
    "zoo list --recipes '\(recipes)' --store work/store",
    "zoo build shapes --recipes '\(recipes)' --store work/store",
  ]
  private static let recipes = Fixtures.root.appendingPathComponent("Manifests").path

  @Test("With few descriptors every command does its work or says what to raise")
  func fewDescriptors() throws {
    for command in ScarcityTests.commands {
      var last: CommandLineTool.Outcome?
      for limit in [4, 5, 6, 7, 8, 9, 10, 12, 14, 17, 20] {
        // A build that succeeds takes its time; what comes after has more descriptors still.
        if last?.status == 0 { break }
        let outcome = try folder.shell(
          "rm -rf work; mkdir work; cp -a model work; ulimit -n \(limit); $darkroom \(command)",
          timeout: 60)
        last = outcome
        guard outcome.status != 0 else { continue }
        #expect(!outcome.timedOut, "\(command), \(limit) descriptors: \(outcome)")
        #expect(
          [1, 66, 73].contains(outcome.status)
            && (outcome.output + outcome.errors).contains("ulimit -n"),
          "\(command), \(limit) descriptors: \(outcome)")
      }
      #expect(last?.status == 0 || last?.status == 1, "\(command): \(String(describing: last))")
    }
  }

  @Test("Without threads the calling one does all the work, with the same results")
  func noThreads() throws {
    let library = try FaultLibrary()
    let commands = """
      $darkroom convert shapes.cfg shapes.weights -qo NAME/x.onnx
      $darkroom quantize model/shapes.onnx --calibration images --threads 4 -qo NAME/y.onnx \
        --effort fast
      $darkroom manifest create model --threads 4 -o NAME/manifest.json
      $darkroom manifest verify model --threads 4
      $darkroom verify model --key key.pem.pub
      $darkroom sign model --key key.pem --threads 4 -o NAME/model.sig
      $darkroom zoo build shapes --recipes '\(ScarcityTests.recipes)' --store NAME/store --threads 4
      rm NAME/*.provenance.json NAME/model.sig
      """
    func run(_ name: String, _ preload: String) throws {
      let outcome = try folder.shell(
        "set -e; mkdir \(name); export FAULTS_THREAD; \(preload)\n"
          + commands.replacingOccurrences(of: "NAME", with: name), timeout: 120)
      #expect(outcome.status == 0 && !outcome.timedOut, "\(name): \(outcome)")
    }
    try run("all", "")
    for thread in [-1, 1, 2, 3] {
      let name = "thread\(thread)"
      try run(name, "export LD_PRELOAD='\(library.path)'; FAULTS_THREAD=\(thread)")
      let same = try folder.shell("diff -r all \(name)")
      #expect(same.status == 0, "\(name): \(same)")
    }
  }

  @Test(
    "A signal ends a run at once, whatever it is busy with, also without threads",
    arguments: ["TERM", "INT", "HUP"], [0, -1])
  func signals(signal: String, thread: Int) throws {
    let library = try FaultLibrary()
    try folder.file(
      "wait.py",
      """
      import os, signal, subprocess, time
      # A signal that the tests themselves were started to ignore is ignored by what they start.
      signal.signal(signal.SIG\(signal), signal.SIG_DFL)
      process = subprocess.Popen([os.environ['darkroom'], 'manifest', 'create', 'holes', '--threads', '2'])
      time.sleep(0.5)
      assert process.poll() is None
      sent = time.monotonic()
      process.send_signal(signal.SIG\(signal))
      status = process.wait()
      print(signal.Signals(-status).name, os.listdir('holes'), time.monotonic() - sent < 10)
      """)
    let outcome = try folder.shell(
      """
      mkdir holes; truncate -s 4000G holes/a
      LD_PRELOAD='\(library.path)' FAULTS_THREAD=\(thread) python3 wait.py
      """, timeout: 60)
    #expect(outcome.output == "SIG\(signal) ['a'] True\n", "\(outcome)")
  }

  @Test("Where memory runs out, the run says so, leaves nothing and ends with 70 at worst")
  func littleMemory() throws {
    for command in ScarcityTests.commands {
      // From what the program cannot even start with to what is enough for anything here.
      var megabytes = 60
      while megabytes < 1500 {
        let outcome = try folder.shell(
          "rm -rf work; mkdir work; cp -a model work; ulimit -v \(megabytes * 1024); $darkroom \(command)",
          timeout: 60)
        // The loader's own errors come before the program.
        if outcome.errors.contains("error while loading shared libraries") {
          megabytes += 10; continue
        }
        let place = "\(command), \(megabytes) MB: \(outcome)"
        #expect(!outcome.timedOut, "\(place)")
        if outcome.status == 0 { break }
        #expect(outcome.status < 128 && !outcome.errors.isEmpty, "\(place)")
        // A store is swept by who uses it next.
        let left = try folder.entries().filter {
          $0.hasPrefix("work/") && !$0.hasPrefix("work/model") && !$0.hasPrefix("work/store")
        }
        #expect(left.isEmpty, "\(place) \(left)")
        megabytes += megabytes / 8
      }
    }
  }
}
