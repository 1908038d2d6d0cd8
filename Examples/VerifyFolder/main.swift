// Checks a published folder: its signature, its manifest, and each model with its record.
//
//   VerifyFolder FOLDER KEY.pub
import Glibc
import Pipeline
import Provenance

let arguments = CommandLine.arguments.dropFirst()
guard let folder = arguments.first, let key = arguments.last, arguments.count == 2 else {
  print("usage: VerifyFolder FOLDER KEY.pub")
  exit(64)
}

do {
  // The key must have come another way than the folder.
  let check = FolderCheck(folder: folder, key: try VerificationKey(contentsOf: key))
  let outcome = try check.run()
  for line in outcome.passed { print("ok      \(line)") }
  for line in outcome.notes { print("note    \(line)") }
  for line in outcome.failed { print("FAILED  \(line)") }
  exit(outcome.failed.isEmpty ? 0 : 1)
} catch {
  // Errors say what was found, where, and what to do.
  print("\(error)")
  exit(2)
}
