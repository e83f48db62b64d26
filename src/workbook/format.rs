//! Owns what a number format code says: whether it is a percent format, and
//! whether it is no format at all.

use super::format_tokens::{Token, Tokens};
use super::number_format::NumberFormat;

/// Whether a number format code shows a percentage: a `%` that is not quoted,
/// escaped or in brackets.
pub fn is_percent_format(code: &str) -> bool {
    Tokens::of(code).any(|token| token == Token::Sign('%'))
}

/// What a number format makes of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shows {
    /// A number, in whatever form.
    Number,
    /// A date or a time of day.
    Date,
    /// A duration: its hours may go beyond 24.
    Duration,
}

/// What a number format code makes of a number, by its first part, which is that
/// for positive numbers.
pub(super) fn shows(code: &str) -> Shows {
    for token in Tokens::of(code) {
        match token {
            Token::Bracket(inside) => {
                let inside = inside.to_ascii_lowercase();
                let first = inside.chars().next();
                let one_letter = inside.chars().all(|c| Some(c) == first);
                if one_letter && matches!(first, Some('h' | 'm' | 's')) {
                    return Shows::Duration;
                }
            }
            Token::Sign(';') => break,
            // Years, months, days, weekdays (aaa), hours, minutes, seconds.
            Token::Sign(sign)
                if matches!(sign.to_ascii_lowercase(), 'y' | 'm' | 'd' | 'a' | 'h' | 's') =>
            {
                return Shows::Date;
            }
            _ => {}
        }
    }
    Shows::Number
}

/// What a built-in number format makes of a number; those from 27 to 36 and from
/// 50 to 58 are dates and times of East Asia.
pub(super) fn builtin_shows(id: u16) -> Shows {
    match id {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Shows::Date,
        46 => Shows::Duration,
        _ => Shows::Number,
    }
}

/// A code to keep with a cell; `None` where it says nothing (General, in the
/// spellings of Excel, WPS and LibreOffice).
pub(super) fn worth_keeping(code: &str) -> Option<NumberFormat> {
    let plain = code.is_empty()
        || code.eq_ignore_ascii_case("general")
        || code.eq_ignore_ascii_case("standard")
        || code == "G/通用格式";
    (!plain).then(|| NumberFormat::from(code))
}

/// The code behind a built-in format number of xls and xlsb. Those that differ
/// by country are dates and times, which the value itself tells.
pub(super) fn builtin(id: u16) -> Option<&'static str> {
    Some(match id {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 | 6 => "¥#,##0;¥-#,##0",
        7 | 8 => "¥#,##0.00;¥-#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 => "yyyy/m/d",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        37 | 38 => "#,##0;-#,##0",
        39 | 40 => "#,##0.00;-#,##0.00",
        41 | 42 => "_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ",
        43 | 44 => "_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ ",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_formats() {
        for code in [
            "0%",
            "0.00%",
            "#,##0.0%;[Red]-0.0%",
            "0.0\"约\"%",
            "[>1]0;0%",
            "0\\ %",
        ] {
            assert!(is_percent_format(code), "{code}");
        }
        for code in [
            "General",
            "0.00",
            "0\"%\"",
            "0\\%",
            "0!%",
            "0_%",
            "0*%",
            "[$%-804]0",
            "0!.0,\"万元\"",
            "",
            "\"未闭合%",
            "[%",
            "0\\",
        ] {
            assert!(!is_percent_format(code), "{code}");
        }
    }

    #[test]
    fn dates_and_durations() {
        for code in [
            "yyyy/m/d",
            "yyyy\"年\"m\"月\"d\"日\"",
            "[$-804]yyyy年m月d日;@",
            "[DBNum1]m\"月\"",
            "上午/下午h\"时\"",
            "AM/PM h:mm",
            "aaaa",
            "M!/D",
        ] {
            assert_eq!(shows(code), Shows::Date, "{code}");
        }
        assert_eq!(shows("[h]:mm"), Shows::Duration);
        assert_eq!(shows("[SS].00"), Shows::Duration);
        for code in [
            "0.00E+00",
            "#,##0.00;[Red]-#,##0.00",
            "[$¥-804]#,##0.00",
            "0\"days\"",
            "0\\d",
            "0_d",
            "0;\"m\"d",
            "# ?/?",
            "@",
        ] {
            assert_eq!(shows(code), Shows::Number, "{code}");
        }
        // Where we know the code behind the number, both say the same.
        for id in 0..60 {
            if let Some(code) = builtin(id) {
                assert_eq!(shows(code), builtin_shows(id), "{id}: {code}");
            }
        }
    }

    #[test]
    fn general_says_nothing() {
        for code in ["", "General", "GENERAL", "Standard", "G/通用格式"] {
            assert_eq!(worth_keeping(code), None);
        }
        assert_eq!(worth_keeping("0%").as_deref(), Some("0%"));
        assert!(builtin(10).is_some_and(is_percent_format));
    }
}
