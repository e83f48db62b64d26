//! The sheets of how indicators are scored.

use super::Holds::{Measure, Number, Text, Word};
use super::words::{
    ABOVE, AMONG, BETTER, BEYOND, COMPARED, DECISIONS, LACKING, SHAPE_WORDS, STEPS,
};
use super::{Column, SheetShape, column};

/// 计分: the scoring items.
pub const ITEMS: SheetShape = SheetShape {
    name: "计分",
    about: "一行一个评分项。几个评分项的分值合计要等于指标的分值。分档和选项的得分在“分档”表里。",
    columns: &[
        column("of", "指标", Text, 20.0, "三级指标的名称，与“指标”表一致。"),
        column(
            "number",
            "项号",
            Number,
            6.0,
            "同一指标里第几个评分项；只有一个的可以不填。",
        ),
        column(
            "name",
            "评分项",
            Text,
            18.0,
            "评分项的名称，印在计算过程前面；可以不填。",
        ),
        column(
            "shape",
            "评分形式",
            Word(&SHAPE_WORDS),
            11.0,
            "得分点：评定的分数；按比例：比率×分值；分档：按比率落在哪一档；达标：满足条件得全部分；扣分：每一步扣多少；选项：按所选的内容；分期进度；个性化指标；公式；分情况：按最先满足的条件（在“分档”表）；控制率：不超过限度得满分，超过的按比例；同类比较：与其他部门比。",
        ),
        column(
            "measured",
            "计算式",
            Measure,
            46.0,
            "得分点写数据项的名称（几个用“；”隔开）；选项写数据项的名称；达标写条件；其他写计算式，写法与 Excel 相同，用数据项的名称，例如 实际采购金额 / 采购计划金额。",
        ),
        column(
            "points",
            "分值",
            Number,
            7.0,
            "按比例、达标、扣分、控制率、个性化指标、公式要填；得分点、分档、选项、分情况由各自的分数得出，不填。",
        ),
        column(
            "over",
            "高于此数起扣",
            Number,
            9.0,
            "扣分：计算式高于多少开始扣；例如 10%。控制率：限度，不填为 100%。",
        ),
        column(
            "under",
            "低于此数起扣",
            Number,
            9.0,
            "扣分：计算式低于多少开始扣；例如 100%。",
        ),
        column(
            "per",
            "每一步",
            Number,
            8.0,
            "扣分：多少算一步，例如 1%（一个百分点）；不填为 1。",
        ),
        column("each", "每步扣分", Number, 8.0, "扣分：每一步扣几分。"),
        column(
            "steps",
            "不足一步",
            Word(STEPS),
            9.0,
            "扣分：不足一步的按比例扣、不扣（按整步），还是也扣一步（按一步）；不填为按比例。",
        ),
        column(
            "above",
            "超过100%",
            Word(ABOVE),
            9.0,
            "按比例：比率超过 100% 时，封顶还是得 0 分；不填为封顶。",
        ),
        column(
            "otherwise",
            "没有填报时采用",
            Text,
            14.0,
            "个性化指标：没有填报的部门采用哪一项得分。",
        ),
        column(
            "at_least_categories",
            "至少几类",
            Number,
            8.0,
            "个性化指标：至少要有几类，不足的提醒。",
        ),
        column(
            "mean_points",
            "平均的分值",
            Number,
            8.0,
            "分期进度：各期比率的平均值占几分；没有的不填。",
        ),
    ],
    optional: false,
    more: &[
        column(
            "beyond",
            "超过后的算法",
            Word(BEYOND),
            11.0,
            "控制率：超过限度（“高于此数起扣”一列，不填为 100%）后按比例计分，标准只说“按比例”的有两种算法，得分不同，要选定一种。",
        ),
        column(
            "best_of",
            "择优",
            Text,
            12.0,
            "几个评分项只取得分最高的：在这几行写同一个名称，例如 结转结余；合起来算一个评分项。",
        ),
        column(
            "compare",
            "比什么",
            Word(COMPARED),
            11.0,
            "同类比较：按名次（1、2、3…）、名次占部门数的比例、与最好的比、与平均数或中位数比。比出的数在“分档”表里分档；没有分档的，按比值×“分值”。",
        ),
        column(
            "better",
            "高低",
            Word(BETTER),
            9.0,
            "同类比较：计算式越高越好，还是越低越好。",
        ),
        column(
            "among",
            "和谁比",
            Word(AMONG),
            12.0,
            "同类比较：和全部部门比，还是只和同一主管部门的比。",
        ),
        column(
            "lacking",
            "别人缺数据时",
            Word(LACKING),
            9.0,
            "同类比较：同类里有部门缺数据时，大家都待定，还是不计入它、先按其余的比。",
        ),
        column(
            "at_least",
            "至少几个才比",
            Number,
            8.0,
            "同类比较：有数据的部门少于这个数就不比，待定；不填为 2。",
        ),
        ALTERNATIVE,
    ],
};

