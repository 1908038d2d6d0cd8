/// `1 layer`, `2 layers`.
package func counted(_ count: Int, _ noun: String) -> String {
  count == 1 ? "1 \(noun)" : "\(count) \(noun)s"
}

/// A number in hexadecimal digits, with zeros in front.
package func hexadecimal(_ value: UInt32, digits: Int) -> String {
  let text = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}

/// A number with a fixed number of decimals.
package func fixed(_ value: Double, _ decimals: Int) -> String {
  var factor = 1.0
  for _ in 0..<decimals { factor *= 10 }
  guard value.isFinite, abs(value) * factor < 1e15 else { return "\(value)" }
  let scaled = Int((abs(value) * factor).rounded())
  let sign = value < 0 && scaled != 0 ? "-" : ""
  guard decimals > 0 else { return "\(sign)\(scaled)" }
  let rest = "\(scaled % Int(factor))"
  let zeros = String(repeating: "0", count: decimals - rest.count)
  return "\(sign)\(scaled / Int(factor)).\(zeros)\(rest)"
}
