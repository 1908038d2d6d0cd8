#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// e^x.
func exponential(_ x: Float) -> Double { exp(Double(x)) }
