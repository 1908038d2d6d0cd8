import Deployment
import Digests
import Provenance
import Quantization

extension Measurement {
  /// What the rules of a runtime say of a file, with how each of them is known.
  ///
  /// - Parameters:
  ///   - target: the runtime of the check.
  ///   - artifact: the SHA-256 of the file.
  public init(_ check: DeploymentCheck, for target: DeploymentTarget, of artifact: Digest) {
    let rules = DeploymentRule.rules(of: target).filter { check.rules.contains($0.id) }
    self.init(
      kind: .check, artifact: artifact,
      protocolParameters: CheckedRules.protocolParameters(
        target: target.rawValue, title: target.title),
      checks: rules.map { rule in
        let broken = check.violations.filter { $0.rule == rule.id }
        let others = broken.count > 1 ? ", and \(broken.count - 1) more" : ""
        return Check(
          name: "\(rule.id): \(rule.summary)", verdict: broken.isEmpty ? .passed : .failed,
          message: broken.first.map { "\($0.place)\(others)" },
          proof: Check.Proof(rawValue: rule.proof.rawValue), source: rule.source)
      },
      tool: .darkroom)
  }
}
