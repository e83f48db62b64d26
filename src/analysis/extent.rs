//! How much of an evaluation its workbook shows: which sheets, and whether what is calculated are formulas or values.
//! Everything, up to a size past which spreadsheet programs are no longer pleasant; whoever asks gets what was asked for.
//! What people wrote beside scores is never left out; what is asked of scores, as `whatif` does, is there where it is named.

use super::Evaluation;
use crate::intake::{generated, opinions};

/// Past so many departments a result has values, and no 得分说明, unless they are asked for.
pub const MOST_WITH_ALL: usize = 20_000;
/// Past so many departments the rows of long tables are not held until the workbook is finished.
pub const MOST_HELD: usize = 1_000;
/// The rows that a sheet of Excel's can have.
const ROWS: usize = 1_048_576;

/// A part of the result: one sheet, or those of the raw data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// 排名.
    Ranking,
    /// 评分结果.
    Scores,
    /// 得分说明.
    Details,
    /// 自评复核.
    Review,
    /// 以往意见.
    Rest,
    /// 问题清单.
    Problems,
    /// 统计分析.
    Statistics,
    /// 同类比较.
    Compared,
    /// 差距与余量, with 差距明细.
    Headroom,
    /// 名次把握, with 等级百格.
    Certainty,
    /// 争议读法, with 读法影响 and 读法得分.
    Readings,
    /// The sheets of the input.
    Raw,
    /// 评价规则, which says how the result was made: always there.
    Rules,
}

impl Part {
    /// In the order of the workbook.
    pub const ALL: [Part; 13] = [
        Part::Ranking,
        Part::Scores,
        Part::Details,
        Part::Review,
        Part::Rest,
        Part::Problems,
        Part::Statistics,
        Part::Compared,
        Part::Headroom,
        Part::Certainty,
        Part::Readings,
        Part::Raw,
        Part::Rules,
    ];

    /// What users call it: the sheet's name, or 原始数据.
    pub const fn name(self) -> &'static str {
        match self {
            Part::Ranking => generated::RANKING,
            Part::Scores => generated::SCORES,
            Part::Details => generated::DETAILS,
            Part::Review => opinions::SHEET,
            Part::Rest => opinions::REST_SHEET,
            Part::Problems => generated::PROBLEMS,
            Part::Statistics => generated::STATISTICS,
            Part::Compared => generated::COMPARED,
            Part::Headroom => "差距与余量",
            Part::Certainty => "名次把握",
            Part::Readings => "争议读法",
            Part::Raw => "原始数据",
            Part::Rules => generated::RULES,
        }
    }

    /// Whether it is a part of every result; the others are there where they are named.
    fn is_usual(self) -> bool {
        !matches!(self, Part::Headroom | Part::Certainty | Part::Readings)
    }

    /// Whether it can be left out by a choice; the others are there whatever is chosen, if there is anything in them.
    fn may_be_left_out(self) -> bool {
        !matches!(self, Part::Rest | Part::Rules)
    }

    /// All that are parts of every result.
    fn usual() -> impl Iterator<Item = Part> {
        Part::ALL.into_iter().filter(|part| part.is_usual())
    }

    /// Whether an evaluation has something to show in it.
    fn is_in(self, evaluation: &Evaluation) -> bool {
        let book = evaluation.book;
        match self {
            Part::Review => {
                evaluation.dataset.declared.is_some() || !evaluation.opinions.is_empty()
            }
            Part::Rest => !evaluation.opinions.rest.is_empty(),
            Part::Compared => {
                let mut rules = book.peers.iter();
                rules.any(|rule| book.indicator_by(rule).is_some())
            }
            Part::Readings => {
                let mut indicators = book.indicators.iter();
                indicators.any(|indicator| !indicator.alternatives.is_empty())
            }
            _ => true,
        }
    }

    /// Whether it is there whatever is chosen: it says how the result was made, or holds what people wrote, which would be
    /// lost without it.
    fn stays(self, evaluation: &Evaluation) -> bool {
        match self {
            Part::Rules | Part::Rest => true,
            Part::Review => !evaluation.opinions.is_empty(),
            _ => false,
        }
    }
}

/// What a user asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Which parts, if any were chosen.
    pub parts: Option<Vec<Part>>,
    /// Those that were chosen by their names, not as one of all: an empty 自评复核 is then there to be filled in.
    pub named: Vec<Part>,
    /// Whether formulas (or values) were insisted on.
    pub formulas: Option<bool>,
}

