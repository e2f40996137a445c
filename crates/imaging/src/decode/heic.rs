//! HEIC: the primary still picture of a HEIF file coded with HEVC, single or
//! as a grid of tiles. Rotation and mirroring come from the file's own
//! properties; an Exif orientation says the same again and is not applied.

use heifer::heifer_hevc_dec as hevc;
use heifer::heifer_hevc_dec::nal::{NalUnit, split_annex_b};
use heifer::heifer_hevc_dec::params::ParameterSets;
use heifer::heifer_isobmff as isobmff;
use heifer::heifer_isobmff::boxes::{ColorInfo, ConstructionMethod, Property};
use heifer::heifer_isobmff::{HeifFile, ItemId};
use heifer::{Error, Options};

use super::flatten::{Channels, rgb_over_white};
use super::format::Format;
use super::heic_structure;
use super::stored::Stored;
use super::{DecodeError, Feature};
use crate::metadata::Metadata;
use crate::orientation::Orientation;
use crate::profile::{Declared, Profile, declared_to_srgb, rgb_to_srgb};
use crate::{Limits, RgbImage};

const DAMAGED: DecodeError = DecodeError::Damaged {
    format: Format::Heic,
};
const TRUNCATED: DecodeError = DecodeError::Truncated {
    format: Format::Heic,
};

/// Tiles in a grid: 64 million pixels in the 512² tiles of phones are 256.
const MAX_TILES: usize = 1024;

/// Coded pictures: every tile and its alpha, and an alpha of the whole.
const MAX_CODED: usize = 2 * MAX_TILES + 1;

/// Parameter sets and messages that may come with each coded picture, in bytes:
/// writers have some hundred, which all tiles share.
const CONFIG_BYTES: u64 = 4_096;

/// Units that coded pictures are cut into. Writers use one or a few for each.
const MAX_UNITS: u64 = 65_536;

/// Crop, rotation and mirror of a picture, of which a file has one each; every
/// one copies the whole picture.
const MAX_TURNS: usize = 4;

/// Samples of a block, as `Limits` counts work.
const BLOCK_SAMPLES: u64 = 64;

/// An auxiliary picture that holds alpha names itself by one of these.
const ALPHA: [&str; 2] = [
    "urn:mpeg:hevc:2015:auxid:1",
    "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha",
];

pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Stored, DecodeError> {
    heic_structure::check(bytes)?;
    let file = HeifFile::parse(bytes).map_err(container)?;
    let layout = Layout::of(&file)?;
    limits.check_size(layout.size.0, layout.size.1)?;
    for &grid in &layout.alpha_grids {
        let grid = file.grid(grid).map_err(container)?;
        limits.check_size(grid.output_width, grid.output_height)?;
    }
    layout.check_turns(&file)?;
    layout.check_volume(&file, bytes.len())?;
    layout.check_coded_pixels(&file, limits)?;
    let colours = Colours::of(&file, &layout)?;

    let options = Options {
        max_threads: 1,
        max_pixels: limits.max_pixels,
    };
    let decoded = heifer::decode_rgba8(bytes, &options).map_err(error)?;
    let (width, height) = (decoded.width, decoded.height);
    let (mut rgb, alpha) = rgb_over_white(decoded.data, Channels::Rgba);
    let profile = match colours {
        Colours::Icc(icc) => rgb_to_srgb(&mut rgb, Some(icc)),
        Colours::DisplayP3 => declared_to_srgb(&mut rgb, &Declared::DisplayP3),
        Colours::Srgb => Profile::Srgb,
        Colours::Unsaid => Profile::Assumed,
    };
    let config = file.hevc_config(layout.first).map_err(container)?;
    Ok(Stored {
        image: RgbImage::new(width, height, rgb).ok_or(DAMAGED)?,
        stored_size: layout.size,
        orientation: orientation(&file)?,
        focal_length_px: focal_length_px(&file, layout.size),
        profile,
        alpha,
        bit_depth: config.map_or(8, |c| c.bit_depth_luma),
        grey: config.is_some_and(|c| c.chroma_format == 0),
        // Its parts stand in any order, told by their places.
        length: bytes.len(),
    })
}

/// The lens's focal length, in pixels of the picture of `size` as it is stored.
fn focal_length_px(file: &HeifFile<'_>, size: (u32, u32)) -> Option<f64> {
    let exif = file.exif(file.primary_id).ok()??;
    Metadata::read(Some(&exif), None).focal_length_px(size)
}

/// Which coded pictures make up the primary one.
struct Layout {
    /// Width and height before any turn, in pixels.
    size: (u32, u32),
    /// The first coded picture.
    first: ItemId,
    /// All of them, alpha included.
    coded: Vec<ItemId>,
    /// Grids that hold alpha.
    alpha_grids: Vec<ItemId>,
}

