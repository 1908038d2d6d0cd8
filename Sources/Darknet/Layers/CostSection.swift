/// `[cost]`: of no effect at inference; output a vector.
public struct CostSection: LayerSection, Hashable {}