/// Why there is no such result.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExtentError {
    /// No sheet is called that.
    #[error("没有名为“{0}”的工作表。可以选：{names}，或“{ALL}”", names = names(&Part::ALL))]
    NoPart(String),
    /// Formulas refer to what was not chosen.
    #[error("公式要引用{}，--formulas 要和它们一起选", quoted(.0))]
    NothingToReferTo(Vec<Part>),
}

/// The word for all parts.
const ALL: &str = "全部";
const FORMULAS: &str = "公式";
const VALUES: &str = "数值";

impl Wanted {
    /// All sheets, with formulas, however many departments there are.
    pub fn everything() -> Wanted {
        Wanted {
            parts: Some(Part::usual().collect()),
            formulas: Some(true),
            ..Wanted::default()
        }
    }

    /// What can be chosen, in a sentence.
    pub fn choices() -> String {
        let chosen = Part::ALL.into_iter().filter(|part| part.may_be_left_out());
        let (usual, more): (Vec<Part>, Vec<Part>) = chosen.partition(|part| part.is_usual());
        format!("{}，或“{ALL}”；另可加上{}", names(&usual), names(&more))
    }

    /// Reads a choice of parts as it is typed: names, parted by commas; 全部 are all that are parts of every result.
    ///
    /// # Errors
    /// There is no part of a name.
    pub fn chosen(typed: &str) -> Result<Wanted, ExtentError> {
        let names = typed.split([',', '，', '、']).map(str::trim);
        let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
        let part = |name: &&str| {
            let found = Part::ALL.into_iter().find(|part| part.name() == *name);
            found.ok_or_else(|| ExtentError::NoPart((*name).to_string()))
        };
        if names.is_empty() {
            return Err(ExtentError::NoPart(typed.to_string()));
        }
        let named = names.iter().filter(|name| **name != ALL);
        let named: Vec<Part> = named.map(part).collect::<Result<_, _>>()?;
        let all = names.contains(&ALL).then(Part::usual);
        Ok(Wanted {
            parts: Some(all.into_iter().flatten().chain(named.clone()).collect()),
            named,
            formulas: None,
        })
    }

    /// Whether a part is chosen, or nothing was chosen at all.
    pub fn includes(&self, part: Part) -> bool {
        let parts = self.parts.as_ref();
        parts.is_none_or(|parts| parts.contains(&part))
    }

    /// Whether it can be had at all, before anything is read.
    ///
    /// # Errors
    /// Formulas are insisted on, and what they always refer to is not chosen.
    pub fn check(&self) -> Result<(), ExtentError> {
        self.check_for(&[Part::Scores, Part::Raw])
    }

    fn check_for(&self, referred: &[Part]) -> Result<(), ExtentError> {
        match self.formulas == Some(true) && !referred.iter().all(|part| self.includes(*part)) {
            true => Err(ExtentError::NothingToReferTo(referred.to_vec())),
            false => Ok(()),
        }
    }

    /// What [`Extent::written`] wrote.
    pub fn read(written: &str) -> Option<Wanted> {
        let (kind, names) = written.split_once('；')?;
        Some(Wanted {
            formulas: Some(kind == FORMULAS),
            ..Wanted::chosen(names).ok()?
        })
    }
}

/// How much a result shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extent {
    /// What is there, in the order of the workbook.
    parts: Vec<Part>,
    /// What is not, though the evaluation has something to show in it.
    left_out: Vec<Part>,
    /// What was not chosen and stays.
    kept: Vec<Part>,
    /// What was named, and the evaluation has nothing to show in it.
    empty: Vec<Part>,
    /// Whether there is something that results have only where it is named.
    has_more: bool,
    /// Whether all that formulas refer to is there.
    can_refer: bool,
    /// Whether what is calculated are formulas; else values.
    pub formulas: bool,
    /// How many rows a sheet may have: Excel's, unless the program that is to read it takes fewer.
    pub rows: usize,
    /// Whether the rows of long tables are written as they come; they are the same either way.
    pub streamed: bool,
}

impl Extent {
    /// What the result of an evaluation shows where nothing is asked for.
    pub fn usual(evaluation: &Evaluation) -> Extent {
        Extent::made(&Wanted::default(), evaluation)
    }

    /// What the result of an evaluation shows.
    ///
    /// # Errors
    /// Formulas are insisted on, and what they refer to is not chosen.
    pub fn of(wanted: &Wanted, evaluation: &Evaluation) -> Result<Extent, ExtentError> {
        wanted.check_for(&referred(evaluation))?;
        Ok(Extent::made(wanted, evaluation))
    }