impl Layout {
    fn of(file: &HeifFile<'_>) -> Result<Self, DecodeError> {
        let primary = file.primary_id;
        let kind = file.item(primary).map_err(container)?.item_type.0;
        let (size, tiles) = match &kind {
            b"hvc1" => {
                let size = file
                    .image_size(primary)
                    .map_err(container)?
                    .ok_or(DAMAGED)?;
                (size, vec![primary])
            }
            b"grid" => {
                let grid = file.grid(primary).map_err(container)?;
                let tiles = file.referenced_items(primary, b"dimg").to_vec();
                ((grid.output_width, grid.output_height), tiles)
            }
            b"iovl" => return Err(unsupported(Feature::Overlay)),
            b"av01" => return Err(unsupported(Feature::Av1)),
            _ => return Err(unsupported(Feature::PictureItem)),
        };
        let first = *tiles.first().ok_or(DAMAGED)?;
        if tiles.len() > MAX_TILES {
            return Err(unsupported(Feature::ManyTiles));
        }
        let (mut coded, mut alpha_grids) = (tiles.clone(), Vec::new());
        for &item in tiles.iter().chain(&[primary]) {
            for alpha in file.referencing_items(item, b"auxl") {
                if is_alpha(file, alpha)? {
                    // Its own tiles, where it is a grid too.
                    match file.item(alpha).map_err(container)?.item_type.0 {
                        kind if kind == *b"grid" => {
                            alpha_grids.push(alpha);
                            coded.extend(file.referenced_items(alpha, b"dimg"));
                        }
                        _ => coded.push(alpha),
                    }
                }
                if coded.len() + alpha_grids.len() > MAX_CODED {
                    return Err(unsupported(Feature::ManyTiles));
                }
            }
        }
        for &item in &coded {
            if file.item(item).map_err(container)?.item_type.0 != *b"hvc1" {
                return Err(unsupported(Feature::TilesOfPictures));
            }
            // A coded picture is made of no other; that one says so is a loop.
            if !file.referenced_items(item, b"dimg").is_empty() {
                return Err(DAMAGED);
            }
        }
        Ok(Self {
            size,
            first,
            coded,
            alpha_grids,
        })
    }

    /// Each turn copies the whole picture.
    fn check_turns(&self, file: &HeifFile<'_>) -> Result<(), DecodeError> {
        let made_up = self.alpha_grids.iter().chain([&file.primary_id]);
        for &item in self.coded.iter().chain(made_up) {
            let properties = file.item_properties(item).map_err(container)?;
            let is_turn = |property: &&Property| {
                matches!(
                    property,
                    Property::Rotation(_) | Property::Mirror(_) | Property::CleanAperture { .. }
                )
            };
            if properties.filter(is_turn).count() > MAX_TURNS {
                return Err(unsupported(Feature::ManyTurns));
            }
        }
        Ok(())
    }

    /// Coded pictures may all name the same bytes, and each reads them again: all
    /// together they may read the file twice.
    fn check_volume(&self, file: &HeifFile<'_>, bytes: usize) -> Result<(), DecodeError> {
        let whole = u64::try_from(bytes).unwrap_or(u64::MAX);
        let count = u64::try_from(self.coded.len()).unwrap_or(u64::MAX);
        let limit = whole.saturating_mul(2) + count.saturating_mul(CONFIG_BYTES);
        let mut sum = 0_u64;
        for &item in &self.coded {
            let location = file.item(item).map_err(container)?.location.as_ref();
            for extent in location.iter().flat_map(|location| &location.extents) {
                // No length stands for what is left.
                let rest = whole.saturating_sub(extent.offset);
                let length = if extent.length == 0 {
                    rest
                } else {
                    extent.length
                };
                sum = sum.saturating_add(length);
            }
            if location.is_some_and(|l| l.construction_method == ConstructionMethod::Item) {
                return Err(unsupported(Feature::StoredWithin));
            }
            let config = file.hevc_config(item).map_err(container)?;
            for unit in config.iter().flat_map(|config| &config.nal_units) {
                let bytes = u64::try_from(unit.len()).unwrap_or(u64::MAX);
                sum = sum.saturating_add(bytes);
            }
            if sum > limit {
                return Err(DecodeError::TooMuchWork { visits: sum, limit });
            }
        }
        Ok(())
    }

