import Download
import Engine
import Files
import FoundationEssentials
import Glibc
import OnnxRuntime
import Pipeline
import Revision
import Text
import Zoo

/// What there is on this machine that the program works with: what a report of a fault needs to say.
struct Diagnosis: Encodable {
  /// One thing that was looked at.
  struct Finding: Encodable {
    let name: String
    /// What was found.
    let value: String
    /// What to do where something is missing that some commands need; nil where all is well.
    var advice: String?
  }

  /// The version of the JSON form.
  let schemaVersion = 1
  let findings: [Finding]

  /// Looks at everything; nothing is changed.
  init() {
    findings = [
      Diagnosis.program, Diagnosis.system, Diagnosis.processor, Diagnosis.kernels, Diagnosis.memory,
      Diagnosis.runtime, Diagnosis.web, Diagnosis.authorities, Diagnosis.store, Diagnosis.settings,
      Diagnosis.terminal,
    ]
  }

  /// A line for each.
  var text: Lines {
    let width = findings.map(\.name.count).max() ?? 0
    return findings.map { finding -> Lines in
      let blanks = String(repeating: " ", count: width - finding.name.count)
      let line: Lines = "\(finding.name)\(blanks)  \(finding.value)"
      guard let advice = finding.advice else { return line }
      return line + "\n" + "\(String(repeating: " ", count: width))  \(advice)"
    }.joined()
  }

  // MARK: What is looked at

  private static var program: Finding {
    let commit = Revision.commit.map {
      "commit \($0.prefix(12))\(Revision.isChanged ? ", changed" : "")"
    }
    return Finding(
      name: "program",
      value:
        "\(ToolVersion.text), \(commit ?? "of no commit"), sources \(Revision.sources.prefix(12))")
  }

  private static var system: Finding {
    let release =
      value(of: "PRETTY_NAME", in: "/etc/os-release", separator: "=") ?? "unknown system"
    var names = utsname()
    uname(&names)
    let kernel = withUnsafeBytes(of: names.release) { text($0) }
    let machine = withUnsafeBytes(of: names.machine) { text($0) }
    return Finding(
      name: "system",
      value: "\(release.filter { $0 != "\"" }), Linux \(kernel) \(machine), "
        + library)
  }

  /// `glibc 2.36`.
  private static var library: String {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      guard confstr(Int32(_CS_GNU_LIBC_VERSION), buffer.baseAddress, buffer.count) > 0,
        let start = buffer.baseAddress
      else { return "unknown C library" }
      return String(cString: start)
    }
  }

  private static var processor: Finding {
    let model = value(of: "model name", in: "/proc/cpuinfo", separator: ":") ?? "unknown"
    let flags = Set(
      (value(of: "flags", in: "/proc/cpuinfo", separator: ":")
        ?? value(of: "Features", in: "/proc/cpuinfo", separator: ":") ?? "").split(separator: " "))
    let known = [
      "avx2", "fma", "f16c", "avx512f", "avx512bw", "avx512vl", "avx512_vnni", "avx512_vbmi",
      "avx_vnni", "amx_int8", "asimd", "asimddp", "i8mm",
    ].filter { flags.contains($0[...]) }
    return Finding(
      name: "processor",
      value: "\(model), \(Execution().threads) threads; \(known.joined(separator: " "))")
  }

  private static var kernels: Finding {
    let isSlow = InstructionSet.current == "generic"
    return Finding(
      name: "kernels", value: InstructionSet.current,
      advice: isSlow ? "without AVX2 or NEON everything is computed, but slowly" : nil)
  }

  private static var memory: Finding {
    func gigabytes(_ name: String) -> String? {
      value(of: name, in: "/proc/meminfo", separator: ":")
        .flatMap { $0.split(separator: " ").first.flatMap { Double($0) } }
        .map { "\(($0 * 1024 / 1e8).rounded() / 10) GB" }
    }
    return Finding(
      name: "memory",
      value:
        "\(gigabytes("MemTotal") ?? "unknown"), \(gigabytes("MemAvailable") ?? "unknown") of it free"
    )
  }

  private static var runtime: Finding {
    do throws(RuntimeError) {
      let runtime = try Runtime.load()
      return Finding(name: "ONNX Runtime", value: "\(runtime.version), \(runtime.path)")
    } catch {
      return Finding(
        name: "ONNX Runtime", value: "not found",
        advice:
          "needed for --runtime onnxruntime alone: pip install onnxruntime, or name its library "
          + "in DARKROOM_ONNXRUNTIME")
    }
  }

  private static var web: Finding {
    do throws(DownloadError) {
      return Finding(name: "downloads", value: try WebSupport.library())
    } catch {
      return Finding(
        name: "downloads", value: "no libcurl",
        advice: "needed for zoo pull and zoo build alone: apt install libcurl4")
    }
  }

  private static var authorities: Finding {
    WebSupport.authorities().map { Finding(name: "certificates", value: $0) }
      ?? Finding(
        name: "certificates", value: "not found",
        advice:
          "needed for downloads alone: apt install ca-certificates, or name a file of them in "
          + "SSL_CERT_FILE")
  }

  private static var store: Finding {
    let path = Store.defaultPath
    return Finding(
      name: "store", value: path + (Folder.exists(path) ? "" : ", which is not there yet"))
  }

  private static var settings: Finding {
    let set = ProcessInfo.processInfo.environment.filter {
      $0.key.hasPrefix("DARKROOM_")
        || ["NO_COLOR", "SSL_CERT_FILE", "SSL_CERT_DIR"].contains($0.key)
    }
    // What it prints goes into reports that all can read, so a secret is only said to be there.
    let texts = set.sorted { $0.key < $1.key }.map { name, value in
      name.hasSuffix("_TOKEN") ? "\(name) (set)" : "\(name)=\(value)"
    }
    return Finding(name: "settings", value: texts.isEmpty ? "none" : texts.joined(separator: " "))
  }

  private static var terminal: Finding {
    guard let terminal = Terminal(1) else { return Finding(name: "terminal", value: "none") }
    return Finding(
      name: "terminal",
      value: "\(terminal.columns) columns, \(terminal.isRich ? "with colour" : "without colour")")
  }

  // MARK: Reading

  /// What follows a name in the first line of a file that begins with it.
  private static func value(of name: String, in path: String, separator: Character) -> String? {
    // Files of /proc have no size, so they are not mapped.
    guard let text = try? String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    else {
      return nil
    }
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: separator, maxSplits: 1)
      guard parts.count == 2, trimmed(parts[0]) == name else { continue }
      return trimmed(parts[1])
    }
    return nil
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let first = text.first, first.isWhitespace { text = text.dropFirst() }
    while let last = text.last, last.isWhitespace { text = text.dropLast() }
    return String(text)
  }

  private static func text(_ bytes: UnsafeRawBufferPointer) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }
}
