//! The segments of a JPEG file (ITU-T T.81, annex B), read before any pixel is.
//!
//! The pixel decoder is lenient: what is missing it paints grey. So the file is
//! taken apart here, its completeness judged, and only the segments that hold
//! the picture are handed on, in a form in which missing data cannot pass for
//! data: behind the last scan stand ones, and no Huffman code consists of ones.

use std::ops::Range;

use super::format::Format;
use super::{DecodeError, Feature};

const DAMAGED: DecodeError = DecodeError::Damaged {
    format: Format::Jpeg,
};
const TRUNCATED: DecodeError = DecodeError::Truncated {
    format: Format::Jpeg,
};

/// Segments of tables in a file. A scan has up to six tables, and files of the
/// 64 scans that are read at most have up to one segment for each.
const MAX_TABLES: u32 = 512;

/// Scans in a progressive file; writers use about ten, and each one more costs
/// a pass over the picture.
pub(super) const MAX_SCANS: u32 = 64;

/// A frame of a film (MJPEG) leaves its Huffman tables out and means those of T.81, annex K.3;
/// the pixel decoders fill them in where this segment says that it is one.
const OF_A_FILM: &[u8] = b"\xff\xe0\0\x10AVI1\0\0\0\0\0\0\0\0\0\0";

/// How the coefficients are coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coding {
    Sequential,
    Progressive,
}

/// One component of the frame: its name and sampling factors.
#[derive(Clone, Copy, Debug)]
struct Component {
    id: u8,
    horizontal: u8,
    vertical: u8,
}

/// The frame header.
#[derive(Clone, Debug)]
struct Frame {
    coding: Coding,
    width: u16,
    height: u16,
    components: Vec<Component>,
}

/// Where the file ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// An end-of-image marker was found.
    Marked,
    /// The bytes ran out.
    Missing,
}

/// What stands behind the last scan, where data could be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filling {
    /// No Huffman code consists of ones: who reads on fails.
    Ones,
    /// Whoever reads on comes to something else than with ones.
    Zeros,
}

/// What the four or fewer components stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Colour {
    Grey,
    YCbCr,
    /// Said by the components' names, which the pixel decoder reads too.
    NamedRgb,
    /// Said by Adobe's segment, which the pixel decoder misreads.
    Rgb,
    Cmyk,
    Ycck,
}

/// A JPEG file taken apart.
#[derive(Debug)]
pub(super) struct Structure<'a> {
    bytes: &'a [u8],
    frame: Frame,
    kept: Vec<Range<usize>>,
    end: End,
    adobe_transform: Option<u8>,
    jfif: bool,
    exif: Option<&'a [u8]>,
    xmp: Option<&'a [u8]>,
    icc: Vec<&'a [u8]>,
    visits: u64,
    length: usize,
    /// Whether the file defines a Huffman table.
    coded_by_own: bool,
    /// Whether the pixel decoder reads its order of scans rightly.
    order: Order,
    scans: u32,
}

/// In what order a frame's components are scanned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// As the fast decoder reads it.
    Usual,
    /// Components of different heights, one after the other.
    Apart,
}

impl<'a> Structure<'a> {
    /// Width and height in pixels, at least 1.
    pub(super) fn size(&self) -> (u32, u32) {
        (self.frame.width.into(), self.frame.height.into())
    }

    /// Blocks that decoding comes to, once for each scan.
    pub(super) fn visits(&self) -> u64 {
        self.visits
    }

    /// Blocks of all components.
    pub(super) fn blocks(&self) -> u64 {
        let all = self.frame.components.iter();
        all.map(|c| u64::from(units(&self.frame, &[c.id]))).sum()
    }

    /// # Errors
    /// More scans than the pixel decoder goes through.
    pub(super) fn check_scans(&self) -> Result<(), DecodeError> {
        if self.scans > MAX_SCANS {
            return Err(unsupported(Feature::ManyScans));
        }
        Ok(())
    }

