//! Coherent figures for one department and year: what is executed grows from
//! quarter to quarter, parts stay within their totals, and the better a
//! department is run, the fewer points its figures lose.

use super::city::{Department, Level};
use super::columns::{BASE, Kind};
use super::model::{BaseRow, Cell, money};
use super::random::Random;

/// Who fills in the forms; the city has only these.
const PREPARERS: [&str; 10] = [
    "张甲", "李乙", "王丙", "赵丁", "钱戊", "孙己", "周庚", "吴辛", "郑壬", "冯癸",
];

/// How far from perfect a department is run, from 0 to 1.
pub fn slack(level: Level, random: &mut Random) -> f64 {
    match level {
        Level::Excellent => random.between(0.02, 0.16),
        Level::Good => random.between(0.40, 0.58),
        Level::Fair => random.between(0.70, 0.82),
        Level::Poor => random.between(0.97, 1.0),
    }
}

/// The row of 基础数据 of a department that exists in `year`.
pub fn base_row(department: &Department, year: u32) -> BaseRow {
    let (code, name) = department.identity(year).expect("exists that year");
    let mut traits = Random::from_words(department.name);
    let mut random = Random::from_words(&format!("{} {year}", department.name));
    let slack = slack(department.level, &mut random);

    let mut row = BaseRow::default();
    row.set("部门编码", Cell::text(code));
    row.set("部门名称", Cell::text(name));
    row.set("主管部门", Cell::text(department.bureau()));
    row.set("年度", Cell::number(f64::from(year)));
    row.set("填报人", Cell::text(traits.pick(&PREPARERS)));
    let telephone = format!("0000-{:08}", traits.whole(12_340_000, 12_349_999));
    row.set("联系电话", Cell::text(&telephone));

    judgements(&mut row, slack, &mut random);
    let growth = if year == 2020 {
        traits.between(0.9, 0.98)
    } else {
        1.0
    };
    let budget = money((department.budget * growth).round());
    funds(&mut row, budget, slack, &mut random);
    assets(
        &mut row,
        budget * traits.between(0.5, 2.4) * growth,
        slack,
        &mut random,
    );
    staff(&mut row, department.posts, slack, &mut random);
    running_costs(&mut row, department.posts, budget, slack, &mut random);
    progress(&mut row, slack, &mut random);
    tasks(&mut row, department, slack, &mut random);
    public(&mut row, slack, &mut random);
    row
}

/// The reviewer's judgements, 是/否 or some points in between, and the counts
/// and yes/no columns that go with them.
fn judgements(row: &mut BaseRow, slack: f64, random: &mut Random) {
    for (column, kind) in BASE {
        match kind {
            Kind::Points(max) if column != "效果性评定分" => {
                let roll = random.unit();
                let points = if roll < 0.01 + 0.26 * slack * slack {
                    0.0
                } else if roll < 0.03 + 0.45 * slack {
                    money(max * random.pick(&[0.5, 0.6, 0.8]))
                } else {
                    max
                };
                row.set(column, Cell::points(points, max));
            }
            Kind::YesNo => row.set(column, Cell::yes_no(false)),
            _ => {}
        }
    }
    for column in ["预算编制不符合项数", "绩效目标不符合项数"] {
        let count = if random.happens(slack * 0.75) {
            1.0 + f64::from(u8::from(random.happens(slack * 0.5)))
        } else {
            0.0
        };
        row.set(column, Cell::number(count));
    }
    if slack > 0.9 {
        row.set("缺少监督证明材料", Cell::yes_no(true));
    }
    for column in ["预算公开情况", "决算公开情况"] {
        let cell = if random.happens(slack * slack * 0.2) {
            Cell::worded("未公开", 0.0)
        } else if random.happens(slack * 0.4) {
            Cell::worded("公开但不符合要求", 1.0)
        } else {
            Cell::worded("按规定公开", 1.5)
        };
        row.set(column, cell);
    }
}

/// Purchases, the budget and its adjustments.
fn funds(row: &mut BaseRow, budget: f64, slack: f64, random: &mut Random) {
    let planned = money(budget * random.between(0.06, 0.28));
    let rate = if random.happens(slack * slack * 0.4) {
        random.between(1.01, 1.09)
    } else {
        1.0 - random.between(0.002, 0.03 + 0.2 * slack)
    };
    row.set("政府采购计划金额", Cell::number(planned));
    row.set("实际采购金额", Cell::number(money(planned * rate)));

    let adjusted = if random.happens(slack * 0.7) {
        random.between(0.102, 0.14 + 0.2 * slack)
    } else {
        random.between(0.012, 0.096)
    };
    row.set("部门预算总规模", Cell::number(budget));
    row.set("调整调剂资金累计", Cell::number(money(budget * adjusted)));
}

