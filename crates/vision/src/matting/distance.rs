//! Exact Euclidean distance transform (Felzenszwalb and Huttenlocher 2012,
//! "Distance Transforms of Sampled Functions").

/// For each pixel the distance, in pixels, to the nearest pixel where `seed`
/// is true; infinite when there is none.
pub(super) fn distance_to(seed: &[bool], width: usize, height: usize) -> Vec<f32> {
    assert_eq!(seed.len(), width * height, "one seed flag a pixel");
    let far = 1e12_f64;
    let mut squared: Vec<f64> = seed.iter().map(|s| if *s { 0.0 } else { far }).collect();
    let longest = width.max(height);
    let mut scratch = Envelope::with_capacity(longest);
    let mut line = vec![0.0; longest];
    for x in 0..width {
        for (y, slot) in line[..height].iter_mut().enumerate() {
            *slot = squared[y * width + x];
        }
        scratch.lower_envelope(&line[..height]);
        for y in 0..height {
            squared[y * width + x] = scratch.out[y];
        }
    }
    for row in squared.chunks_exact_mut(width) {
        scratch.lower_envelope(row);
        row.copy_from_slice(&scratch.out[..row.len()]);
    }
    squared
        .into_iter()
        .map(|s| {
            if s >= far / 2.0 {
                f32::INFINITY
            } else {
                s.sqrt() as f32
            }
        })
        .collect()
}

/// Scratch space for the lower envelope of parabolas along one line.
struct Envelope {
    apex: Vec<usize>,
    from: Vec<f64>,
    out: Vec<f64>,
}

impl Envelope {
    fn with_capacity(n: usize) -> Self {
        Self {
            apex: vec![0; n],
            from: vec![0.0; n + 1],
            out: vec![0.0; n],
        }
    }

    fn lower_envelope(&mut self, f: &[f64]) {
        let n = f.len();
        let meet = |p: usize, q: usize| {
            let (pf, qf) = (p as f64, q as f64);
            ((f[q] + qf * qf) - (f[p] + pf * pf)) / (2.0 * (qf - pf))
        };
        let mut top = 0;
        self.apex[0] = 0;
        self.from[0] = f64::NEG_INFINITY;
        self.from[1] = f64::INFINITY;
        for q in 1..n {
            let mut s = meet(self.apex[top], q);
            while s <= self.from[top] {
                top -= 1;
                s = meet(self.apex[top], q);
            }
            top += 1;
            self.apex[top] = q;
            self.from[top] = s;
            self.from[top + 1] = f64::INFINITY;
        }
        let mut k = 0;
        for q in 0..n {
            while self.from[k + 1] < q as f64 {
                k += 1;
            }
            let d = q as f64 - self.apex[k] as f64;
            self.out[q] = d * d + f[self.apex[k]];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn agrees_with_the_definition(
            width in 1_usize..14, height in 1_usize..14,
            picks in proptest::collection::vec(0.0..1.0_f64, 14 * 14), share in 0.0..0.4_f64,
        ) {
            let seed: Vec<bool> = picks[..width * height].iter().map(|p| *p < share).collect();
            let got = distance_to(&seed, width, height);
            for y in 0..height {
                for x in 0..width {
                    let want = (0..width * height)
                        .filter(|i| seed[*i])
                        .map(|i| ((i % width) as f64 - x as f64).hypot((i / width) as f64 - y as f64))
                        .fold(f64::INFINITY, f64::min) as f32;
                    let value = got[y * width + x];
                    prop_assert!(value == want || (value - want).abs() < 1e-4, "{value} {want}");
                }
            }
        }
    }
}
