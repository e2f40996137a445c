use super::*;
use catalogue::Px;
use imaging::RgbImage;
use proptest::prelude::*;

fn papers() -> impl Strategy<Value = Paper> {
    prop_oneof![Just(Paper::Inch5), Just(Paper::Inch6), Just(Paper::A4)]
}

fn of(width: f64, height: f64, count: Option<usize>) -> Wanted {
    Wanted {
        width: Mm(width),
        height: Mm(height),
        count,
    }
}

#[test]
fn how_many_fit() {
    let check = |paper, width, height, room, wide: bool| {
        let sheet = lay_out(paper, &[of(width, height, None)], PRINT_DPI).unwrap();
        assert_eq!(sheet.places.len(), room, "{paper:?} {width}×{height}");
        assert_eq!(
            sheet.width_px > sheet.height_px,
            wide,
            "{paper:?} {width}×{height}"
        );
    };
    check(Paper::Inch5, 26.0, 32.0, 9, false);
    check(Paper::Inch6, 26.0, 32.0, 12, false);
    check(Paper::Inch5, 33.0, 48.0, 4, false);
    check(Paper::Inch6, 33.0, 48.0, 8, true);
    check(Paper::Inch5, 35.0, 45.0, 4, false);
    check(Paper::Inch6, 50.8, 50.8, 2, true);
    check(Paper::A4, 35.0, 45.0, 30, false);
}

#[test]
fn several_sizes_share_a_sheet() {
    // Per size, in the order asked for.
    let check = |paper, wanted: &[Wanted], expected: Result<&[usize], &str>| {
        let found = lay_out(paper, wanted, PRINT_DPI).map(|sheet| {
            let of = |size| sheet.places.iter().filter(move |place| place.size == size);
            (0..wanted.len())
                .map(|size| of(size).count())
                .collect::<Vec<_>>()
        });
        let expected = expected.map(<[usize]>::to_vec);
        assert_eq!(
            found.map_err(|error| error.code()),
            expected,
            "{paper:?} {wanted:?}"
        );
    };
    let (one_inch, two_inch) = ((25.0, 35.0), (35.0, 49.0));
    let size = |(width, height), count| of(width, height, count);
    check(
        Paper::Inch6,
        &[size(one_inch, Some(5)), size(two_inch, Some(4))],
        Ok(&[5, 4]),
    );
    // What fills the sheet takes the room that the counted ones leave.
    check(
        Paper::Inch6,
        &[size(one_inch, None), size(two_inch, Some(4))],
        Ok(&[5, 4]),
    );
    check(
        Paper::Inch6,
        &[size(one_inch, None), size(two_inch, Some(2))],
        Ok(&[7, 2]),
    );
    check(
        Paper::A4,
        &[size(one_inch, None), size(two_inch, Some(8))],
        Ok(&[38, 8]),
    );
    check(
        Paper::Inch5,
        &[size(one_inch, Some(8)), size(two_inch, Some(4))],
        Err("sheet-together"),
    );
    check(
        Paper::Inch5,
        &[size(one_inch, Some(4)), size(two_inch, Some(40))],
        Err("sheet-count"),
    );
    check(
        Paper::Inch5,
        &[size(one_inch, Some(4)), size((90.0, 90.0), Some(1))],
        Err("sheet-photo-too-large"),
    );
}

#[test]
fn what_does_not_fit_is_said() {
    let check = |size: (f64, f64), count, expected| {
        let found = lay_out(Paper::Inch5, &[of(size.0, size.1, count)], PRINT_DPI);
        assert_eq!(
            found.map_err(|e| e.code()).err(),
            expected,
            "{size:?} {count:?}"
        );
    };
    check((90.0, 90.0), None, Some("sheet-photo-too-large"));
    check((26.0, 32.0), Some(10), Some("sheet-count"));
    check((26.0, 32.0), Some(0), Some("sheet-count"));
    check((26.0, 32.0), Some(9), None);
}

const MARKED: [u8; 3] = [150; 3];

