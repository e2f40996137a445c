//! Work that a HEIC container asks for is known, and bounded, before anything is
//! decoded.

use heifer::heifer_isobmff::boxes::{HevcConfig, Property};
use heifer::heifer_isobmff::writer::{ALPHA_URN, HeifWriter, ImageSpec};
use heifer::heifer_isobmff::{BoxIter, HeifFile};
use imaging::{Limits, decode};

use crate::fixtures::*;

#[track_caller]
fn check(what: &str, bytes: &[u8], expected: &str) {
    let decoded = decode(bytes, &Limits::default());
    let code = decoded.map_or_else(|error| error.code(), |_| "decoded");
    assert_eq!(code, expected, "{what}");
}

fn a_box(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let size = u32::try_from(content.len() + 8).unwrap();
    [&size.to_be_bytes()[..], kind, content].concat()
}

/// A file of these boxes in its `meta`, besides what every file has.
fn container(boxes: &[Vec<u8>]) -> Vec<u8> {
    let handler = a_box(b"hdlr", b"\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0");
    let primary = a_box(b"pitm", b"\0\0\0\0\0\x01");
    let meta = [vec![0; 4], handler, primary, boxes.concat()].concat();
    [
        a_box(b"ftyp", b"heic\0\0\0\0mif1heic"),
        a_box(b"meta", &meta),
    ]
    .concat()
}

/// `iinf` with so many entries.
fn infos(count: u16) -> Vec<u8> {
    let entry = |id: u16| {
        let id = id.to_be_bytes();
        a_box(b"infe", &[&b"\x02\0\0\0"[..], &id, b"\0\0hvc1\0"].concat())
    };
    let entries: Vec<u8> = (1..=count).flat_map(entry).collect();
    a_box(
        b"iinf",
        &[&[0; 4][..], &count.to_be_bytes(), &entries].concat(),
    )
}

/// `iloc` with so many items of so many extents, none of which takes a byte.
fn locations(items: u16, extents: u16) -> Vec<u8> {
    let item = [&b"\0\x01\0\0"[..], &extents.to_be_bytes()].concat();
    let items = [&items.to_be_bytes()[..], &item.repeat(usize::from(items))].concat();
    a_box(b"iloc", &[&[0; 6][..], &items].concat())
}

/// `iprp` with so many items that own so many properties.
fn owners(items: u32, properties: u8) -> Vec<u8> {
    let one = [&[0, 1, properties][..], &vec![0; usize::from(properties)]].concat();
    let many = one.repeat(usize::try_from(items).unwrap());
    let list = [&[0; 4][..], &items.to_be_bytes(), &many].concat();
    a_box(b"iprp", &a_box(b"ipma", &list))
}

/// `iref` with one item that names so many others.
fn references(count: u16) -> Vec<u8> {
    let ids = vec![0; 2 * usize::from(count)];
    let one = [&b"\0\x01"[..], &count.to_be_bytes(), &ids].concat();
    a_box(b"iref", &[&[0; 4][..], &a_box(b"dimg", &one)].concat())
}

#[test]
fn a_container_declares_a_bounded_number_of_things() {
    let much = "image-too-much-work";
    for (what, boxes, expected) in [
        ("items", vec![infos(4_096)], "image-damaged"),
        ("too many items", vec![infos(4_097)], much),
        ("items twice", vec![infos(2_100), infos(2_100)], much),
        ("extents of no bytes", vec![locations(3, 60_000)], much),
        ("located items", vec![locations(5_000, 0)], much),
        (
            "extents twice",
            vec![locations(1, 9_000), locations(1, 9_000)],
            much,
        ),
        ("owners", vec![owners(70_000, 0)], much),
        ("properties", vec![owners(300, 255)], much),
        ("references", vec![references(20_000)], much),
    ] {
        check(what, &container(&boxes), expected);
    }
    // What is declared and not there is not counted.
    let cut = a_box(b"iloc", b"\0\0\0\0\0\0\xff\xff\0\x01\0\0");
    check("cut", &container(&[cut]), "image-truncated");
}

/// What the pictures below are made of: a picture of one colour, 64 × 64.
struct Parts {
    config: HevcConfig,
    slices: Vec<Vec<u8>>,
}

fn parts() -> Parts {
    let file = heic(&scene(64, 64));
    let file = HeifFile::parse(&file).unwrap();
    let config = file.hevc_config(file.primary_id).unwrap().unwrap().clone();
    let data = file.item_data(file.primary_id).unwrap();
    let (mut slices, mut rest) = (Vec::new(), &data[..]);
    while let Some((length, tail)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        slices.push(tail[..length].to_vec());
        rest = &tail[length..];
    }
    Parts { config, slices }
}

