/// `[dropout]`: nothing at inference.
public struct DropoutSection: LayerSection, Hashable {}
