//! Finding a city whose province stands before it, or a county of it after it, as
//! people copy places from their papers.

use crate::find_city::is_called;
use crate::gazetteer::Gazetteer;
use crate::lookup::fold;
use crate::{City, County, Province};

/// The city of a name with its province before it, or one of its counties after
/// it: 广东深圳, guangdongshenzhen, 深圳市南山区. `None` unless just one fits.
pub(crate) fn with_more<'a>(gazetteer: &'a Gazetteer, folded: &str) -> Option<&'a City> {
    let after_province = gazetteer.provinces.iter().flat_map(|province| {
        let keys = [
            fold(&province.names.zh),
            province.short.clone(),
            format!("{}sheng", province.pinyin),
            province.pinyin.clone(),
            fold(&province.names.en),
        ];
        let rest = keys.into_iter().filter_map(|key| {
            let rest = folded.strip_prefix(key.as_str())?;
            (!rest.is_empty()).then(|| (Some(province), rest.to_owned()))
        });
        rest.collect::<Vec<_>>()
    });
    let readings: Vec<(Option<&Province>, String)> =
        after_province.chain([(None, folded.to_owned())]).collect();
    let fits = |city: &&City| {
        readings.iter().any(|(province, rest)| {
            let inside = province.is_none_or(|p| city.code.province() == p.code);
            let named = || rest == &city.names.zh || is_called(city, rest);
            inside && (province.is_some() && named() || with_county(gazetteer, city, rest))
        })
    };
    let mut found = gazetteer.cities.iter().filter(fits);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// Whether `text` is the city's name and then that of one of its counties.
fn with_county(gazetteer: &Gazetteer, city: &City, text: &str) -> bool {
    let names = [&city.names.zh, &city.short];
    names.into_iter().any(|name| {
        text.strip_prefix(name.as_str()).is_some_and(|rest| {
            let own = |county: &&County| county.city == Some(city.code);
            let mut counties = gazetteer.counties().iter().filter(own);
            !rest.is_empty() && counties.any(|county| county_is_called(county, rest))
        })
    })
}

/// Whether a county goes by this name, with or without its kind.
pub(crate) fn county_is_called(county: &County, folded: &str) -> bool {
    let kind = county.name.strip_prefix(folded);
    kind.is_some_and(|kind| {
        ["", "区", "县", "市", "旗", "林区", "特区"].contains(&kind)
            || kind.ends_with("自治县")
            || kind.ends_with("自治旗")
    })
}