    /// In what order the components are scanned.
    pub(super) fn order(&self) -> Order {
        self.order
    }

    /// Length of the picture, up to its end marker; what is behind is no part
    /// of it.
    pub(super) fn length(&self) -> usize {
        self.length
    }

    /// The Exif block, from its TIFF header on.
    pub(super) fn exif(&self) -> Option<&'a [u8]> {
        self.exif
    }

    /// The XMP packet.
    pub(super) fn xmp(&self) -> Option<&'a [u8]> {
        self.xmp
    }

    /// The colour profile, put together from its segments; empty when they do
    /// not make one, `None` when there are none.
    pub(super) fn icc(&self) -> Option<Vec<u8>> {
        // ICC.1, annex B.4: each begins with its number, from 1, and the count.
        let mut parts = self.icc.clone();
        parts.sort_by_key(|part| part[0]);
        let count = parts.len();
        let numbered = parts
            .iter()
            .enumerate()
            .all(|(i, part)| usize::from(part[0]) == i + 1 && usize::from(part[1]) == count);
        (count > 0).then(|| {
            if numbered {
                parts.iter().flat_map(|part| &part[2..]).copied().collect()
            } else {
                vec![]
            }
        })
    }

    /// What the components stand for, by the rules libjpeg made common.
    pub(super) fn colour(&self) -> Result<Colour, DecodeError> {
        let ids: Vec<u8> = self.frame.components.iter().map(|c| c.id).collect();
        match (ids.as_slice(), self.adobe_transform) {
            ([_], _) => Ok(Colour::Grey),
            (b"RGB", _) => Ok(Colour::NamedRgb),
            ([_, _, _], Some(0)) if !self.jfif => Ok(Colour::Rgb),
            ([_, _, _], _) => Ok(Colour::YCbCr),
            ([_, _, _, _], Some(2)) => Ok(Colour::Ycck),
            ([_, _, _, _], _) => Ok(Colour::Cmyk),
            _ => Err(unsupported(Feature::Components)),
        }
    }

    /// What an unreadable picture means: bytes are missing, or they are wrong.
    pub(super) fn failure(&self) -> DecodeError {
        match self.end {
            End::Marked => DAMAGED,
            End::Missing => TRUNCATED,
        }
    }

    /// Whether only a second look tells that the last scan is whole: the end marker is missing,
    /// and bits that refine may be ones as well as data.
    pub(super) fn may_lack_bits(&self) -> bool {
        self.end == End::Missing && self.frame.coding == Coding::Progressive
    }

    /// The picture alone: no metadata, nothing behind it, and `filling` where data could be
    /// missing.
    pub(super) fn picture_only(&self, colour: Colour, filling: Filling) -> Vec<u8> {
        let length: usize = self.kept.iter().map(Range::len).sum();
        let mut out = Vec::with_capacity(length + 64);
        out.extend(b"\xff\xd8");
        if colour == Colour::Ycck {
            out.extend(b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0\x02");
        }
        if !self.coded_by_own {
            out.extend(OF_A_FILM);
        }
        for range in &self.kept {
            out.extend(&self.bytes[range.clone()]);
        }
        out.extend(match filling {
            // In entropy-coded data 0xFF is followed by a stuffed zero; eight of them are more
            // than a decoder reads ahead.
            Filling::Ones => *b"\xff\0\xff\0\xff\0\xff\0\xff\0\xff\0\xff\0\xff\0",
            Filling::Zeros => [0; 16],
        });
        out.extend(b"\xff\xd9");
        out
    }
}

pub(super) fn unsupported(feature: Feature) -> DecodeError {
    DecodeError::UnsupportedVariant {
        format: Format::Jpeg,
        feature,
    }
}

