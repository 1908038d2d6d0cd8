/// `[empty]`, `[silence]`, `[blank]`: nothing.
public struct EmptySection: LayerSection, Hashable {}
