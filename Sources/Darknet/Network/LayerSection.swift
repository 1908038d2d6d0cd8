/// The typed contents of one section after `[net]`: one conforming type for each layer type.
///
/// Values are what darknet uses: defaults filled in, references absolute, impossible values
/// refused.
public protocol LayerSection: Sendable {}
