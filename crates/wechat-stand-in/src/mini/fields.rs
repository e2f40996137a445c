//! What a field of a message may hold. The kind of a field is its key without the number.

/// Whether the text fits a field with this key.
pub(crate) fn fits(key: &str, text: &str) -> bool {
    let kind = key.trim_end_matches(|c: char| c.is_ascii_digit());
    let count = text.chars().count();
    let every = |is: fn(char) -> bool| text.chars().all(is);
    let is_within = |most: usize| (1..=most).contains(&count);
    match kind {
        "thing" => is_within(20),
        "character_string" => is_within(32) && every(|c| c.is_ascii_graphic() || c == ' '),
        "phrase" => is_within(5) && every(is_chinese),
        "name" if text.is_ascii() => is_within(20),
        "name" => is_within(10),
        "number" => is_within(32) && every(|c| c.is_ascii_digit() || c == '.'),
        "letter" => is_within(32) && every(|c| c.is_ascii_alphabetic()),
        "symbol" => is_within(5) && every(|c| !c.is_alphanumeric()),
        "amount" => is_amount(text),
        "phone_number" => is_within(17) && every(|c| c.is_ascii_digit() || "+-() ".contains(c)),
        "car_number" => is_within(8) && every(|c| c.is_ascii_alphanumeric() || is_chinese(c)),
        "time" => is_clock(text) || is_date_with_clock(text) || is_date(text),
        "date" => is_date(text) || is_date_with_clock(text),
        _ => false,
    }
}

fn is_chinese(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

/// One symbol at most, ten digits at most, decimals or not, 元 or not.
fn is_amount(text: &str) -> bool {
    let digits = text.strip_prefix(|c: char| !c.is_alphanumeric() && c != '.');
    let digits = digits.unwrap_or(text);
    let digits = digits.strip_suffix('元').unwrap_or(digits);
    let (whole, part) = match digits.split_once('.') {
        Some((whole, part)) => (whole, part),
        None => (digits, "0"),
    };
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    let count = digits.bytes().filter(u8::is_ascii_digit).count();
    is_digits(whole) && is_digits(part) && count <= 10
}

fn is_date_with_clock(text: &str) -> bool {
    let parts = text.split_once(' ');
    parts.is_some_and(|(date, clock)| is_date(date) && is_clock(clock))
}

/// `2019年10月1日` or `2019-10-01`.
fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = match text.strip_suffix('日') {
        Some(text) => text.split(['年', '月']).collect(),
        None => text.split('-').collect(),
    };
    match parts.as_slice() {
        [year, month, day] => {
            let year = year.len() == 4 && is_number(year, 1..=9999);
            year && is_number(month, 1..=12) && is_number(day, 1..=31)
        }
        _ => false,
    }
}

/// `15:01` or `15:01:30`.
fn is_clock(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    match parts.as_slice() {
        [hour, rest @ ..] if (1..=2).contains(&rest.len()) => {
            let is_sixtieth = |text: &&str| text.len() == 2 && is_number(text, 0..=59);
            is_number(hour, 0..=23) && rest.iter().all(is_sixtieth)
        }
        _ => false,
    }
}

fn is_number(text: &str, range: std::ops::RangeInclusive<u16>) -> bool {
    let is_digits = text.bytes().all(|c| c.is_ascii_digit());
    is_digits && text.parse().is_ok_and(|number| range.contains(&number))
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_field_holds_what_its_kind_allows() {
        let cases = [
            ("thing1", "身份证照片", true),
            ("thing1", "一二三四五六七八九十一二三四五六七八九十", true),
            (
                "thing1",
                "一二三四五六七八九十一二三四五六七八九十一",
                false,
            ),
            ("thing1", "", false),
            ("character_string3", "HZ20261123-0001", true),
            ("character_string3", "订单一", false),
            (
                "character_string3",
                "123456789012345678901234567890123",
                false,
            ),
            ("phrase2", "审核通过", true),
            ("phrase2", "审核不通过了", false),
            ("phrase2", "OK", false),
            ("name4", "一二三四五六七八九十", true),
            ("name4", "一二三四五六七八九十一", false),
            ("name4", "Twenty letters are ok", false),
            ("name4", "Nineteen letters ok", true),
            ("number1", "12345678901234567890123456789012", true),
            ("number1", "一", false),
            ("letter1", "abc", true),
            ("letter1", "abc1", false),
            ("symbol1", "!?", true),
            ("symbol1", "a", false),
            ("amount2", "¥15.00", true),
            ("amount2", "￥15", true),
            ("amount2", "15.5元", true),
            ("amount2", "12345678901", false),
            ("amount2", "¥¥1", false),
            ("amount2", "¥", false),
            ("amount2", "1.", false),
            ("phone_number1", "+86-0766-66888866", true),
            ("phone_number1", "138000138001380013", false),
            ("car_number1", "粤A8Z888挂", true),
            ("car_number1", "粤A8Z888888", false),
            ("time4", "2019年10月1日 15:01", true),
            ("time4", "2019-10-01 15:01", true),
            ("time4", "15:01", true),
            ("time4", "2019年13月1日 15:01", false),
            ("time4", "2019-10-01T15:01:00Z", false),
            ("time4", "2019年10月1日 24:01", false),
            ("date4", "2019年10月1日", true),
            ("date4", "15:01", false),
            ("other1", "x", false),
        ];
        for (key, text, expected) in cases {
            assert_eq!(fits(key, text), expected, "{key} {text}");
        }
    }
}