/// Takes `bytes`, which begin with a start-of-image marker, apart.
///
/// # Errors
/// A variant that is not read; data that break the format; a picture that
/// cannot be complete.
pub(super) fn read(bytes: &[u8]) -> Result<Structure<'_>, DecodeError> {
    let mut frame: Option<Frame> = None;
    let mut scans = Scans::default();
    let mut kept = Vec::new();
    let (mut adobe_transform, mut jfif) = (None, false);
    let (mut exif, mut xmp, mut icc) = (None, None, Vec::new());
    let mut restart_interval = 0;
    let (mut tables, mut coded_by_own) = (0, false);
    let mut at = 2;
    let end = loop {
        let Some((marker, start)) = next_marker(bytes, at) else {
            break End::Missing;
        };
        at = start + 2;
        match marker {
            0xd9 => break End::Marked,
            // Without a length: start of image, restarts, TEM.
            0xd8 | 0xd0..=0xd7 | 0x01 => continue,
            _ => {}
        }
        let Some(length) = bytes.get(at..at + 2) else {
            break End::Missing;
        };
        let length = usize::from(u16::from_be_bytes([length[0], length[1]]));
        let next = at + length;
        if length < 2 {
            return Err(DAMAGED);
        }
        let Some(body) = bytes.get(at + 2..next) else {
            break End::Missing;
        };
        match marker {
            0xc0..=0xc2 => {
                if frame.is_some() {
                    return Err(DAMAGED);
                }
                let coding = if marker == 0xc2 {
                    Coding::Progressive
                } else {
                    Coding::Sequential
                };
                frame = Some(read_frame(coding, body)?);
                keep(&mut kept, start..next);
            }
            0xc3 | 0xc7 | 0xcb | 0xcf => return Err(unsupported(Feature::Lossless)),
            0xc5 | 0xc6 | 0xcd | 0xce => return Err(unsupported(Feature::Hierarchical)),
            0xc9 | 0xca | 0xcc => return Err(unsupported(Feature::Arithmetic)),
            0xdc => return Err(unsupported(Feature::HeightBehind)),
            0xc4 | 0xdb => {
                // Each is unpacked anew, whether or not anything uses it.
                tables += 1;
                if tables > MAX_TABLES {
                    return Err(unsupported(Feature::ManyTables));
                }
                coded_by_own |= marker == 0xc4;
                keep(&mut kept, start..next);
            }
            0xdd => {
                let interval = body.first_chunk().ok_or(DAMAGED)?;
                restart_interval = u32::from(u16::from_be_bytes(*interval));
                keep(&mut kept, start..next);
            }
            0xda => {
                let Some(frame) = &frame else {
                    return Err(DAMAGED);
                };
                let data = entropy_coded(bytes, next);
                scans.add(frame, body, restart_interval, data.restarts)?;
                keep(&mut kept, start..data.end);
                at = data.end;
                continue;
            }
            0xe0 => jfif |= body.starts_with(b"JFIF\0"),
            0xe1 => {
                exif = exif.or(body.strip_prefix(b"Exif\0\0"));
                xmp = xmp.or(body.strip_prefix(b"http://ns.adobe.com/xap/1.0/\0"));
            }
            0xe2 => {
                icc.extend(
                    body.strip_prefix(b"ICC_PROFILE\0")
                        .filter(|part| part.len() > 2),
                );
            }
            0xee if body.starts_with(b"Adobe") => adobe_transform = body.get(11).copied(),
            _ => {}
        }
        at = next;
    };
    let missing = match end {
        End::Marked => DAMAGED,
        End::Missing => TRUNCATED,
    };
    let frame = frame.ok_or(missing)?;
    let order = scans.order(&frame);
    if !scans.complete(&frame, end) {
        return Err(missing);
    }
    Ok(Structure {
        bytes,
        frame,
        kept,
        end,
        adobe_transform,
        jfif,
        exif,
        xmp,
        icc,
        visits: scans.visits,
        length: at.min(bytes.len()),
        coded_by_own,
        order,
        scans: scans.count,
    })
}

