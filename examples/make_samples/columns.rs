//! The columns of the three input sheets and the 21 indicators.

use Kind::{Amount, Choice, Count, Percent, Points, Text, Year, YesNo};

/// What a column of 基础数据 holds.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    Text,
    Year,
    Points(f64),
    Count,
    Amount,
    YesNo,
    Choice,
    Percent,
}

/// The rule book's edition; they differ in column 12 and in a name.
#[derive(Clone, Copy, PartialEq)]
pub enum Edition {
    Standard,
    A,
}

/// 基础数据, in order, in the default edition.
pub const BASE: [(&str, Kind); 63] = [
    ("部门编码", Text),
    ("部门名称", Text),
    ("主管部门", Text),
    ("年度", Year),
    ("填报人", Text),
    ("联系电话", Text),
    ("预算编制符合职责和政策", Points(1.0)),
    ("资金按重点合理分配", Points(1.0)),
    ("专项资金编制细化合理", Points(1.0)),
    ("分类编制准确无频繁调剂", Points(1.0)),
    ("预算分配不固化", Points(1.0)),
    ("预算编制不符合项数", Count),
    ("绩效目标不符合项数", Count),
    ("目标细化为具体任务", Points(2.0)),
    ("包含效益指标", Points(2.0)),
    ("指标值清晰可衡量", Points(1.0)),
    ("包含可量化指标", Points(1.0)),
    ("目标值测算有依据", Points(1.0)),
    ("政府采购计划金额", Amount),
    ("实际采购金额", Amount),
    ("采购政策功能落实", Points(1.0)),
    ("资金支出规范性", Points(1.0)),
    ("部门预算总规模", Amount),
    ("调整调剂资金累计", Amount),
    ("会计核算规范性", Points(1.0)),
    ("存在违规支出", YesNo),
    ("预算公开情况", Choice),
    ("决算公开情况", Choice),
    ("涉密部门", YesNo),
    ("项目设立调整报批", Points(1.0)),
    ("招投标验收执行制度", Points(1.0)),
    ("资金管理和绩效监控机制", Points(1.0)),
    ("检查监控督促整改", Points(1.0)),
    ("缺少监督证明材料", YesNo),
    ("专项资金评价结果为差", YesNo),
    ("资产配置保管账实相符", Points(1.0)),
    ("资产处置收入上缴规范", Points(1.0)),
    ("在用固定资产总额", Amount),
    ("固定资产总额", Amount),
    ("在编人数", Count),
    ("核定编制数", Count),
    ("编外人员数", Count),
    ("管理制度已制定", Points(0.5)),
    ("管理制度有效执行", Points(1.5)),
    ("绩效管理制度和组织", Points(1.0)),
    ("三公经费预算", Amount),
    ("三公经费实际支出", Amount),
    ("日常公用经费调整预算", Amount),
    ("日常公用经费决算", Amount),
    ("一季度末支出进度", Percent),
    ("二季度末支出进度", Percent),
    ("三季度末支出进度", Percent),
    ("四季度末支出进度", Percent),
    ("重点工作总数", Count),
    ("重点工作完成数", Count),
    ("计划完成项目数", Count),
    ("按时完成项目数", Count),
    ("效果性评定分", Points(25.0)),
    ("信访反映渠道和回复机制", Points(1.0)),
    ("信访总件数", Count),
    ("信访回复件数", Count),
    ("信访按期回复件数", Count),
    ("满意度", Percent),
];

/// Where column 12 stands, which edition a replaces.
const RULES_OF_BUDGETING: usize = 11;

/// Amount columns whose header names the unit; the others lean on 单位：万元.
const WITH_UNIT: [&str; 6] = [
    "政府采购计划金额",
    "实际采购金额",
    "部门预算总规模",
    "调整调剂资金累计",
    "在用固定资产总额",
    "固定资产总额",
];

/// What column `index` holds in `edition`.
pub fn kind(edition: Edition, index: usize) -> Kind {
    match (edition, index) {
        (Edition::A, RULES_OF_BUDGETING) => Points(5.0),
        _ => BASE[index].1,
    }
}

/// The header of column `index` as it stands in the sheet.
pub fn header(edition: Edition, index: usize) -> String {
    match (edition, index) {
        (Edition::A, RULES_OF_BUDGETING) => "预算编制规范性评定分".to_string(),
        _ if WITH_UNIT.contains(&BASE[index].0) => format!("{}（万元）", BASE[index].0),
        _ => BASE[index].0.to_string(),
    }
}

/// The position of a column of 基础数据 by its name in the default edition.
pub fn index(name: &str) -> usize {
    BASE.iter()
        .position(|(header, _)| *header == name)
        .unwrap_or_else(|| panic!("no column {name}"))
}

/// The columns of 个性化指标.
pub const OUTCOMES: [&str; 9] = [
    "部门编码",
    "部门名称",
    "效益类别",
    "指标名称",
    "方向",
    "目标值",
    "完成值",
    "分值",
    "评定比例",
];

/// The 21 indicators and their points, in the default edition.
pub const INDICATORS: [(&str, f64); 21] = [
    ("预算编制合理性", 5.0),
    ("预算编制规范性", 5.0),
    ("绩效目标完整性", 3.0),
    ("绩效指标明确性", 7.0),
    ("政府采购执行情况", 2.0),
    ("财务合规性", 3.0),
    ("预决算信息公开", 3.0),
    ("项目实施程序", 2.0),
    ("项目监管", 2.0),
    ("资产管理安全性", 2.0),
    ("固定资产利用率", 1.0),
    ("财政供养人员控制率", 1.0),
    ("编外人员控制率", 1.0),
    ("管理制度健全性", 3.0),
    ("公用经费控制率", 6.0),
    ("预算执行率", 6.0),
    ("重点工作完成情况", 8.0),
    ("项目完成及时性", 6.0),
    ("社会效益、经济效益、生态效益及可持续影响等", 25.0),
    ("群众信访办理情况", 3.0),
    ("公众或服务对象满意度", 6.0),
];

/// Where the effectiveness indicator stands among the 21.
pub const EFFECT: usize = 18;

/// The header of a declared indicator in `edition`.
pub fn indicator_header(edition: Edition, index: usize) -> &'static str {
    match (edition, index) {
        (Edition::A, EFFECT) => "社会效益、经济效益、生态效益等",
        _ => INDICATORS[index].0,
    }
}

/// The position of an indicator by its name in the default edition.
pub fn indicator(name: &str) -> usize {
    INDICATORS
        .iter()
        .position(|(known, _)| *known == name)
        .unwrap_or_else(|| panic!("no indicator {name}"))
}
