//! A department that gets full marks by the default rule book, to be spoiled cell by cell.

use super::cell::{Cell, settings};

/// The columns of 基础数据 with what a full-marks department has in them.
pub const COLUMNS: [(&str, &str); 63] = [
    ("部门编码", "空"),
    ("部门名称", "空"),
    ("主管部门", "示例市教育局"),
    ("年度", "2021"),
    ("填报人", "空"),
    ("联系电话", "空"),
    ("预算编制符合职责和政策", "是"),
    ("资金按重点合理分配", "是"),
    ("专项资金编制细化合理", "是"),
    ("分类编制准确无频繁调剂", "是"),
    ("预算分配不固化", "是"),
    ("预算编制不符合项数", "0"),
    ("绩效目标不符合项数", "0"),
    ("目标细化为具体任务", "是"),
    ("包含效益指标", "是"),
    ("指标值清晰可衡量", "是"),
    ("包含可量化指标", "是"),
    ("目标值测算有依据", "是"),
    ("政府采购计划金额", "100"),
    ("实际采购金额", "100"),
    ("采购政策功能落实", "是"),
    ("资金支出规范性", "是"),
    ("部门预算总规模", "1000"),
    ("调整调剂资金累计", "50"),
    ("会计核算规范性", "是"),
    ("存在违规支出", "否"),
    ("预算公开情况", "按规定公开"),
    ("决算公开情况", "按规定公开"),
    ("涉密部门", "否"),
    ("项目设立调整报批", "是"),
    ("招投标验收执行制度", "是"),
    ("资金管理和绩效监控机制", "是"),
    ("检查监控督促整改", "是"),
    ("缺少监督证明材料", "否"),
    ("专项资金评价结果为差", "否"),
    ("资产配置保管账实相符", "是"),
    ("资产处置收入上缴规范", "是"),
    ("在用固定资产总额", "100"),
    ("固定资产总额", "100"),
    ("在编人数", "100"),
    ("核定编制数", "100"),
    ("编外人员数", "0"),
    ("管理制度已制定", "是"),
    ("管理制度有效执行", "是"),
    ("绩效管理制度和组织", "是"),
    ("三公经费预算", "10"),
    ("三公经费实际支出", "8"),
    ("日常公用经费调整预算", "10"),
    ("日常公用经费决算", "8"),
    ("一季度末支出进度", "25%"),
    ("二季度末支出进度", "50%"),
    ("三季度末支出进度", "75%"),
    ("四季度末支出进度", "100%"),
    ("重点工作总数", "5"),
    ("重点工作完成数", "5"),
    ("计划完成项目数", "10"),
    ("按时完成项目数", "10"),
    ("效果性评定分", "25"),
    ("信访反映渠道和回复机制", "是"),
    ("信访总件数", "10"),
    ("信访回复件数", "10"),
    ("信访按期回复件数", "10"),
    ("满意度", "95%"),
];

/// The third-level indicators of the default rule book with their points.
pub const INDICATORS: [(&str, &str); 21] = [
    ("预算编制合理性", "5.00"),
    ("预算编制规范性", "5.00"),
    ("绩效目标完整性", "3.00"),
    ("绩效指标明确性", "7.00"),
    ("政府采购执行情况", "2.00"),
    ("财务合规性", "3.00"),
    ("预决算信息公开", "3.00"),
    ("项目实施程序", "2.00"),
    ("项目监管", "2.00"),
    ("资产管理安全性", "2.00"),
    ("固定资产利用率", "1.00"),
    ("财政供养人员控制率", "1.00"),
    ("编外人员控制率", "1.00"),
    ("管理制度健全性", "3.00"),
    ("公用经费控制率", "6.00"),
    ("预算执行率", "6.00"),
    ("重点工作完成情况", "8.00"),
    ("项目完成及时性", "6.00"),
    ("社会效益、经济效益、生态效益及可持续影响等", "25.00"),
    ("群众信访办理情况", "3.00"),
    ("公众或服务对象满意度", "6.00"),
];

/// The columns of 个性化指标.
pub const OUTCOME_COLUMNS: [&str; 9] = [
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

/// The position of a column of 基础数据.
pub fn column(name: &str) -> usize {
    COLUMNS
        .iter()
        .position(|(known, _)| *known == name)
        .unwrap_or_else(|| panic!("no column {name}"))
}

/// One department of an input.
#[derive(Clone, Debug)]
pub struct Department {
    /// Its cells in 基础数据.
    pub cells: Vec<Cell>,
    /// Its rows in 个性化指标.
    pub outcomes: Vec<Vec<Cell>>,
    /// Its row in 自评得分, by indicator, then 总分 and 等级.
    pub declared: Option<Vec<Cell>>,
}

impl Department {
    /// A department with full marks.
    pub fn new(name: &str) -> Department {
        let mut department = Department {
            cells: COLUMNS.iter().map(|(_, cell)| Cell::parse(cell)).collect(),
            outcomes: Vec::new(),
            declared: None,
        };
        department.cells[column("部门名称")] = Cell::text(name);
        department
    }

    /// The same with other cells: `列=值; 列=值`, see [`Cell::parse`].
    pub fn with(mut self, overrides: &str) -> Department {
        for (name, cell) in settings(overrides) {
            self.cells[column(&name)] = cell;
        }
        self
    }

    /// The same with one other cell.
    pub fn with_cell(mut self, name: &str, cell: Cell) -> Department {
        self.cells[column(name)] = cell;
        self
    }

    /// The same with a row in 个性化指标: `方向=正向; 目标值=100; …`.
    pub fn outcome(mut self, row: &str) -> Department {
        let mut cells = vec![Cell::Blank; OUTCOME_COLUMNS.len()];
        cells[0] = self.cells[0].clone();
        cells[1] = self.cells[1].clone();
        cells[2] = Cell::text("社会效益");
        cells[3] = Cell::text("服务人次");
        for (name, cell) in settings(row) {
            let place = OUTCOME_COLUMNS.iter().position(|known| *known == name);
            cells[place.unwrap_or_else(|| panic!("no column {name}"))] = cell;
        }
        self.outcomes.push(cells);
        self
    }

    /// The same with declared scores: `指标=分; 总分=…; 等级=…`.
    pub fn declares(mut self, scores: &str) -> Department {
        let mut cells = vec![Cell::Blank; INDICATORS.len() + 2];
        for (name, cell) in settings(scores) {
            let place = match name.as_str() {
                "总分" => INDICATORS.len(),
                "等级" => INDICATORS.len() + 1,
                _ => INDICATORS
                    .iter()
                    .position(|(known, _)| *known == name)
                    .unwrap_or_else(|| panic!("no indicator {name}")),
            };
            cells[place] = cell;
        }
        self.declared = Some(cells);
        self
    }
}