fn picture(config: &HevcConfig, slices: &[Vec<u8>]) -> Vec<u8> {
    let mut writer = HeifWriter::new();
    let id = writer.add_image(&ImageSpec::new(64, 64, config.clone(), slices));
    writer.set_primary(id);
    writer.finish()
}

#[test]
fn coded_pictures_are_gone_over_a_bounded_number_of_times() {
    let Parts { config, slices } = parts();
    check("whole", &picture(&config, &slices), "decoded");
    // The same slice again, as one that is not the first of its picture.
    let mut again = slices.clone();
    let mut other = slices.last().unwrap().clone();
    other[2] &= 0x7f;
    again.resize(slices.len() + 12, other);
    check("slices", &picture(&config, &again), "image-too-much-work");

    let mut units = slices.clone();
    // A delimiter of no content.
    units.resize(70_000, vec![0x46, 1]);
    check("units", &picture(&config, &units), "image-too-much-work");

    let mut large = config.clone();
    // A message that is left out.
    let mut message = vec![0; 60_000];
    message[..2].copy_from_slice(&[0x4e, 1]);
    large.nal_units.push(message);
    let mut writer = HeifWriter::new();
    let tile = writer.add_image(&ImageSpec::new(64, 64, large, &slices));
    writer.add_grid(32, 32, 2_048, 2_048, &[tile; 1_024], None, None);
    check("one tile", &writer.finish(), "image-too-much-work");

    let mut writer = HeifWriter::new();
    let whole = writer.add_image(&ImageSpec::new(64, 64, config.clone(), &slices));
    let mut alpha = ImageSpec::new(64, 64, config.clone(), &slices);
    alpha.auxiliary_type = Some(ALPHA_URN);
    let alpha = writer.add_image(&alpha);
    for _ in 0..3_000 {
        writer.add_reference(*b"auxl", alpha, &[whole]);
    }
    writer.set_primary(whole);
    check("alphas", &writer.finish(), "image-variant-not-read");

    // A grid of alpha that says it is vast, and very many of them.
    let alpha_grids = |side: u32, count: usize| {
        let mut writer = HeifWriter::new();
        let whole = writer.add_image(&ImageSpec::new(64, 64, config.clone(), &slices));
        let mut tile = ImageSpec::new(64, 64, config.clone(), &slices);
        tile.auxiliary_type = Some(ALPHA_URN);
        let tile = writer.add_image(&tile);
        for _ in 0..count {
            let grid = writer.add_grid(1, 1, side, side, &[tile], None, Some(ALPHA_URN));
            writer.add_reference(*b"auxl", grid, &[whole]);
        }
        writer.set_primary(whole);
        writer.finish()
    };
    check(
        "vast alpha",
        &alpha_grids(19_000, 1),
        "image-too-many-pixels",
    );
    check(
        "alpha grids",
        &alpha_grids(64, 3_000),
        "image-too-much-work",
    );
}

/// The file with another `meta` behind, which is the one that counts: its picture
/// owns every property, and the rotation so many times.
fn turned(file: &[u8], times: usize) -> Vec<u8> {
    let read = HeifFile::parse(file).unwrap();
    let is_turn = |property: &Property| matches!(property, Property::Rotation(_));
    let turn = read.properties.iter().position(is_turn).unwrap() + 1;
    let others = (1..=read.properties.len()).filter(|place| *place != turn);
    let places = others.chain(std::iter::repeat_n(turn, times));
    let places: Vec<u8> = places.map(|place| u8::try_from(place).unwrap()).collect();
    let id = u16::try_from(read.primary_id).unwrap().to_be_bytes();
    let count = u8::try_from(places.len()).unwrap();
    let owner = [&[0, 0, 0, 0, 0, 0, 0, 1][..], &id, &[count], &places].concat();
    let owner = a_box(b"ipma", &owner);
    let boxes = BoxIter::new(file).map(Result::unwrap);
    let meta = boxes
        .filter(|found| found.header.box_type.0 == *b"meta")
        .last();
    let mut content = vec![0; 4];
    for child in BoxIter::new(&meta.unwrap().content[4..]).map(Result::unwrap) {
        let kind = child.header.box_type.0;
        content.extend(match &kind {
            b"iprp" => a_box(&kind, &[&owner, child.content].concat()),
            _ => a_box(&kind, child.content),
        });
    }
    [file, &a_box(b"meta", &content)].concat()
}

#[test]
fn a_picture_is_turned_a_bounded_number_of_times() {
    // The writer has no turn to set; see `heic_turns_by_its_own_properties`.
    let file = patched(heic(&scene(64, 64)), b"pixi\0\0\0\0", b"irot\x01\0\0\0");
    for (times, expected) in [
        (1, "decoded"),
        (4, "decoded"),
        (5, "image-variant-not-read"),
        (200, "image-variant-not-read"),
    ] {
        check(&format!("{times} turns"), &turned(&file, times), expected);
    }
}