/// Adds a range; one that follows on the last makes that longer, so that a
/// file of empty segments does not make a long list.
fn keep(kept: &mut Vec<Range<usize>>, range: Range<usize>) {
    match kept.last_mut() {
        Some(last) if last.end == range.start => last.end = range.end,
        _ => kept.push(range),
    }
}

/// The next marker at or behind `at`, and where its 0xFF stands. Stray bytes
/// between segments are passed over, as other readers do.
fn next_marker(bytes: &[u8], mut at: usize) -> Option<(u8, usize)> {
    loop {
        at += bytes.get(at..)?.iter().position(|b| *b == 0xff)?;
        match *bytes.get(at + 1)? {
            0x00 => at += 2,
            0xff => at += 1,
            marker => return Some((marker, at)),
        }
    }
}

fn read_frame(coding: Coding, body: &[u8]) -> Result<Frame, DecodeError> {
    let [precision, h1, h0, w1, w0, count, components @ ..] = body else {
        return Err(DAMAGED);
    };
    if *precision != 8 {
        return Err(unsupported(Feature::DeepSamples));
    }
    let (width, height) = (
        u16::from_be_bytes([*w1, *w0]),
        u16::from_be_bytes([*h1, *h0]),
    );
    if height == 0 {
        return Err(unsupported(Feature::HeightBehind));
    }
    let (components, rest) = components.as_chunks::<3>();
    if width == 0 || components.len() != usize::from(*count) || !rest.is_empty() {
        return Err(DAMAGED);
    }
    let components: Vec<_> = components
        .iter()
        .map(|[id, factors, _]| Component {
            id: *id,
            horizontal: factors >> 4,
            vertical: factors & 15,
        })
        .collect();
    let valid = |factor: u8| (1..=4).contains(&factor);
    if !components
        .iter()
        .all(|c| valid(c.horizontal) && valid(c.vertical))
    {
        return Err(DAMAGED);
    }
    Ok(Frame {
        coding,
        width,
        height,
        components,
    })
}

/// The coded data behind a scan header.
struct EntropyCoded {
    /// Where they end: at a marker, or at the end of the bytes.
    end: usize,
    /// Restart markers among them.
    restarts: u32,
}

fn entropy_coded(bytes: &[u8], start: usize) -> EntropyCoded {
    let (mut at, mut restarts) = (start, 0);
    while let Some((marker, found)) = next_marker(bytes, at) {
        if !(0xd0..=0xd7).contains(&marker) {
            return EntropyCoded {
                end: found,
                restarts,
            };
        }
        restarts += 1;
        at = found + 2;
    }
    // Without an end marker. A broken-off copy is often filled up with zeros,
    // and a lone 0xFF at the end is half of something: neither is data.
    let data = &bytes[start..];
    let data = data.strip_suffix(b"\xff").unwrap_or(data);
    let kept = data
        .iter()
        .rposition(|b| *b != 0)
        .map_or(0, |last| last + 1);
    // A stuffed zero belongs to its 0xFF.
    let stuffed = usize::from(data[..kept].ends_with(b"\xff") && kept < data.len());
    EntropyCoded {
        end: start + kept + stuffed,
        restarts,
    }
}

/// Which components the scans have covered.
#[derive(Default)]
struct Scans {
    covered: Vec<u8>,
    duplicate: bool,
    short: bool,
    /// Blocks that the scans come to.
    visits: u64,
    /// Scans, and whether one of them held several components.
    count: u32,
    interleaved: bool,
    /// Of each component's 64 coefficients: how many of the lowest bits are still missing.
    missing_bits: Vec<(u8, [u8; 64])>,
}

/// No scan has brought this coefficient.
const ALL_BITS: u8 = u8::MAX;