/// Which other reading of its indicator a row belongs to.
const ALTERNATIVE: Column = column(
    "alternative",
    "争议读法",
    Text,
    18.0,
    "空着是规则本身的；属于“争议读法”表里某一种读法的，写那种读法的名称。评分不用它。",
);
/// Which indicator a row is about.
pub(super) const OF_INDICATOR: Column = column("of", "指标", Text, 24.0, "三级指标的名称。");
/// The same where rows of one item stand together.
const SAME_INDICATOR: Column = column(
    "of",
    "指标",
    Text,
    24.0,
    "三级指标的名称；空着的与上一行是同一项。",
);
/// Which of its items.
const ITEM_NUMBER: Column = column(
    "number",
    "项号",
    Number,
    7.0,
    "“计分”表里的项号；指标只有一个评分项的可以不填。",
);

/// 分档: what each band, or each choice, scores.
pub const BANDS: SheetShape = SheetShape {
    name: "分档",
    about: "一行一档、一个选项或一种情况；最后一行写“其余”（选项不写）。",
    columns: &[
        SAME_INDICATOR,
        ITEM_NUMBER,
        column(
            "when",
            "条件或选项",
            Text,
            26.0,
            "分档从高到低（或从低到高）写界限，例如 >= 90%；每一档只写自己的一边，最后一档写“其余”，也可以写全：>= 75%, < 90%。选项写选项的文字。分情况写条件，例如 年末结余 = 0，从上往下取最先满足的，最后一行写“其余”。",
        ),
        column("points", "得分", Number, 9.0, "这一档或这一选项得几分。"),
    ],
    optional: true,
    more: &[ALTERNATIVE],
};

/// 分期: the periods of items of that shape.
pub const PERIODS: SheetShape = SheetShape {
    name: "分期",
    about: "分期进度的评分项，一期一行：得分 = 进度 ÷ 应达进度 × 分值。",
    columns: &[
        SAME_INDICATOR,
        ITEM_NUMBER,
        column(
            "progress",
            "进度",
            Text,
            30.0,
            "这一期的进度：数据项的名称或计算式。",
        ),
        column(
            "schedule",
            "应达进度",
            Number,
            10.0,
            "这一期应达到多少，例如 25%。",
        ),
        column("points", "分值", Number, 9.0, "这一期的分值。"),
    ],
    optional: true,
    more: &[ALTERNATIVE],
};

/// 没有对象: what an item scores where there was nothing to measure.
pub const NOTHING: SheetShape = SheetShape {
    name: "没有对象",
    about: "没有考核对象时怎么计分：“总额”为 0 时不能算比率，按这里的规定。",
    columns: &[
        column("of", "指标", Text, 22.0, "三级指标的名称。"),
        ITEM_NUMBER,
        column(
            "total",
            "总额",
            Text,
            24.0,
            "为 0 时就没有考核对象的数：数据项的名称或计算式。",
        ),
        column(
            "part",
            "其中的数",
            Text,
            22.0,
            "同时看哪一项数据：也为 0（或没有填）得“得分”。",
        ),
        column("points", "得分", Number, 8.0, "没有考核对象时得几分。"),
        column("note", "说明", Text, 34.0, "印在得分旁边的说明。"),
        column(
            "spent",
            "有发生时得分",
            Number,
            9.0,
            "总额为 0 而其中的数大于 0 时得几分；不填为数据有误，待定。",
        ),
        column(
            "spent_note",
            "有发生时的说明",
            Text,
            34.0,
            "印在得分旁边的说明。",
        ),
    ],
    optional: true,
    more: &[ALTERNATIVE],
};

/// 否决免考: what decides instead of the figures.
pub const DECIDED: SheetShape = SheetShape {
    name: "否决免考",
    about: "否决：条件成立时得 0 分；免考：条件成立时得满分（只用于整个指标）。",
    columns: &[
        OF_INDICATOR,
        column(
            "number",
            "项号",
            Number,
            7.0,
            "只否决其中一个评分项的填“计分”表里的项号；空着就是整个指标。",
        ),
        column("kind", "种类", Word(DECISIONS), 8.0, "否决或免考。"),
        column(
            "when",
            "条件",
            Text,
            36.0,
            "条件，写法与 Excel 相同，例如 存在违规支出，或 满意度 < 60%。",
        ),
        column("note", "说明", Text, 44.0, "印在得分旁边的说明。"),
    ],
    optional: true,
    more: &[ALTERNATIVE],
};
