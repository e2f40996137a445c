//! The smallest JPEG: one grey pixel, in place of a code that could be scanned.

/// Its bytes.
pub(crate) fn jpeg() -> Vec<u8> {
    // A table with one symbol, 0, which one bit says.
    let table = |class: u8| {
        let mut segment = vec![0xff, 0xc4, 0, 20, class, 1];
        segment.extend([0; 16]);
        segment
    };
    let mut bytes = vec![0xff, 0xd8];
    // Steps of one.
    bytes.extend([0xff, 0xdb, 0, 67, 0]);
    bytes.extend([1; 64]);
    // Baseline, eight bits, 1 × 1, one component.
    bytes.extend([0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0]);
    bytes.extend(table(0x00));
    bytes.extend(table(0x10));
    // The scan: two zero bits, the rest is padding.
    bytes.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x3f]);
    bytes.extend([0xff, 0xd9]);
    bytes
}