    fn made(wanted: &Wanted, evaluation: &Evaluation) -> Extent {
        let is_large = evaluation.cards.len() > MOST_WITH_ALL;
        let is_chosen = |part: Part| match &wanted.parts {
            Some(chosen) => chosen.contains(&part),
            None => part.is_usual() && (!is_large || part != Part::Details),
        };
        let named = |part: Part| wanted.named.contains(&part);
        let is_there = |part: Part| part.is_in(evaluation) || part == Part::Review && named(part);
        let (there, empty): (Vec<Part>, Vec<Part>) =
            Part::ALL.into_iter().partition(|part| is_there(*part));
        let (parts, left_out): (Vec<Part>, Vec<Part>) = there
            .into_iter()
            .filter(|part| part.is_usual() || is_chosen(*part))
            .partition(|part| is_chosen(*part) || part.stays(evaluation));
        let kept = parts.iter().copied();
        let kept = kept.filter(|part| *part != Part::Rules && !is_chosen(*part));
        let can_refer = referred(evaluation).iter().all(|part| parts.contains(part));
        Extent {
            kept: kept.collect(),
            has_more: parts
                .iter()
                .any(|part| !part.is_usual() || !part.is_in(evaluation)),
            empty: empty.into_iter().filter(|part| named(*part)).collect(),
            formulas: can_refer && wanted.formulas.unwrap_or(!is_large),
            rows: ROWS,
            streamed: evaluation.cards.len() > MOST_HELD,
            parts,
            left_out,
            can_refer,
        }
    }

    /// Whether a part is there.
    pub fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }

    /// The names of the parts that are there.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.parts.iter().map(|part| part.name())
    }

    /// Whether nothing is left out.
    pub fn is_whole(&self) -> bool {
        self.left_out.is_empty() && self.formulas
    }

    /// Whether it is what a result shows without any choice: then it need not be said what it shows.
    pub fn is_plain(&self) -> bool {
        self.is_whole() && !self.has_more
    }

    /// As 评价规则 says it.
    pub fn written(&self) -> String {
        let kind = if self.formulas { FORMULAS } else { VALUES };
        format!("{kind}；{}", names(&self.parts))
    }

    /// What a reader is to know of a result that is not whole, and how to get the rest.
    pub fn told(&self, wanted: &Wanted) -> Option<String> {
        let (mut told, mut by_size, mut ways) = (Vec::new(), Vec::new(), Vec::new());
        let values = "分数写成数值，不带公式".to_string();
        match wanted.formulas {
            _ if self.formulas => {}
            Some(false) => told.push(values),
            _ if !self.can_refer => {
                told.push("公式要引用的工作表没有都选上，分数写成数值".to_string());
            }
            _ => {
                by_size.push(values);
                ways.push("要公式请加 --formulas".to_string());
            }
        }
        if !self.left_out.is_empty() {
            let left = format!("没有写{}", quoted(&self.left_out));
            match wanted.parts {
                Some(_) => told.push(left),
                None => {
                    by_size.push(left);
                    ways.push(format!("要全部工作表请加 --sheets {ALL}"));
                }
            }
        }
        if !by_size.is_empty() {
            let (left, ways) = (by_size.join("，"), ways.join("，"));
            told.push(format!("部门超过 {MOST_WITH_ALL} 个，{left}（{ways}）"));
        }
        if !self.kept.is_empty() {
            told.push(format!("{}里有复核意见，照样写出", quoted(&self.kept)));
        }
        if !self.empty.is_empty() {
            told.push(format!(
                "没有内容可以写进{}，没有这张表",
                quoted(&self.empty)
            ));
        }
        (!told.is_empty()).then(|| format!("{}。", told.join("；")))
    }

    /// The same of what is usual, without options.
    pub fn told_plainly(&self) -> Option<String> {
        (!self.is_whole()).then(|| {
            format!(
                "部门超过 {MOST_WITH_ALL} 个，评分结果工作簿里分数写成数值，没有{}。",
                quoted(&self.left_out)
            )
        })
    }
}

/// What formulas refer to.
fn referred(evaluation: &Evaluation) -> Vec<Part> {
    let parts = [Part::Scores, Part::Compared, Part::Raw];
    let referred = parts.into_iter().filter(|part| part.is_in(evaluation));
    referred.collect()
}

fn names(parts: &[Part]) -> String {
    let names: Vec<&str> = parts.iter().map(|part| part.name()).collect();
    names.join("、")
}

fn quoted(parts: &[Part]) -> String {
    parts
        .iter()
        .map(|part| format!("“{}”", part.name()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::GENERATED_SHEETS;

    #[test]
    fn the_usual_parts_are_the_sheets_that_are_made_anew() {
        let usual = Part::usual().filter(|part| *part != Part::Raw);
        let usual: Vec<&str> = usual.map(Part::name).collect();
        assert_eq!(usual, GENERATED_SHEETS);
    }
}
