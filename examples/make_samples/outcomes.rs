//! 个性化指标: what each field of work measures its effect by, and the rows of
//! a department and year.

use super::city::Department;
use super::figures::slack;
use super::model::{BaseRow, Cell, OutcomeRow};
use super::random::Random;

/// What can be measured: category, name, direction, a usual target. A target
/// of 0 marks 定性, which has none.
type Template = (&'static str, &'static str, &'static str, f64);

/// Points of the rows, by their number; each line sums to 25.
const POINTS: [&[f64]; 4] = [
    &[6.0, 5.0, 5.0, 5.0, 4.0],
    &[5.0, 5.0, 4.0, 4.0, 4.0, 3.0],
    &[5.0, 4.0, 4.0, 4.0, 3.0, 3.0, 2.0],
    &[4.0, 4.0, 3.5, 3.5, 3.0, 3.0, 2.0, 2.0],
];

/// Each list starts with a row of every category, so that the first five cover
/// all four.
#[rustfmt::skip]
fn templates(bureau: &str) -> [Template; 8] {
    match bureau {
        "101" => [
            ("社会效益", "学生体质健康合格率（%）", "正向", 92.0),
            ("经济效益", "生均运行成本（元）", "反向", 8600.0),
            ("生态效益", "垃圾分类达标班级占比（%）", "正向", 95.0),
            ("可持续影响", "教师梯队建设成效", "定性", 0.0),
            ("社会效益", "培训教师人次（人次）", "正向", 360.0),
            ("社会效益", "课后服务覆盖率（%）", "正向", 100.0),
            ("社会效益", "校园安全隐患整改时间（天）", "反向", 7.0),
            ("可持续影响", "办学特色延续性", "定性", 0.0),
        ],
        "102" => [
            ("社会效益", "服务群众人次（万人次）", "正向", 12.0),
            ("经济效益", "次均服务成本（元）", "反向", 210.0),
            ("生态效益", "医疗废物规范处置率（%）", "正向", 100.0),
            ("可持续影响", "人才培养机制", "定性", 0.0),
            ("社会效益", "平均等候时间（分钟）", "反向", 25.0),
            ("社会效益", "健康知识知晓率（%）", "正向", 85.0),
            ("社会效益", "服务差错（件）", "反向", 9.0),
            ("可持续影响", "信息系统支撑能力", "定性", 0.0),
        ],
        "103" => [
            ("社会效益", "公共文化活动场次（场）", "正向", 120.0),
            ("经济效益", "场馆综合收入（万元）", "正向", 85.0),
            ("生态效益", "场馆单位面积能耗下降率（%）", "正向", 3.0),
            ("可持续影响", "品牌活动影响力", "定性", 0.0),
            ("社会效益", "参与市民人次（万人次）", "正向", 18.5),
            ("社会效益", "媒体正面报道（篇）", "正向", 40.0),
            ("社会效益", "安全隐患整改时间（天）", "反向", 7.0),
            ("可持续影响", "志愿者队伍建设", "定性", 0.0),
        ],
        "104" => [
            ("社会效益", "服务对象人数（人）", "正向", 480.0),
            ("经济效益", "人均服务成本（元）", "反向", 3200.0),
            ("生态效益", "节地生态项目占比（%）", "正向", 30.0),
            ("可持续影响", "社会力量参与机制", "定性", 0.0),
            ("社会效益", "政策知晓率（%）", "正向", 90.0),
            ("社会效益", "求助响应时间（小时）", "反向", 2.5),
            ("社会效益", "服务差错（件）", "反向", 8.0),
            ("可持续影响", "长效照护能力", "定性", 0.0),
        ],
        "105" => [
            ("社会效益", "业务按期办结率（%）", "正向", 98.0),
            ("经济效益", "盘活存量土地（亩）", "正向", 260.0),
            ("生态效益", "生态修复面积（亩）", "正向", 540.0),
            ("可持续影响", "数据成果共享机制", "定性", 0.0),
            ("社会效益", "平均办理时间（工作日）", "反向", 3.5),
            ("社会效益", "地质灾害隐患点整治（处）", "正向", 16.0),
            ("生态效益", "违法占地（宗）", "反向", 14.0),
            ("可持续影响", "规划引领作用", "定性", 0.0),
        ],
        "106" => [
            ("社会效益", "公共交通分担率（%）", "正向", 45.0),
            ("经济效益", "每公里养护成本（万元）", "反向", 6.8),
            ("生态效益", "新能源车辆占比（%）", "正向", 70.0),
            ("可持续影响", "智慧交通建设成效", "定性", 0.0),
            ("社会效益", "道路优良率（%）", "正向", 93.0),
            ("社会效益", "平均抢修时间（小时）", "反向", 4.5),
            ("社会效益", "安全隐患整改时间（天）", "反向", 7.0),
            ("可持续影响", "设施长效管护机制", "定性", 0.0),
        ],
        "107" => [
            ("社会效益", "培训农户人次（人次）", "正向", 850.0),
            ("经济效益", "亩均增收（元）", "正向", 320.0),
            ("生态效益", "化肥施用强度（千克每亩）", "反向", 21.5),
            ("可持续影响", "技术推广体系建设", "定性", 0.0),
            ("社会效益", "抽检合格率（%）", "正向", 98.0),
            ("生态效益", "水质达标率（%）", "正向", 96.0),
            ("经济效益", "带动就业人数（人）", "正向", 140.0),
            ("可持续影响", "管护责任落实情况", "定性", 0.0),
        ],
        _ => [
            ("社会效益", "检验检测批次（批次）", "正向", 2400.0),
            ("经济效益", "为企业减免费用（万元）", "正向", 56.0),
            ("生态效益", "危险废液规范处置率（%）", "正向", 100.0),
            ("可持续影响", "质量基础设施服务能力", "定性", 0.0),
            ("社会效益", "平均检测周期（工作日）", "反向", 10.0),
            ("社会效益", "投诉按期办结率（%）", "正向", 97.0),
            ("社会效益", "不合格产品处置时间（天）", "反向", 12.0),
            ("可持续影响", "标准实施监督机制", "定性", 0.0),
        ],
    }
}

/// The rows of a department, five to eight.
pub fn rows(department: &Department, year: u32) -> Vec<OutcomeRow> {
    let (code, name) = department.identity(year).expect("exists that year");
    let mut random = Random::from_words(&format!("{} 效益 {year}", department.name));
    let slack = slack(department.level, &mut random);
    let points = POINTS[random.whole(0, 3) as usize];
    let mut chosen = templates(&department.code[..3]).to_vec();
    while chosen.len() > points.len() {
        let last = chosen.len() as u32 - 1;
        chosen.remove(random.whole(4, last) as usize);
    }
    chosen
        .into_iter()
        .zip(points)
        .map(|((category, indicator, direction, usual), &points)| {
            let mut row = OutcomeRow {
                code: code.to_string(),
                department: name.to_string(),
                category,
                indicator: indicator.to_string(),
                direction,
                target: None,
                actual: None,
                points,
                ratio: None,
            };
            let reached = if random.happens(0.08 + 0.85 * slack) {
                1.0 - random.between(0.02, 0.06 + 0.46 * slack)
            } else {
                random.between(1.0, 1.12)
            };
            match direction {
                "定性" => row.ratio = Some(rounded(reached.min(1.0), 0.05)),
                _ => {
                    let (target, actual) =
                        figures(indicator, direction, usual, reached, &mut random);
                    row.target = Some(target);
                    row.actual = Some(actual);
                }
            }
            row
        })
        .collect()
}

/// A target near the usual one and what was reached, in steps that suit both.
fn figures(
    indicator: &str,
    direction: &str,
    usual: f64,
    reached: f64,
    random: &mut Random,
) -> (f64, f64) {
    let percent = indicator.contains('%');
    let step = match usual {
        _ if percent => 0.1,
        _ if usual >= 200.0 => 10.0,
        _ if usual.fract() > 0.0 => 0.1,
        _ => 1.0,
    };
    let target = if percent || usual < 30.0 {
        usual
    } else {
        rounded(usual * random.between(0.6, 1.7), step)
    };
    let wanted = if direction == "反向" {
        target / reached
    } else {
        target * reached
    };
    let actual = rounded(wanted, if step == 10.0 { 1.0 } else { step });
    let actual = if percent { actual.min(100.0) } else { actual };
    (target, actual)
}

/// `value` in whole steps.
fn rounded(value: f64, step: f64) -> f64 {
    let steps_in_one = (1.0 / step).max(1.0).round();
    if step >= 1.0 {
        (value / step).round() * step
    } else {
        (value * steps_in_one).round() / steps_in_one
    }
}

/// What the few departments without rows give instead.
pub fn judge_as_a_whole(row: &mut BaseRow, points: f64) {
    row.set("效果性评定分", Cell::points(points, 25.0));
}