/// Fixed assets and how much of them is in use.
fn assets(row: &mut BaseRow, total: f64, slack: f64, random: &mut Random) {
    let total = money(total * random.between(0.98, 1.04));
    let rate = if random.happens(slack * 0.6) {
        random.between(0.9 - 0.35 * slack, 0.9)
    } else {
        random.between(0.915, 1.0)
    };
    row.set("在用固定资产总额", Cell::number(money(total * rate)));
    row.set("固定资产总额", Cell::number(total));
}

/// Posts, those filled, and people outside them.
fn staff(row: &mut BaseRow, posts: u32, slack: f64, random: &mut Random) {
    let filled = if random.happens(slack * slack * 0.5) {
        posts + random.whole(1, 2)
    } else {
        posts - random.whole(0, posts / 14)
    };
    let share = if random.happens(slack * 0.8) {
        random.between(0.055, 0.09 + 0.09 * slack)
    } else {
        random.between(0.0, 0.047)
    };
    let others = (f64::from(filled) * share / (1.0 - share)).floor();
    row.set("在编人数", Cell::number(f64::from(filled)));
    row.set("核定编制数", Cell::number(f64::from(posts)));
    row.set("编外人员数", Cell::number(others));
}

/// 三公经费 and 日常公用经费.
fn running_costs(row: &mut BaseRow, posts: u32, budget: f64, slack: f64, random: &mut Random) {
    let hospitality = money((budget.sqrt() * random.between(0.12, 0.3) * 10.0).round() / 10.0);
    let daily = money((f64::from(posts) * random.between(2.2, 4.6)).min(budget * 0.2));
    for (planned, spent, amount) in [
        ("三公经费预算", "三公经费实际支出", hospitality),
        ("日常公用经费调整预算", "日常公用经费决算", daily),
    ] {
        let rate = if random.happens(slack * slack * 0.55) {
            random.between(1.01, 1.12)
        } else if random.happens(slack * 0.9) {
            random.between(0.905, 0.998)
        } else {
            random.between(0.52, 0.895)
        };
        row.set(planned, Cell::number(amount));
        row.set(spent, Cell::number(money(amount * rate)));
    }
}

/// Cumulative progress at the end of each quarter.
fn progress(row: &mut BaseRow, slack: f64, random: &mut Random) {
    let year_end = 1.0 - random.between(0.002, 0.03 + 0.12 * slack);
    let shares = [(0.255, 0.17), (0.505, 0.22), (0.755, 0.20), (1.0, 0.0)];
    let columns = [
        "一季度末支出进度",
        "二季度末支出进度",
        "三季度末支出进度",
        "四季度末支出进度",
    ];
    for (column, (even, late)) in columns.into_iter().zip(shares) {
        let wobble = if even < 1.0 {
            random.between(-0.012, 0.014)
        } else {
            0.0
        };
        let share = year_end * (even - late * slack + wobble);
        row.set(column, Cell::number((share * 10_000.0).round() / 10_000.0));
    }
}

/// Key tasks and projects.
fn tasks(row: &mut BaseRow, department: &Department, slack: f64, random: &mut Random) {
    let total = random.whole(4, 9) + u32::from(department.budget > 20_000.0) * 3;
    let undone = match department.level {
        Level::Poor => random.whole(1, 2),
        Level::Fair => u32::from(random.happens(0.55)),
        _ => u32::from(random.happens(slack * 0.4)),
    };
    row.set("重点工作总数", Cell::number(f64::from(total)));
    row.set("重点工作完成数", Cell::number(f64::from(total - undone)));

    let planned = (department.budget.sqrt() / random.between(4.0, 6.5)).round() + 4.0;
    let late = (planned * random.between(0.0, 0.02 + 0.3 * slack)).floor();
    row.set("计划完成项目数", Cell::number(planned));
    row.set("按时完成项目数", Cell::number(planned - late));
}

/// Petitions and satisfaction.
fn public(row: &mut BaseRow, slack: f64, random: &mut Random) {
    let total = random.whole(2, 46);
    let unanswered = u32::from(random.happens(slack * slack * 0.5));
    let late = u32::from(random.happens(slack * 0.5));
    row.set("信访总件数", Cell::number(f64::from(total)));
    row.set("信访回复件数", Cell::number(f64::from(total - unanswered)));
    let in_time = total - unanswered - late;
    row.set("信访按期回复件数", Cell::number(f64::from(in_time)));

    let satisfied = random.between(0.955, 0.992) - random.between(0.0, 0.11) * slack;
    let satisfied = satisfied - if slack > 0.9 { 0.09 } else { 0.0 };
    let satisfied = (satisfied * 1000.0).round() / 1000.0;
    row.set("满意度", Cell::number(satisfied));
}
