//! Grades (评分等级) and their bounds.

use rust_decimal::Decimal;

use super::document::Section;

/// One grade: totals from `min` on, up to the next better grade.
#[derive(Clone, Debug, PartialEq)]
pub struct Grade {
    /// 优, 良, 中, 差, or a place's own.
    pub name: String,
    /// The least total that gives it.
    pub min: Decimal,
    /// The fill colour, as RRGGBB.
    pub color: u32,
}

/// The grades, best first. The last one's bound is 0, so every total has a grade.
#[derive(Clone, Debug, PartialEq)]
pub struct Grades(Vec<Grade>);

impl Grades {
    /// The grade of a total.
    pub fn of(&self, total: Decimal) -> &Grade {
        self.0
            .iter()
            .find(|grade| total >= grade.min)
            .unwrap_or(&self.0[self.0.len() - 1])
    }

    /// Best first.
    pub fn iter(&self) -> std::slice::Iter<'_, Grade> {
        self.0.iter()
    }

    /// Reads the grades and checks that they are in order, can be reached, and leave no total without one.
    pub(super) fn read(
        tables: &[Section],
        owner: &Section,
        full_mark: Option<Decimal>,
    ) -> Option<Grades> {
        let findings = owner.findings();
        let mut grades: Vec<Grade> = Vec::new();
        let mut lowest = None;
        let mut in_order = true;
        for table in tables {
            let (name, min) = (table.required_text("name")?, table.required_number("min")?);
            let color = read_color(table);
            table.finish();
            if let Some(better) = grades.last().filter(|better| min.value >= better.min) {
                let message = format!(
                    "等级“{}”的下限应低于“{}”的下限 {}",
                    name.value, better.name, better.min
                );
                findings.error(&min.at, message);
                in_order = false;
            }
            if let Some(full_mark) = full_mark.filter(|full_mark| min.value > *full_mark) {
                let message = format!("满分是 {full_mark} 分，等级“{}”永远达不到", name.value);
                findings.error(&min.at, message);
            }
            if grades.iter().any(|grade| grade.name == name.value) {
                findings.error(&name.at, format!("等级“{}”出现了两次", name.value));
            }
            grades.push(Grade {
                name: name.value,
                min: min.value,
                color,
            });
            lowest = Some(min);
        }
        let Some(lowest) = lowest else {
            let at = owner.place_of("grades");
            let message = at.either("缺少等级 [[grades]]", "“等级”表里没有等级");
            findings.error(&at, message);
            return None;
        };
        if in_order && !lowest.is_zero() {
            let key = lowest.at.word("min");
            let message = format!("最后一个等级的“{key}”应为 0，否则有的总分没有等级");
            findings.error(&lowest.at, message);
        }
        Some(Grades(grades))
    }
}

const WHITE: u32 = 0xFFFFFF;

fn read_color(table: &Section) -> u32 {
    let Some(color) = table.text("color") else {
        return WHITE;
    };
    let number = u32::from_str_radix(&color, 16).ok();
    number.filter(|_| color.len() == 6).unwrap_or_else(|| {
        let text = "“color”应为六位十六进制颜色，如 \"C6EFCE\"";
        let message = color
            .at
            .either(text, "“颜色”应为六位十六进制颜色，如 C6EFCE");
        table.findings().error(&color.at, message);
        WHITE
    })
}
