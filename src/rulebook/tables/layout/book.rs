//! The sheets about the rule book as a whole: its head, checks, grades, and what sheets and columns are called.

use super::Holds::{Number, Remark, Text, Texts, Word};
use super::words::{PURPOSES, SEVERITIES};
use super::{Column, SheetShape, column};

/// 说明: the rule book as a whole, a line a key.
pub const HEAD: SheetShape = SheetShape {
    name: "说明",
    about: "规则书的基本情况。只改“内容”一列。",
    columns: &[
        column("", "项目", Text, 22.0, "项目的名称，不要改。"),
        column("", "内容", Text, 60.0, "要改的内容写在这一列。"),
        column("", "怎么填", Remark, 50.0, "填写的说明，程序不读。"),
    ],
    optional: false,
    more: &[],
};

/// The lines of 说明.
pub const HEAD_LINES: &[Column] = &[
    column(
        "id",
        "编号",
        Text,
        0.0,
        "结果里印的短名称；改了规则，请换一个编号或版本，以免与原来的混淆。",
    ),
    column("name", "名称", Text, 0.0, "规则书的全名。"),
    column("version", "版本", Text, 0.0, "自己的版本号，例如 1.0。"),
    column("year", "年度", Number, 0.0, "评价的年度，例如 2024。"),
    column(
        "points",
        "总分",
        Number,
        0.0,
        "满分，各一级指标的分值合计应等于它。",
    ),
    column(
        "decimals",
        "小数位数",
        Number,
        0.0,
        "指标得分保留几位小数，0 到 4；不填为 2。",
    ),
    column(
        "source",
        "规则来源",
        Text,
        0.0,
        "规则出自哪个文件，会印在结果里。",
    ),
    column(
        "report",
        "报告模板",
        Text,
        0.0,
        "部门报告用的内置模板；不填为通用模板。",
    ),
    column(
        "incomplete",
        "不完整之处",
        Text,
        0.0,
        "规则书还不完整、不能照用的，写明缺什么；列出规则书、评分时都会提示，并印在评价规则里。补全后清空。",
    ),
    column(
        "outcomes.categories",
        "个性化指标类别",
        Texts,
        0.0,
        "效益类别，几个之间用“；”隔开；没有个性化指标的不填。",
    ),
    column(
        "outcomes.weights_total",
        "个性化指标分值合计",
        Number,
        0.0,
        "一个部门的个性化指标分值合计应是多少；不要求的不填。",
    ),
];

/// 等级: the grades.
pub const GRADES: SheetShape = SheetShape {
    name: "等级",
    about: "从高到低；总分达到“下限”就是这一等级，最后一个等级的下限为 0。",
    columns: &[
        column("name", "等级", Text, 14.0, "等级的名称。"),
        column("min", "下限", Number, 10.0, "总分不低于多少。"),
        column(
            "color",
            "颜色",
            Text,
            14.0,
            "结果里的底色，六位十六进制，例如 C6EFCE；不填为白色。",
        ),
    ],
    optional: false,
    more: &[],
};

/// 勾稽: the cross-footing checks.
pub const CHECKS: SheetShape = SheetShape {
    name: "勾稽",
    about: "数据之间应有的关系，一行一条；不成立的提示，不影响得分。",
    columns: &[
        column(
            "code",
            "代码",
            Text,
            8.0,
            "自己的代码，例如 K101，不能重复。",
        ),
        column("severity", "级别", Word(SEVERITIES), 8.0, "错误或提醒。"),
        column(
            "test",
            "应当满足",
            Text,
            46.0,
            "应当成立的条件，写法与 Excel 相同，例如 实际采购金额 <= 采购计划金额。要求填写文字的，用“什么情况下”“要填写什么”两列，这一列空着。",
        ),
        column(
            "message",
            "提示",
            Text,
            46.0,
            "不成立时的提示；{数据项} 处印出这个部门填的数。",
        ),
        column("advice", "怎么办", Text, 40.0, "怎么核对、怎么改。"),
    ],
    optional: true,
    more: &[
        column(
            "when",
            "什么情况下",
            Text,
            30.0,
            "在什么情况下要填写文字：条件，写法与 Excel 相同，例如 预算执行率 < 90%。这时“应当满足”空着。",
        ),
        column(
            "needs",
            "要填写什么",
            Text,
            20.0,
            "这时必须填写的数据项，类型应为“文字”，例如 未完成原因。",
        ),
    ],
};

/// 表名: what the input's sheets and columns are called.
pub const NAMES: SheetShape = SheetShape {
    name: "表名",
    about: "部门数据的工作簿里各表、各列叫什么；整张表不要时，按通常的名称。",
    columns: &[
        column(
            "purpose",
            "用途",
            Word(PURPOSES),
            20.0,
            "哪一张表、哪一列，不要改。",
        ),
        column("name", "名称", Text, 22.0, "叫什么。"),
        column(
            "aliases",
            "别名",
            Texts,
            60.0,
            "其他叫法，几个之间用“；”隔开。",
        ),
        column(
            "completion",
            "完成比例",
            Text,
            34.0,
            "个性化指标的方向怎么算完成比例，例如 完成值 / 目标值；只用于方向的取值。",
        ),
    ],
    optional: true,
    more: &[],
};