impl Scans {
    fn add(
        &mut self,
        frame: &Frame,
        body: &[u8],
        restart_interval: u32,
        restarts: u32,
    ) -> Result<(), DecodeError> {
        let [count, selectors @ ..] = body else {
            return Err(DAMAGED);
        };
        let ids: Vec<u8> = selectors
            .chunks_exact(2)
            .take(usize::from(*count))
            .map(|s| s[0])
            .collect();
        self.count += 1;
        let blocks = ids.iter().map(|id| u64::from(units(frame, &[*id])));
        self.visits += blocks.sum::<u64>();
        self.interleaved |= ids.len() > 1;
        for id in &ids {
            self.duplicate |= self.covered.contains(id);
            if !self.duplicate {
                self.covered.push(*id);
            }
        }
        if frame.coding == Coding::Progressive {
            self.refine(&ids, selectors.get(2 * ids.len()..).unwrap_or_default());
        }
        if let Some(expected) = units(frame, &ids)
            .div_ceil(restart_interval.max(1))
            .checked_sub(1)
        {
            self.short |= restart_interval > 0 && restarts < expected;
        }
        Ok(())
    }

    /// Notes what a progressive scan brings: its coefficients from the first to the last, but
    /// for so many of their lowest bits (T.81, B.2.3: Ss, Se, Ah and Al).
    fn refine(&mut self, ids: &[u8], of_scan: &[u8]) {
        let [first, last, bits] = of_scan else {
            return;
        };
        for id in ids {
            let at = self.missing_bits.iter().position(|(known, _)| known == id);
            let at = at.unwrap_or_else(|| {
                self.missing_bits.push((*id, [ALL_BITS; 64]));
                self.missing_bits.len() - 1
            });
            for index in *first..=(*last).min(63) {
                self.missing_bits[at].1[usize::from(index)] = bits & 15;
            }
        }
    }

    /// Whether the scans can make a whole picture.
    fn complete(&self, frame: &Frame, end: End) -> bool {
        let all = frame
            .components
            .iter()
            .all(|c| self.covered.contains(&c.id));
        let once = match frame.coding {
            Coding::Sequential => !self.duplicate,
            // Each scan refines what the ones before it left coarse. The end marker tells that
            // none is missing; without it, that nothing is left to refine.
            Coding::Progressive => end == End::Marked || self.is_refined(),
        };
        all && once && !self.short
    }

    fn is_refined(&self) -> bool {
        let mut all = self.missing_bits.iter().flat_map(|(_, bits)| bits);
        !self.missing_bits.is_empty() && all.all(|bits| *bits == 0)
    }

    /// The fast decoder takes components scanned apart for whole rows of blocks, which they are
    /// only without vertical subsampling.
    fn order(&self, frame: &Frame) -> Order {
        let as_usual = frame.coding == Coding::Progressive
            || self.count == 1
            || !self.interleaved && frame.components.iter().all(|c| c.vertical == 1);
        if as_usual { Order::Usual } else { Order::Apart }
    }
}

/// Coded units in a scan of the components `ids`: the restart interval counts
/// these.
fn units(frame: &Frame, ids: &[u8]) -> u32 {
    let most = |factor: fn(&Component) -> u8| {
        u32::from(frame.components.iter().map(factor).max().unwrap_or(1))
    };
    let (most_h, most_v) = (most(|c| c.horizontal), most(|c| c.vertical));
    let (width, height) = (u32::from(frame.width), u32::from(frame.height));
    match ids {
        // ServeLock in its scan, a component's unit is one block.
        [id] => frame
            .components
            .iter()
            .find(|c| c.id == *id)
            .map_or(0, |c| {
                let columns = (width * u32::from(c.horizontal))
                    .div_ceil(most_h)
                    .div_ceil(8);
                let rows = (height * u32::from(c.vertical))
                    .div_ceil(most_v)
                    .div_ceil(8);
                columns * rows
            }),
        _ => width.div_ceil(8 * most_h) * height.div_ceil(8 * most_v),
    }
}
