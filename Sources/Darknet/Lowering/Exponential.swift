import Glibc

/// e^x.
func exponential(_ x: Float) -> Double { exp(Double(x)) }
