//! What a HEIF container counts up (ISO/IEC 14496-12 and 23008-12), held against
//! limits before anything is made of it: an entry may take no byte of the file at
//! all, and the reader makes a value of each and looks them up one by one.
//!
//! A box that ends too early ends the counting; the reader refuses it after no
//! more than was counted.

use heifer::heifer_isobmff::BoxIter;

use super::DecodeError;

/// Items of a file: the 1 024 tiles that are read at most, an alpha for each,
/// thumbnails and metadata.
const MAX_ITEMS: u64 = 4_096;
/// Pieces that items are stored in: writers use one each.
const MAX_EXTENTS: u64 = 4 * MAX_ITEMS;
/// Properties of items, each with its owner: writers give a tile three to six.
const MAX_ASSOCIATIONS: u64 = 16 * MAX_ITEMS;
/// Items that others name: each tile once by its grid and twice by an alpha.
const MAX_REFERENCES: u64 = 4 * MAX_ITEMS;

/// Counts of one kind in all boxes of the file.
#[derive(Debug, Default)]
struct Counts {
    items: u64,
    extents: u64,
    properties: u64,
    associations: u64,
    references: u64,
}

impl Counts {
    fn check(&self) -> Result<(), DecodeError> {
        for (count, limit) in [
            (self.items, MAX_ITEMS),
            (self.extents, MAX_EXTENTS),
            (self.properties, MAX_ITEMS),
            (self.associations, MAX_ASSOCIATIONS),
            (self.references, MAX_REFERENCES),
        ] {
            if count > limit {
                let visits = count;
                return Err(DecodeError::TooMuchWork { visits, limit });
            }
        }
        Ok(())
    }
}

/// Counts what the container's boxes declare.
///
/// # Errors
/// [`DecodeError::TooMuchWork`].
pub(super) fn check(bytes: &[u8]) -> Result<(), DecodeError> {
    let mut counts = Counts::default();
    for meta in boxes(bytes, *b"meta") {
        // Version and flags come first.
        let content = meta.get(4..).unwrap_or_default();
        for list in boxes(content, *b"iinf") {
            items(list, &mut counts)?;
        }
        for list in boxes(content, *b"iloc") {
            // What is left uncounted, the reader refuses.
            let _ended = locations(list, &mut counts);
            counts.check()?;
        }
        for list in boxes(content, *b"iref") {
            for reference in BoxIter::new(list.get(4..).unwrap_or_default()).flatten() {
                let ids = reference.content.len() / 2;
                counts.references += u64::try_from(ids).unwrap_or(u64::MAX).max(1);
                counts.check()?;
            }
        }
        for owner in boxes(content, *b"iprp") {
            for list in boxes(owner, *b"ipco") {
                for _ in BoxIter::new(list).flatten() {
                    counts.properties += 1;
                    counts.check()?;
                }
            }
            for list in boxes(owner, *b"ipma") {
                let _ended = associations(list, &mut counts);
                counts.check()?;
            }
        }
    }
    Ok(())
}

/// Contents of the boxes of this kind, as far as they can be read.
fn boxes(bytes: &[u8], kind: [u8; 4]) -> impl Iterator<Item = &[u8]> {
    let found = BoxIter::new(bytes).flatten();
    found.filter_map(move |found| (found.header.box_type.0 == kind).then_some(found.content))
}

fn items(list: &[u8], counts: &mut Counts) -> Result<(), DecodeError> {
    let mut fields = Fields(list);
    let version = fields.full_box();
    // How many there are is told by the boxes, whatever the field before says.
    let _count = version.and_then(|version| fields.number(if version == 0 { 2 } else { 4 }));
    for _ in BoxIter::new(fields.0).flatten() {
        counts.items += 1;
        counts.check()?;
    }
    Ok(())
}

/// `iloc`; `None` where it ends too early or is beyond the limits.
fn locations(list: &[u8], counts: &mut Counts) -> Option<()> {
    let mut fields = Fields(list);
    let version = fields.full_box()?;
    let sizes = fields.number(2)?;
    let nibble = |at: u32| usize::try_from(sizes >> at & 0xf).ok();
    let (offset, length, base) = (nibble(12)?, nibble(8)?, nibble(4)?);
    let index = if version >= 1 { nibble(0)? } else { 0 };
    let wide = if version < 2 { 2 } else { 4 };
    for _ in 0..fields.number(wide)? {
        fields.skip(wide + if version >= 1 { 2 } else { 0 } + 2 + base)?;
        let extents = fields.number(2)?;
        counts.items += 1;
        counts.extents += extents;
        counts.check().ok()?;
        fields.skip(usize::try_from(extents).ok()? * (index + offset + length))?;
    }
    Some(())
}

/// `ipma`; `None` as above.
fn associations(list: &[u8], counts: &mut Counts) -> Option<()> {
    let mut fields = Fields(list);
    let is_wide = list.get(3)? & 1 != 0;
    let version = fields.full_box()?;
    for _ in 0..fields.number(4)? {
        fields.skip(if version < 1 { 2 } else { 4 })?;
        let properties = fields.number(1)?;
        counts.associations += properties.max(1);
        counts.check().ok()?;
        fields.skip(usize::try_from(properties).ok()? * if is_wide { 2 } else { 1 })?;
    }
    Some(())
}

/// Fields of a box, big-endian.
struct Fields<'b>(&'b [u8]);

impl Fields<'_> {
    /// The version, after which the flags are passed over.
    fn full_box(&mut self) -> Option<u64> {
        Some(self.number(4)? >> 24)
    }

    /// A number of up to eight bytes.
    fn number(&mut self, bytes: usize) -> Option<u64> {
        let (field, rest) = self.0.split_at_checked(bytes)?;
        self.0 = rest;
        let join = |value: u64, byte: &u8| value << 8 | u64::from(*byte);
        Some(field.iter().fold(0, join))
    }

    fn skip(&mut self, bytes: usize) -> Option<()> {
        self.0 = self.0.get(bytes..)?;
        Some(())
    }
}
