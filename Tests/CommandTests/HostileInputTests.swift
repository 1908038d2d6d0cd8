import Foundation
import TestSupport
import Testing

/// What a hostile or unlucky environment does: every run ends soon, says why, leaves nothing.
@Suite("Hostile inputs and surroundings")
struct HostileInputTests {
  let folder: WorkFolder
  private static let sharedIsThere = Fixtures.shared != nil

  init() throws { folder = try WorkFolder() }

  @Test("Pipes, devices, folders and loops in the place of any input")
  func specialFiles() throws {
    try #require(
      try folder.shell(
        "for e in '' .cfg .onnx; do mkfifo pipe$e; mkdir folder$e; ln -s loop$e loop$e; "
          + "ln -s /dev/zero zero$e; done"
      ).status == 0)
    for kind in ["pipe", "folder", "loop", "zero"] {
      let commands = [
        ["inspect", "\(kind).cfg"], ["inspect", "\(kind).onnx"],
        ["inspect", Shapes.cfg, "--weights", kind],
        ["convert", "\(kind).cfg", Shapes.weights, "-o", "x"],
        ["convert", Shapes.cfg, kind, "-o", "x"],
        ["convert", Shapes.cfg, Shapes.weights, "--names", kind, "-o", "x"],
        ["run", Shapes.cfg, "--weights", Shapes.weights, "-i", kind, "-o", "x"],
        ["detect", Shapes.cfg, "--weights", Shapes.weights, kind],
        ["detect", Shapes.cfg, "--weights", Shapes.weights, "--names", kind, Shapes.image(0)],
      ]
      for command in commands {
        let outcome = try CommandLineTool.run(command, in: folder.url, timeout: 20)
        #expect(outcome.status == 66, "\(command): \(outcome)")
        #expect(outcome.errors.contains(kind))
      }
    }
    #expect(!FileManager.default.fileExists(atPath: folder.path("x")))
  }

  @Test(
    "Sizes that nobody can hold are refused in no time and no memory",
    arguments: [
      ("width=160", "width=99999999"), ("height=160", "height=2147483648"),
      ("width=160", "width=99999999999999999999999"), ("filters=8", "filters=99999999"),
      ("size=3", "size=2147483647"), ("channels=3", "channels=1000000000"),
    ])
  func hugeSizes(found: String, replacement: String) throws {
    let cfg = try String(contentsOfFile: Shapes.cfg, encoding: .utf8)
    try folder.file("huge.cfg", cfg.replacingOccurrences(of: found, with: replacement))
    for command in [
      "inspect huge.cfg", "convert huge.cfg '\(Shapes.weights)' -o x.onnx",
      "detect huge.cfg --weights '\(Shapes.weights)' '\(Shapes.image(0))'",
    ] {
      // Enough for the program itself, which maps the weights and little more.
      let outcome = try folder.shell("ulimit -v 1500000; $darkroom \(command)", timeout: 20)
      #expect(outcome.status == 65, "\(command): \(outcome)")
      #expect(outcome.errors.contains("huge.cfg:"))
    }
    #expect(try folder.entries() == ["huge.cfg"])
  }

  @Test("A run that needs more memory than there is says so")
  func tooMuchMemory() throws {
    let cfg = try String(contentsOfFile: Shapes.cfg, encoding: .utf8)
      .replacingOccurrences(of: "=160", with: "=16000")
    try folder.file("wide.cfg", cfg)
    let outcome = try folder.shell(
      "ulimit -v 3000000; $darkroom detect wide.cfg --weights '\(Shapes.weights)' "
        + "'\(Shapes.image(0))'")
    #expect(outcome.status == 65)
    #expect(outcome.errors.contains("make its input or the batch smaller"), "\(outcome)")
  }

  @Test("A disk that is full while a file is written: an error, and nothing left")
  func fullDisk() throws {
    let weights = "'\(Shapes.cfg)' --weights '\(Shapes.weights)'"
    try folder.file("in.f32", Data(count: 3 * 160 * 160 * 4))
    for command in [
      "convert '\(Shapes.cfg)' '\(Shapes.weights)' -o x.onnx",
      "run \(weights) -i in.f32 --dump x.npz",
      "detect \(weights) '\(Shapes.image(0))' -o .",
    ] {
      // A limit of 8 KiB on files stands for the disk.
      let outcome = try folder.shell("ulimit -f 8; $darkroom \(command)")
      #expect(outcome.status == 73, "\(outcome)")
      #expect(outcome.errors.contains("File too large"), "\(outcome)")
    }
    #expect(try folder.entries() == ["in.f32"])
  }

  @Test("Standard output that takes nothing")
  func fullOutput() throws {
    let model = "'\(Shapes.cfg)' --weights '\(Shapes.weights)'"
    for command in [
      "inspect \(model)", "inspect \(model) --json", "detect \(model) '\(Shapes.image(0))'",
    ] {
      let full = try folder.shell("$darkroom \(command) > /dev/full")
      #expect(full.status == 73)
      #expect(full.errors.contains("standard output: "))
      #expect(try folder.shell("$darkroom \(command) >&-").status == 73)
    }
  }

  @Test("Closed streams do not get into the model")
  func closedStreams() throws {
    let convert = "convert '\(Shapes.cfg)' '\(Shapes.weights)' -q -o"
    let outcome = try folder.shell(
      "$darkroom \(convert) a.onnx; $darkroom \(convert) b.onnx <&- >&- 2>&-; cmp a.onnx b.onnx")
    #expect(outcome.status == 0)
  }

  @Test("A reader that has seen enough")
  func brokenPipe() throws {
    let outcome = try folder.shell(
      "set -o pipefail; $darkroom inspect '\(Shapes.cfg)' --json | head -1")
    #expect(outcome.output == "{\n")
    #expect(outcome.errors.isEmpty)
    // The pipe may have held all of it.
    #expect([0, 141].contains(outcome.status))
  }

  @Test("Files that may not be read or folders that may not be written")
  func permissions() throws {
    let weights = try Data(contentsOf: URL(fileURLWithPath: Shapes.weights))
    try folder.file("secret.weights", weights)
    try folder.file("locked/file", "kept")
    // Root may do anything, so run as nobody then.
    let outcome = try folder.shell(
      """
      chmod 700 .; chmod 0 secret.weights; chmod 555 locked; mkdir open; chmod 777 open
      [ $(id -u) = 0 ] && { chmod 755 .; as='setpriv --reuid=65534 --regid=65534 --clear-groups'; }
      cp "$darkroom" '\(Shapes.cfg)' '\(Shapes.weights)' . && chmod 755 darkroom
      $as ./darkroom convert shapes.cfg secret.weights -o open/x.onnx; echo $?
      $as ./darkroom convert shapes.cfg shapes.weights -o locked/x.onnx; echo $?
      chmod 755 locked
      """)
    #expect(outcome.output == "66\n73\n", "\(outcome)")
    #expect(outcome.errors.contains("check the permissions"))
    #expect(try folder.entries().filter { $0.hasPrefix("locked/") } == ["locked/file"])
  }

  @Test(
    "An interrupted conversion leaves nothing, and ends by the signal; after a fault, with 70",
    .enabled(if: sharedIsThere, Comment(rawValue: Fixtures.sharedIsMissing)),
    arguments: ["INT", "TERM", "HUP", "ABRT", "SEGV", "BUS", "ILL"])
  func interrupted(signal: String) throws {
    let model = try #require(Peer(model: "yolov3-tiny"))
    // Python, because a shell without a terminal lets its background jobs ignore SIGINT. The
    // signal comes as soon as the unfinished file is there; a run that was done before counts for
    // nothing and is done again.
    try folder.file(
      "interrupt.py",
      """
      import os, shutil, signal, subprocess, sys
      for attempt in range(20):
        os.makedirs('out', exist_ok=True)
        process = subprocess.Popen(
          [os.environ['darkroom'], 'convert', '\(model.cfg)', '\(model.weights)', '-qo', 'out/x.onnx'],
          stdout=subprocess.DEVNULL)
        while process.poll() is None and not os.listdir('out'): pass
        process.send_signal(signal.SIG\(signal))
        status = process.wait()
        if status != 0:
          print(status if status > 0 else signal.Signals(-status).name, os.listdir('out'))
          break
        shutil.rmtree('out')
      """)
    let outcome = try folder.shell("python3 interrupt.py")
    let isWish = ["INT", "TERM", "HUP"].contains(signal)
    // A file that is shortened while it is mapped is one that cannot be read.
    let end = isWish ? "SIG\(signal)" : signal == "BUS" ? "66" : "70"
    #expect(outcome.output == "\(end) []\n", "\(outcome)")
    #expect(isWish || outcome.errors.contains("darkroom: error: "), "\(outcome)")
  }

  @Test("A signal that is ignored from outside stays ignored")
  func ignoredSignal() throws {
    let outcome = try folder.shell(
      """
      trap '' HUP
      $darkroom convert '\(Shapes.cfg)' '\(Shapes.weights)' -qo x.onnx & kill -HUP $!; wait $!
      """)
    #expect(outcome.status == 0, "\(outcome)")
    #expect(try folder.entries() == ["x.onnx", "x.onnx.provenance.json"])
  }

  @Test("Damaged models are clear errors, at whatever byte they are damaged")
  func damagedModels() throws {
    let model = try Data(contentsOf: URL(fileURLWithPath: Shapes.convert(in: folder)))
    var generator = SeededGenerator(seed: 2)
    for trial in 0..<24 {
      var damaged = model
      if trial.isMultiple(of: 2) {
        damaged = damaged.prefix(Int.random(in: 0..<model.count, using: &generator))
      } else {
        for _ in 0..<8 {
          // The structure is at the start, names and shapes of nodes at its end.
          let place = Int.random(in: 0..<3000, using: &generator)
          let near = Bool.random(using: &generator) ? place : model.count - 1 - place
          damaged[near] = UInt8.random(in: 0...255, using: &generator)
        }
      }
      try folder.file("damaged.onnx", damaged)
      for command in [
        ["inspect", "damaged.onnx"], ["detect", "damaged.onnx", Shapes.image(0)],
      ] {
        let outcome = try CommandLineTool.run(command, in: folder.url, timeout: 20)
        #expect([0, 64, 65].contains(outcome.status), "trial \(trial): \(outcome)")
        #expect(outcome.status == 0 || !outcome.errors.isEmpty)
      }
    }
  }
}