#[test]
fn the_sheet_shows_the_photos_and_what_to_cut_by() {
    let wanted = [of(26.0, 32.0, Some(2)), of(22.0, 32.0, Some(1))];
    let sheet = lay_out(Paper::Inch5, &wanted, PRINT_DPI).unwrap();
    let (blue, green) = ([10, 20, 200], [10, 200, 20]);
    let photos = [
        RgbImage::filled(358, 441, blue),
        RgbImage::filled(260, 378, green),
    ];
    let place = sheet.places[1];
    let (left, top) = (place.left, place.top);
    let (right, bottom) = (left + place.width - 1, top + place.height - 1);
    let middle = (left + place.width / 2, top - 2);
    for cut in Cut::ALL {
        let drawn = sheet.draw(&photos, cut);
        for (x, y) in [(left, top), (right, top), (left, bottom), (right, bottom)] {
            assert_eq!(drawn.pixel(x, y), blue);
        }
        for (x, y) in [(left - 1, top - 1), (right + 1, bottom + 1), (0, 0)] {
            assert_eq!(drawn.pixel(x, y), [255; 3], "{cut:?}");
        }
        let marked = |x, y| drawn.pixel(x, y) == MARKED;
        let found = [marked(right + 4, bottom), marked(middle.0, middle.1)];
        let expected = match cut {
            Cut::Marks => [true, false],
            Cut::Lines => [false, true],
            Cut::Nothing => [false, false],
        };
        assert_eq!(found, expected, "{cut:?}");
        let count = |colour| {
            let (pixels, _) = drawn.data().as_chunks::<3>();
            pixels.iter().filter(|pixel| **pixel == colour).count() as u32
        };
        assert_eq!(count(blue), 2 * place.width * place.height);
        let other = sheet.places.iter().find(|place| place.size == 1).unwrap();
        assert_eq!(count(green), other.width * other.height);
    }
}

proptest! {
    #[test]
    fn photos_keep_their_size_their_distance_and_the_paper(
        paper in papers(),
        sizes in proptest::collection::vec((15.0..85.0_f64, 15.0..85.0_f64, 1_usize..9), 1..4),
        dpi in 250_u16..=600,
        fills in any::<bool>(),
    ) {
        let dpi = Dpi(dpi);
        let mut wanted: Vec<Wanted> = sizes
            .iter()
            .map(|(width, height, count)| of(*width, *height, Some(*count)))
            .collect();
        if fills {
            wanted[0].count = None;
        }
        let Ok(sheet) = lay_out(paper, &wanted, dpi) else { return Ok(()) };
        let mm = |px: u32| Px(f64::from(px)).to_mm(dpi).0;
        let (short, long) = paper.sides();
        let sides = (sheet.width_px.min(sheet.height_px), sheet.width_px.max(sheet.height_px));
        prop_assert!((mm(sides.0) - short.0).abs() < 0.1 && (mm(sides.1) - long.0).abs() < 0.1);
        for (size, one) in wanted.iter().enumerate() {
            let count = sheet.places.iter().filter(|place| place.size == size).count();
            prop_assert!(one.count.is_none_or(|asked| asked == count) && count > 0);
        }
        for (i, place) in sheet.places.iter().enumerate() {
            let one = &wanted[place.size];
            prop_assert!((mm(place.width) - one.width.0).abs() < 0.1);
            prop_assert!((mm(place.height) - one.height.0).abs() < 0.1);
            let near = MARGIN.0 - 0.1;
            prop_assert!(mm(place.left) >= near && mm(place.top) >= near);
            prop_assert!(mm(sheet.width_px - place.left - place.width) >= near);
            prop_assert!(mm(sheet.height_px - place.top - place.height) >= near);
            for other in &sheet.places[..i] {
                let apart = |a: u32, a_length: u32, b: u32, b_length: u32| {
                    mm(a.max(b)) - mm(if a < b { a + a_length } else { b + b_length })
                };
                let across = apart(place.left, place.width, other.left, other.width);
                let down = apart(place.top, place.height, other.top, other.height);
                prop_assert!(across.max(down) >= GAP.0 - 0.2, "{place:?} {other:?}");
            }
        }
    }
}
