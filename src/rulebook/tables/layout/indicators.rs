//! The sheets of the indicators, of how unclear rules are read, and of how else they could be.

use super::Holds::{Flag, Number, Text, Texts};
use super::items::OF_INDICATOR;
use super::{SheetShape, column};

/// 指标: the framework and the indicators.
pub const INDICATORS: SheetShape = SheetShape {
    name: "指标",
    about: "一行一个三级指标；一、二级指标可以合并单元格，空着的与上一行相同。每一级的分值合计要与上一级相等。",
    columns: &[
        column(
            "first",
            "一级指标",
            Text,
            11.0,
            "一级指标的名称；与上一行相同的可以空着。",
        ),
        column(
            "first.points",
            "一级分值",
            Number,
            8.0,
            "一级指标的分值，只在第一次出现的一行填。",
        ),
        column(
            "second",
            "二级指标",
            Text,
            11.0,
            "二级指标的名称；与上一行相同的可以空着。",
        ),
        column(
            "second.points",
            "二级分值",
            Number,
            8.0,
            "二级指标的分值，只在第一次出现的一行填。",
        ),
        column(
            "name",
            "三级指标",
            Text,
            20.0,
            "三级指标的名称，其他工作表用它指这个指标；改名时其他工作表也要改。",
        ),
        column(
            "points",
            "分值",
            Number,
            7.0,
            "三级指标的分值；它的各评分项（计分表）合计应等于它。",
        ),
        column("about", "指标说明", Text, 34.0, "指标看什么；不影响得分。"),
        column(
            "criteria",
            "评分标准",
            Text,
            44.0,
            "印在表上的评分标准；空着时按“计分”表自动写出。写 {1} 的地方印出第 1 个评分项的标准。",
        ),
        column(
            "advice",
            "改进建议",
            Text,
            30.0,
            "失分时印出的建议；不影响得分。",
        ),
        column(
            "aliases",
            "别名",
            Texts,
            24.0,
            "自评得分表里这个指标的其他叫法，几个之间用“；”隔开。",
        ),
    ],
    optional: false,
    more: &[],
};

/// 读法: how unclear rules are read.
pub const READINGS: SheetShape = SheetShape {
    name: "读法",
    about: "规则写得不清楚的地方怎么理解，依据是什么；印在结果里，不影响得分。",
    columns: &[
        OF_INDICATOR,
        column("reading", "怎么理解", Text, 60.0, "这里的规则怎么理解。"),
        column("evidence", "依据", Text, 60.0, "为什么这样理解。"),
    ],
    optional: true,
    more: &[],
};

/// 争议读法: how else an indicator could be read.
pub const ALTERNATIVES: SheetShape = SheetShape {
    name: "争议读法",
    about: "同一指标还可以怎样理解，一行一种；评分不用它，“疑问”（whatif）用它说明换一种读法谁会变。它的评分项写在“计分”等表里，在那里的“争议读法”一列写这里的名称。",
    columns: &[
        OF_INDICATOR,
        column(
            "name",
            "读法名称",
            Text,
            30.0,
            "几个字的名称；同一指标的几种不能同名。“计分”“分档”等表用它指这一种读法。",
        ),
        column("reason", "理由", Text, 60.0, "为什么可以这样理解。"),
        column(
            "settled",
            "已否定的依据",
            Text,
            50.0,
            "已有公开案例否定的，写明依据：只列出，不能选。没有定案的空着。",
        ),
        column(
            "rows_uncapped",
            "单项不封顶",
            Flag,
            10.0,
            "填“是”：个性化指标的每一行不以 100% 封顶，只管合计；这时不必另写评分项。",
        ),
    ],
    optional: true,
    more: &[],
};
