//! A channel's padded plane, laid out so that each tap of a kernel sees one run of numbers.

use super::convolution::Shape;

/// How a channel's padded plane lies in memory: for each phase of the stride, down and across,
/// a plane of the rows and columns that lie in it. What lies under one tap of the kernel, for
/// all places in turn, is then one run of numbers in one of these planes; it runs on over the
/// ends of the lines, and the sums there are of no use.
pub(super) struct Planes {
    stride: [usize; 2],
    /// Numbers from one line to the next.
    pub pitch: usize,
    /// Lines of a plane.
    lines: usize,
    /// Numbers of a plane.
    plane: usize,
    /// Sums that are made, those at the ends of the lines included.
    pub sums: usize,
}

impl Planes {
    /// The planes for an output of `out` rows and columns. `beyond`: how far behind the last
    /// sum's place a plane is read.
    pub(super) fn of(shape: &Shape, out: [usize; 2], beyond: usize) -> Self {
        let ([rows, columns], [down, across]) = (shape.kernel, shape.stride);
        let pitch = out[1] + (columns - 1) / across;
        let lines = out[0] + (rows - 1) / down;
        Self {
            stride: shape.stride,
            pitch,
            lines,
            plane: lines * pitch + beyond,
            sums: (out[0] - 1) * pitch + out[1],
        }
    }

    /// Numbers of all planes of a channel.
    pub(super) fn length(&self) -> usize {
        self.stride[0] * self.stride[1] * self.plane
    }

    /// Where a row and a column of the padded plane lie.
    fn place(&self, row: usize, column: usize) -> usize {
        let [down, across] = self.stride;
        let phase = row % down * across + column % across;
        phase * self.plane + row / down * self.pitch + column / across
    }

    /// Where the run of each of the kernel's taps begins, row by row.
    pub(super) fn taps(&self, [rows, columns]: [usize; 2]) -> Vec<usize> {
        let at = |row| (0..columns).map(move |column| self.place(row, column));
        (0..rows).flat_map(at).collect()
    }

    /// Writes a channel into the planes, from the row `first` of its padded plane on; what the
    /// padding is stays as it is.
    #[inline(always)]
    pub(super) fn fill(
        &self,
        planes: &mut [f32],
        channel: &[f32],
        columns: usize,
        padding: [usize; 4],
        first: usize,
    ) {
        let [top, left, ..] = padding;
        let [down, across] = self.stride;
        let beyond = (first + self.lines * down).saturating_sub(top);
        let lines = channel.chunks_exact(columns).enumerate();
        for (row, line) in lines.take(beyond).skip(first.saturating_sub(top)) {
            for skipped in 0..across.min(columns) {
                let Some(room) = self.pitch.checked_sub((left + skipped) / across) else {
                    continue;
                };
                let at = self.place(top + row - first, left + skipped);
                let slots = &mut planes[at..at + room];
                if across == 1 {
                    let count = room.min(columns);
                    slots[..count].copy_from_slice(&line[..count]);
                } else {
                    let seen = line.iter().skip(skipped).step_by(across);
                    slots.iter_mut().zip(seen).for_each(|(slot, n)| *slot = *n);
                }
            }
        }
    }
}