    /// The decoder allocates and works for the size in each stream, whatever
    /// the container says; all together they may take twice the limit. It goes
    /// over the picture for every slice that does not say where it ends.
    fn check_coded_pixels(&self, file: &HeifFile<'_>, limits: &Limits) -> Result<(), DecodeError> {
        let (mut sum, mut units, mut visited) = (0_u64, 0_u64, 0_u64);
        for &item in &self.coded {
            let stream = file.hevc_bitstream(item).map_err(container)?;
            let mut sets = ParameterSets::default();
            let mut slices = 0_u64;
            for nal in split_annex_b(&stream) {
                units += 1;
                if units > MAX_UNITS {
                    return Err(DecodeError::TooMuchWork {
                        visits: units,
                        limit: MAX_UNITS,
                    });
                }
                match kind(nal) {
                    Some(SEQUENCE_PARAMETERS) => {
                        let nal = NalUnit::parse(nal).map_err(bitstream)?;
                        sets.add(&nal).map_err(bitstream)?;
                    }
                    Some(0..=LAST_SLICE) => slices += 1,
                    _ => {}
                }
            }
            let area = |w: u32, h: u32| u64::from(w) * u64::from(h);
            let largest = sets
                .sps
                .iter()
                .flatten()
                .map(|s| area(s.pic_width_in_luma_samples, s.pic_height_in_luma_samples))
                .max();
            let largest = largest.ok_or(DAMAGED)?;
            sum = sum.saturating_add(largest);
            visited = visited.saturating_add(largest.saturating_mul(slices));
            if sum > limits.max_pixels.saturating_mul(2) {
                let (width, height) = self.size;
                return Err(DecodeError::TooManyPixels {
                    width,
                    height,
                    limit: limits.max_pixels,
                });
            }
        }
        limits.check_visits(visited.div_ceil(BLOCK_SAMPLES), sum.div_ceil(BLOCK_SAMPLES))
    }
}

/// Types of NAL units (ITU-T H.265, table 7-1): slices are up to 31.
const LAST_SLICE: u8 = 31;
const SEQUENCE_PARAMETERS: u8 = 33;

fn kind(nal: &[u8]) -> Option<u8> {
    nal.first().map(|byte| byte >> 1 & 0x3f)
}

fn is_alpha(file: &HeifFile<'_>, item: ItemId) -> Result<bool, DecodeError> {
    let mut properties = file.item_properties(item).map_err(container)?;
    Ok(properties
        .any(|p| matches!(p, Property::AuxiliaryType(name) if ALPHA.contains(&name.as_str()))))
}

/// What the file says its colours are.
enum Colours<'a> {
    Icc(&'a [u8]),
    DisplayP3,
    Srgb,
    Unsaid,
}

impl<'a> Colours<'a> {
    fn of(file: &'a HeifFile<'_>, layout: &Layout) -> Result<Self, DecodeError> {
        let mut said = Self::Unsaid;
        for item in [file.primary_id, layout.first] {
            for property in file.item_properties(item).map_err(container)? {
                match property {
                    Property::Color(ColorInfo::Icc(icc)) => return Ok(Self::Icc(icc)),
                    Property::Color(ColorInfo::Nclx {
                        primaries,
                        transfer,
                        ..
                    }) => {
                        // Code points of ITU-T H.273.
                        said = match (primaries, transfer) {
                            (_, 16 | 18) => return Err(unsupported(Feature::HighDynamicRange)),
                            (9, _) => return Err(unsupported(Feature::Bt2020)),
                            (12, _) => Self::DisplayP3,
                            (2, _) => said,
                            _ => Self::Srgb,
                        };
                    }
                    _ => {}
                }
            }
        }
        Ok(said)
    }
}

/// The turn the library has applied: `irot` counts quarters anticlockwise,
/// then `imir` mirrors.
fn orientation(file: &HeifFile<'_>) -> Result<Orientation, DecodeError> {
    let (mut clockwise, mut mirrored) = (0, false);
    for property in file.item_properties(file.primary_id).map_err(container)? {
        match property {
            // A turn behind a mirror goes the other way round.
            Property::Rotation(n) if mirrored => clockwise += n,
            Property::Rotation(n) => clockwise += 4 - n,
            Property::Mirror(top_bottom) => {
                // Top for bottom is left for right after half a turn.
                clockwise += if *top_bottom { 2 } else { 0 };
                mirrored = !mirrored;
            }
            _ => {}
        }
    }
    Ok(match (clockwise % 4, mirrored) {
        (0, false) => Orientation::Upright,
        (1, false) => Orientation::Right,
        (2, false) => Orientation::Half,
        (_, false) => Orientation::Left,
        (0, true) => Orientation::Mirrored,
        (1, true) => Orientation::RightMirrored,
        (2, true) => Orientation::HalfMirrored,
        (_, true) => Orientation::LeftMirrored,
    })
}

fn unsupported(feature: Feature) -> DecodeError {
    DecodeError::UnsupportedVariant {
        format: Format::Heic,
        feature,
    }
}

fn container(error: isobmff::Error) -> DecodeError {
    match error {
        isobmff::Error::UnexpectedEof => TRUNCATED,
        _ => DAMAGED,
    }
}

fn bitstream(error: hevc::Error) -> DecodeError {
    match error {
        hevc::Error::UnexpectedEof => TRUNCATED,
        hevc::Error::Unimplemented(_) => unsupported(Feature::RareHevc),
        _ => DAMAGED,
    }
}

fn error(error: Error) -> DecodeError {
    match error {
        Error::Container(e) => container(e),
        Error::Hevc(e) => bitstream(e),
        Error::Unsupported(_) => unsupported(Feature::RareHeif),
        Error::Invalid(_) | Error::Encode(_) => DAMAGED,
    }
}
