//! The sheets of what departments fill in.

use super::Holds::{Flag, Number, Text, Texts, Word};
use super::words::{MOVES, ROLES, TYPES, YES_NO};
use super::{SheetShape, column};

/// 数据项: the figures that departments fill in.
pub const METRICS: SheetShape = SheetShape {
    name: "数据项",
    about: "部门要填的数据，一行一项，次序就是填报表的次序。计算式里用“名称”一列的写法。",
    columns: &[
        column(
            "name",
            "名称",
            Text,
            22.0,
            "数据的名称，也是表头；计算式用它指这项数据。",
        ),
        column(
            "type",
            "类型",
            Word(TYPES),
            9.0,
            "文字：不参加计分；金额：不小于 0 的数；数量：不小于 0 的整数；百分比；得分：评定的分数，“最大值”必填；是否；选择：选项列在“选项”表。",
        ),
        column(
            "role",
            "身份",
            Word(ROLES),
            10.0,
            "说明部门是谁的列才填，每种最多一个；部门名称必须有。",
        ),
        column("unit", "单位", Text, 7.0, "计量单位，例如 万元、人、项。"),
        column("max", "最大值", Number, 8.0, "得分的满分，或百分比的上限。"),
        column(
            "positive",
            "须大于0",
            Flag,
            8.0,
            "填“是”：填 0 也算错。只用于金额。",
        ),
        column(
            "default",
            "空着视为",
            Word(YES_NO),
            9.0,
            "是否类的数据没有填时当作什么；不填这一列的，空着就是缺数据。",
        ),
        column(
            "optional",
            "可以不填",
            Flag,
            9.0,
            "填“是”：没有填不提醒。只用于说明部门是谁的列。",
        ),
        column(
            "aliases",
            "别名",
            Texts,
            36.0,
            "表头的其他叫法，几个之间用“；”隔开。全角半角、空格、引号和括号里的单位不同的，不必另列。",
        ),
        column(
            "help",
            "填报说明",
            Text,
            40.0,
            "印在填报表里，告诉填报人怎么填。",
        ),
        column("evidence", "佐证材料", Text, 22.0, "要附的材料。"),
        column(
            "usual.per",
            "通常每一",
            Text,
            12.0,
            "用来发现单位填错（元填成万元）：按哪一项数量平均；不填为总数。不影响得分。",
        ),
        column("usual.from", "通常不少于", Number, 9.0, "通常的下限。"),
        column(
            "usual.to",
            "通常不多于",
            Number,
            9.0,
            "通常的上限，应小于下限的 10000 倍。",
        ),
    ],
    optional: false,
    more: &[
        column(
            "fixed",
            "不设想改变",
            Flag,
            8.0,
            "填“是”：由别人确定或已成事实的数据，“差距与余量”不设想它换一个数。不影响得分。",
        ),
        column(
            "moves",
            "只能往哪边变",
            Word(MOVES),
            8.0,
            "“差距与余量”只设想它增加，或只设想它减少；不填两边都设想。不影响得分。",
        ),
        column(
            "step",
            "一步多少",
            Number,
            8.0,
            "“差距与余量”设想它变化时一步多少；不填为一分钱、一个、0.01% 或 0.1 分。不影响得分。",
        ),
        column(
            "tolerance",
            "评定可差几分",
            Number,
            8.0,
            "只用于“得分”类：换一个人评定，可能多给或少给几分，“名次把握”据此设想；不填为满分的一成。不影响得分。",
        ),
    ],
};

/// 选项: the texts of metrics of the type 选择.
pub const CHOICES: SheetShape = SheetShape {
    name: "选项",
    about: "“选择”类数据项可以选的内容，一行一个。",
    columns: &[
        column("of", "数据项", Text, 24.0, "数据项的名称。"),
        column("name", "选项", Text, 28.0, "可以选的内容。"),
        column(
            "aliases",
            "别名",
            Texts,
            60.0,
            "意思相同的其他写法，几个之间用“；”隔开。",
        ),
    ],
    optional: true,
    more: &[],
};
