//! Owns ISO 8601 dates and durations as spreadsheet serial numbers: ods writes
//! dates so, and xlsx may.

/// Days between 1899-12-30, where serials start, and 1904-01-01.
pub(super) const DAYS_TO_1904: f64 = 1462.0;

const SECONDS_A_DAY: f64 = 86_400.0;

/// The serial of `2021-03-04`, `2021-03-04T05:06:07.5` or a lone `05:06:07`.
/// A time zone at the end is dropped: a spreadsheet knows none.
pub(super) fn date(text: &str) -> Option<f64> {
    let text = text.trim();
    if !text.contains('-') {
        return time(text);
    }
    let (day, clock) = match text.split_once(['T', ' ']) {
        Some((day, clock)) => (day, Some(clock)),
        None => (text, None),
    };
    let mut parts = day.splitn(3, '-');
    let year: i64 = digits(parts.next()?)?;
    let month: i64 = digits(parts.next()?)?;
    let day: i64 = digits(parts.next()?)?;
    if !(1..=9999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let fraction = match clock {
        Some(clock) => time(clock)?,
        None => 0.0,
    };
    let serial = days(year, month, day) - days(1899, 12, 30);
    // At most 9999 years of days: exact in a float.
    Some(serial as f64 + fraction)
}

/// The serial of `PT36H15M0S`, `P1DT2H`; negative with a leading `-`.
pub(super) fn duration(text: &str) -> Option<f64> {
    let text = text.trim();
    let (sign, text) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text),
    };
    let mut seconds = 0.0;
    let mut in_time = false;
    let mut number = String::new();
    for c in text.strip_prefix('P')?.chars() {
        match c {
            'T' => in_time = true,
            '0'..='9' | '.' => number.push(c),
            ',' => number.push('.'),
            _ => {
                let unit = match (c, in_time) {
                    ('D', false) => SECONDS_A_DAY,
                    ('H', true) => 3600.0,
                    ('M', true) => 60.0,
                    ('S', true) => 1.0,
                    // Years and months have no fixed length.
                    _ => return None,
                };
                let amount: f64 = number.parse().ok()?;
                seconds += amount * unit;
                number.clear();
            }
        }
    }
    number.is_empty().then_some(sign * seconds / SECONDS_A_DAY)
}

/// The part of a day in `05:06:07.5`.
fn time(text: &str) -> Option<f64> {
    let clock = text.split(['Z', '+', '-']).next()?;
    let mut parts = clock.splitn(3, ':');
    let hours: i64 = digits(parts.next()?)?;
    let minutes: i64 = digits(parts.next()?)?;
    let seconds: f64 = match parts.next() {
        Some(seconds) if seconds.bytes().all(|b| b.is_ascii_digit() || b == b'.') => {
            seconds.parse().ok()?
        }
        Some(_) => return None,
        None => 0.0,
    };
    if hours > 24 || minutes > 59 || seconds >= 61.0 {
        return None;
    }
    Some(((hours * 3600 + minutes * 60) as f64 + seconds) / SECONDS_A_DAY)
}

fn digits(text: &str) -> Option<i64> {
    let plain = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

/// A serial number as a date, `2022-03-01`.
pub fn date_of(days: f64) -> String {
    // Days from 1899-12-30 to the civil calendar, by the usual arithmetic on eras of 400 years.
    let shifted = days.floor() as i64 + 693_899;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Days of the proleptic Gregorian calendar since a fixed day (Howard Hinnant's
/// `days_from_civil`, for years above zero).
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year / 400;
    let year_of_era = year % 400;
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        assert_eq!(date("1899-12-31"), Some(1.0));
        assert_eq!(date("1900-03-01"), Some(61.0));
        assert_eq!(date("2021-01-01"), Some(44_197.0));
        assert_eq!(date("2024-02-29T12:00:00"), Some(45_351.5));
        assert_eq!(date("2024-02-29T12:00:00.000Z"), Some(45_351.5));
        assert_eq!(date("06:00"), Some(0.25));
        for text in [
            "",
            "二〇二一年",
            "2021-13-01",
            "2021-1",
            "2021-01-01Tx",
            "-",
            "٢-1-1",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn durations() {
        assert_eq!(duration("PT36H00M00S"), Some(1.5));
        assert_eq!(duration("P1DT12H"), Some(1.5));
        assert_eq!(duration("-PT6H"), Some(-0.25));
        for text in ["", "36H", "P1Y", "PT1", "PTH", "PT1.2.3S"] {
            assert_eq!(duration(text), None, "{text}");
        }
    }

    #[test]
    fn both_epochs_meet() {
        assert_eq!(date("1904-01-01"), Some(DAYS_TO_1904));
    }
}
