//! How alike two headers are. People change Chinese headers by leaving words out, putting words in and changing
//! their order, not letter by letter; so what counts is how much of both they share in the same order.

use std::collections::HashMap;

use crate::rulebook::naming::split_unit;

/// A longer text is no header that was written otherwise; comparing takes the product of both lengths.
const LONGEST: usize = 60;

/// How alike two headers are, in thousandths: by their longest common subsequence; among equals, by neighbouring
/// pairs of characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Likeness {
    letters: usize,
    pairs: usize,
}

impl Likeness {
    /// Enough to be worth a hint.
    const HINT: usize = 600;
    /// Enough to say which column a header means rather than another that is a little like it.
    const STRONG: usize = 750;
    /// A column that is still looked for is preferred to one that was found and is as much likelier.
    const SEARCHED: usize = 100;

    pub fn is_worth_a_hint(self) -> bool {
        self.letters >= Self::HINT
    }

    pub fn is_strong(self) -> bool {
        self.letters >= Self::STRONG
    }

    /// The same, raised for a column that is still looked for.
    pub fn searched(self) -> Likeness {
        Likeness {
            letters: self.letters + Self::SEARCHED,
            ..self
        }
    }

    fn of(one: &[char], other: &[char]) -> Likeness {
        let shared = |common: usize, total: usize| (2000 * common).checked_div(total).unwrap_or(0);
        Likeness {
            letters: shared(common_subsequence(one, other), one.len() + other.len()),
            pairs: shared(
                common_pairs(one, other),
                (one.len() + other.len()).saturating_sub(2),
            ),
        }
    }
}

/// A header, or a name that is looked for, in the spellings that are compared.
pub(super) struct Spellings(Vec<Vec<char>>);

impl Spellings {
    /// Of a name: itself and its aliases.
    pub fn of_names<'n>(names: impl IntoIterator<Item = &'n String>) -> Spellings {
        Spellings::new(names.into_iter().map(|name| letters(name)))
    }

    /// Of a header: its lowest text, and all its texts in either order.
    pub fn of_header(texts: &[String]) -> Spellings {
        let parts: Vec<Vec<char>> = texts.iter().map(|text| letters(text)).collect();
        let reversed: Vec<Vec<char>> = parts.iter().rev().cloned().collect();
        let lowest = parts.last().cloned().unwrap_or_default();
        let mut all = vec![lowest];
        if parts.len() > 1 {
            all.extend([parts.concat(), reversed.concat()]);
        }
        Spellings::new(all)
    }

    fn new(all: impl IntoIterator<Item = Vec<char>>) -> Spellings {
        let is_comparable = |one: &Vec<char>| (1..=LONGEST).contains(&one.len());
        Spellings(all.into_iter().filter(is_comparable).collect())
    }

    /// How alike the likest two spellings are.
    pub fn likeness(&self, other: &Spellings) -> Likeness {
        let pairs = self
            .0
            .iter()
            .flat_map(|one| other.0.iter().map(move |two| (one, two)));
        pairs
            .map(|(one, two)| Likeness::of(one, two))
            .max()
            .unwrap_or_default()
    }
}

/// The characters that say what a header is about: without its unit, marks and the year, numbers below ten as
/// they are written in words (1季度).
fn letters(text: &str) -> Vec<char> {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let letters: Vec<char> = split_unit(text)
        .0
        .chars()
        .filter(|c| c.is_alphanumeric())
        .take(LONGEST + 1)
        .collect();
    let mut said = Vec::with_capacity(letters.len());
    for run in letters.chunk_by(|one, next| one.is_ascii_digit() == next.is_ascii_digit()) {
        match run {
            ['1', '9', _, _] | ['2', '0', _, _] => {}
            [digit] => {
                let value = digit
                    .to_digit(10)
                    .and_then(|value| usize::try_from(value).ok());
                said.push(value.map_or(*digit, |value| DIGITS[value]));
            }
            run => said.extend(run),
        }
    }
    said
}

/// How many characters stand in both, in the same order.
fn common_subsequence(one: &[char], other: &[char]) -> usize {
    let mut above = vec![0; other.len() + 1];
    for letter in one {
        let mut before = 0;
        for (place, candidate) in other.iter().enumerate() {
            let longest = match letter == candidate {
                true => before + 1,
                false => above[place].max(above[place + 1]),
            };
            before = std::mem::replace(&mut above[place + 1], longest);
        }
    }
    above[other.len()]
}

/// How many pairs of neighbours stand in both.
fn common_pairs(one: &[char], other: &[char]) -> usize {
    let mut left: HashMap<&[char], usize> = HashMap::new();
    for pair in other.windows(2) {
        *left.entry(pair).or_default() += 1;
    }
    let mut found = |pair: &[char]| match left.get_mut(pair) {
        Some(count @ 1..) => {
            *count -= 1;
            true
        }
        _ => false,
    };
    one.windows(2).filter(|pair| found(pair)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(header: &str, name: &str) -> Likeness {
        let texts: Vec<String> = header.split('/').map(str::to_string).collect();
        Spellings::of_header(&texts).likeness(&Spellings::of_names([&name.to_string()]))
    }

    #[test]
    fn headers_that_were_written_otherwise_are_like_their_names() {
        for (header, name) in [
            ("专项评价是否为差", "专项资金评价结果为差"),
            ("三公经费/年初预算", "三公经费预算"),
            ("三公经费/全年支出", "三公经费实际支出"),
            ("预算执行进度（%）/3月末", "3月末支出进度"),
            ("2021年末在编人数", "在编人数"),
            ("1季度末支出进度", "一季度末支出进度"),
            ("实际釆购金额", "实际采购金额"),
        ] {
            assert!(
                likeness(header, name).is_worth_a_hint(),
                "{header}: {:?}",
                likeness(header, name)
            );
        }
    }

    #[test]
    fn the_quarter_decides() {
        for (header, own, other) in [
            ("预算执行进度/6月末", "6月末支出进度", "9月末支出进度"),
            ("1季度支出进度", "一季度末支出进度", "四季度末支出进度"),
        ] {
            assert!(likeness(header, own) > likeness(header, other), "{header}");
        }
    }

    #[test]
    fn other_headers_are_not() {
        for (header, name) in [
            ("备注", "部门编码"),
            ("序号", "部门编号"),
            ("填报日期", "填报人"),
            ("单位性质", "单位名称"),
            ("是否通过初审", "是否涉密"),
            ("2021", "2021"),
            ("", ""),
        ] {
            assert!(
                !likeness(header, name).is_worth_a_hint(),
                "{header}: {:?}",
                likeness(header, name)
            );
        }
    }
}
