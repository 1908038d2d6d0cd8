import ArgumentParser
import Registry

/// How registries are asked.
struct RegistryArguments: ParsableArguments {
  @Flag(
    name: .customLong("plain-http"),
    help: "Ask a registry of this machine (localhost, 127.0.0.1, ::1) without encryption.")
  var plainHTTP = false

  @Flag(
    name: .customLong("force-plain-http"),
    help: """
      Ask any registry without encryption: everybody on the way can read and change what is sent, \
      passwords included.
      """)
  var forcePlainHTTP = false

  var connection: RegistryConnection {
    RegistryConnection(plainHTTP: forcePlainHTTP ? .anywhere : plainHTTP ? .loopback : .never)
  }
}

extension ModelPart: ExpressibleByArgument {}
