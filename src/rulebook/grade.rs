//! Grades (评分等级) and their bounds.

use rust_decimal::Decimal;

use super::document::Table;

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

    /// Reads the grades and checks their order.
    pub(super) fn read(tables: &[Table], owner: &Table) -> Option<Grades> {
        let findings = owner.findings();
        let mut grades: Vec<Grade> = Vec::new();
        for table in tables {
            let (name, min) = (table.required_text("name")?, table.required_number("min")?);
            let color = match table.text("color") {
                None => 0xFFFFFF,
                Some(color) => u32::from_str_radix(&color, 16)
                    .ok()
                    .filter(|_| color.len() == 6)
                    .unwrap_or_else(|| {
                        findings.error(&color.at, "“color”应为六位十六进制颜色，如 \"C6EFCE\"");
                        0xFFFFFF
                    }),
            };
            if let Some(better) = grades.last() {
                if min.value >= better.min {
                    findings.error(
                        &min.at,
                        format!(
                            "等级“{}”的下限应低于“{}”的下限 {}",
                            name.value, better.name, better.min
                        ),
                    );
                }
                if grades.iter().any(|grade| grade.name == name.value) {
                    findings.error(&name.at, format!("等级“{}”出现了两次", name.value));
                }
            }
            table.finish();
            grades.push(Grade {
                name: name.value,
                min: min.value,
                color,
            });
        }
        match (grades.last(), tables.last()) {
            (Some(last), Some(table)) if !last.min.is_zero() => {
                findings.error(&table.at, "最后一个等级的“min”应为 0，否则有的总分没有等级");
            }
            (Some(_), _) => return Some(Grades(grades)),
            _ => findings.error(&owner.at, "缺少等级 [[grades]]"),
        }
        None
    }
}
