//! The description of a rule book's sheets: headers, the keys that they stand for, what may be filled in, and the
//! notes that say so.

use std::borrow::Cow;

/// What a column's cells hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    /// A text.
    Text,
    /// A number; a percentage is one that is shown as such.
    Number,
    /// Several texts with `；` between them.
    Texts,
    /// 是, or nothing.
    Flag,
    /// One of a list: what the rule book says, and what the cell says.
    Word(&'static [(&'static str, &'static str)]),
    /// What an item measures: its key is told by its shape.
    Measure,
    /// Keys that have no column, as they stand in a TOML file.
    Rest,
    /// Nothing of the rule book: remarks, the words that a proposal was read from.
    Remark,
}

/// One column.
#[derive(Debug)]
pub struct Column {
    /// The key that it holds; `usual.per` is one inside another.
    pub key: &'static str,
    /// Its header.
    pub header: &'static str,
    /// What it holds.
    pub holds: Holds,
    /// Its width.
    pub width: f64,
    /// What the note on its header says.
    pub note: &'static str,
}

/// One sheet.
#[derive(Debug)]
pub struct SheetShape {
    /// Its name.
    pub name: &'static str,
    /// What stands under its title.
    pub about: &'static str,
    /// Its columns.
    pub columns: &'static [Column],
    /// Whether a rule book can do without.
    pub optional: bool,
}

const fn column(
    key: &'static str,
    header: &'static str,
    holds: Holds,
    width: f64,
    note: &'static str,
) -> Column {
    Column {
        key,
        header,
        holds,
        width,
        note,
    }
}

use Holds::{Flag, Measure, Number, Remark, Text, Texts, Word};

/// The scoring shapes, and the key of what each measures.
pub const SHAPES: &[(&str, &str, &str)] = &[
    ("points", "得分点", "metrics"),
    ("proportional", "按比例", "rate"),
    ("bands", "分档", "rate"),
    ("pass", "达标", "test"),
    ("deduction", "扣分", "measure"),
    ("choice", "选项", "metric"),
    ("periods", "分期进度", ""),
    ("outcomes", "个性化指标", ""),
    ("formula", "公式", "value"),
];
const SHAPE_WORDS: [(&str, &str); SHAPES.len()] = {
    let mut words = [("", ""); SHAPES.len()];
    let mut place = 0;
    while place < words.len() {
        (words[place].0, words[place].1) = (SHAPES[place].0, SHAPES[place].1);
        place += 1;
    }
    words
};
const TYPES: &[(&str, &str)] = &[
    ("text", "文字"),
    ("amount", "金额"),
    ("count", "数量"),
    ("percent", "百分比"),
    ("points", "得分"),
    ("yes_no", "是否"),
    ("choice", "选择"),
];
const ROLES: &[(&str, &str)] = &[
    ("code", "部门编码"),
    ("name", "部门名称"),
    ("group", "主管部门"),
    ("year", "年度"),
    ("preparer", "填报人"),
    ("phone", "联系电话"),
];
const YES_NO: &[(&str, &str)] = &[("是", "是"), ("否", "否")];
const SEVERITIES: &[(&str, &str)] = &[("error", "错误"), ("warning", "提醒")];
const STEPS: &[(&str, &str)] = &[("proportional", "按比例"), ("whole", "按整步")];
const ABOVE: &[(&str, &str)] = &[("cap", "封顶"), ("zero", "得0分")];
const DECISIONS: &[(&str, &str)] = &[("veto", "否决"), ("exempt", "免考")];
/// What 表名 names, and the path of keys to each.
pub const PURPOSES: &[(&str, &str)] = &[
    ("data", "基础数据表"),
    ("outcomes", "个性化指标表"),
    ("declared", "自评得分表"),
    ("declared.total", "自评总分列"),
    ("declared.grade", "自评等级列"),
    ("column.code", "个性化·部门编码"),
    ("column.name", "个性化·部门名称"),
    ("column.category", "个性化·效益类别"),
    ("column.title", "个性化·指标名称"),
    ("column.direction", "个性化·方向"),
    ("column.target", "个性化·目标值"),
    ("column.actual", "个性化·完成值"),
    ("column.weight", "个性化·分值"),
    ("column.assessed", "个性化·评定比例"),
    ("direction", "个性化·方向的取值"),
];

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
};

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
};

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
            "得分点：评定的分数；按比例：比率×分值；分档：按比率落在哪一档；达标：满足条件得全部分；扣分：每一步扣多少；选项：按所选的内容；分期进度；个性化指标；公式。",
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
            "按比例、达标、扣分、个性化指标、公式要填；得分点、分档、选项由各自的分数得出，不填。",
        ),
        column(
            "over",
            "高于此数起扣",
            Number,
            9.0,
            "扣分：计算式高于多少开始扣；例如 10%。",
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
            "扣分：不足一步的按比例扣，还是不扣（按整步）；不填为按比例。",
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
};

/// Whether a proposal of a draft was accepted.
pub const CONFIRMED: Column = column(
    "confirmed",
    "已确认",
    Word(&[("yes", "是"), ("no", "否")]),
    8.0,
    "草稿提出的计分要先核对：对照“依据的文字”，改好后填“是”。没有填“是”的不能评分。",
);
/// The words that a proposal was read from.
pub const READ_FROM: Column = column(
    "read_from",
    "依据的文字",
    Remark,
    50.0,
    "这一行是从评分标准的哪一句读出来的，供核对；程序不读。",
);
/// Keys that have no column.
pub const REST: Column = column(
    "rest",
    "其他",
    Holds::Rest,
    30.0,
    "没有专门一列的设置，照原样保留；一般不要改。",
);
const REMARK: Column = column("remark", "备注", Remark, 30.0, "自己的备注，程序不读。");
/// The columns that a sheet may have beside its own.
pub const EXTRA: [&Column; 4] = [&CONFIRMED, &READ_FROM, &REST, &REMARK];

/// Which indicator a row is about.
const OF_INDICATOR: Column = column("of", "指标", Text, 24.0, "三级指标的名称。");
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
    about: "分档的评分项从高到低（或从低到高）一行一档，最后一档写“其余”；选项的评分项一行一个选项。",
    columns: &[
        SAME_INDICATOR,
        ITEM_NUMBER,
        column(
            "when",
            "条件或选项",
            Text,
            26.0,
            "分档写界限，例如 >= 90%；每一档只写自己的一边，最后一档写“其余”，也可以写全：>= 75%, < 90%。选项写选项的文字。",
        ),
        column("points", "得分", Number, 9.0, "这一档或这一选项得几分。"),
    ],
    optional: true,
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
            "应当成立的条件，写法与 Excel 相同，例如 实际采购金额 <= 采购计划金额。",
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
};

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
};

/// Every sheet, in order.
pub const SHEETS: [&SheetShape; 13] = [
    &HEAD,
    &INDICATORS,
    &METRICS,
    &ITEMS,
    &BANDS,
    &PERIODS,
    &NOTHING,
    &DECIDED,
    &CHOICES,
    &CHECKS,
    &GRADES,
    &READINGS,
    &NAMES,
];

/// The key of what a shape measures; empty where it measures nothing by itself.
pub fn measured_by(shape: &str) -> &'static str {
    let found = SHAPES.iter().find(|(name, _, _)| *name == shape);
    found.map_or("", |(_, _, key)| key)
}

/// Keys that are sheets of their own, or rows of one.
const SHEET_WORDS: [(&str, &str); 10] = [
    ("bands", "分档"),
    ("scores", "分档"),
    ("periods", "分期"),
    ("choices", "选项"),
    ("items", "计分"),
    ("metrics", "数据项"),
    ("indicators", "指标"),
    ("framework", "指标"),
    ("grades", "等级"),
    ("directions", "个性化·方向的取值"),
];

/// What a key of the rule book is called on a sheet.
pub fn header(sheet: &str, key: &str) -> Option<&'static str> {
    let own = own_header(sheet, key);
    own.or_else(|| {
        let found = SHEET_WORDS.iter().find(|(known, _)| *known == key);
        found.map(|(_, word)| *word)
    })
}

fn own_header(sheet: &str, key: &str) -> Option<&'static str> {
    if sheet == HEAD.name {
        let line = HEAD_LINES.iter();
        let mut lines = line.filter(|line| line.key.rsplit('.').next() == Some(key));
        return lines.next().map(|line| line.header);
    }
    let shape = SHEETS.iter().find(|shape| shape.name == sheet)?;
    let is_measure = SHAPES.iter().any(|(_, _, measured)| *measured == key);
    let columns = shape.columns.iter().chain(EXTRA);
    let exact = columns.clone().find(|column| column.key == key);
    let inner = columns
        .clone()
        .find(|column| column.key.rsplit('.').next() == Some(key));
    let measure = columns
        .clone()
        .find(|column| column.holds == Measure && is_measure);
    let found = exact.or(inner).or(measure);
    found.map(|column| column.header)
}

/// Whether a header is one of 说明, where lines are named and columns are not.
pub fn is_head(header: &str) -> bool {
    HEAD.columns.iter().any(|column| column.header == header)
}

/// What a value of a closed list is called on sheets.
pub fn word<'v>(key: &str, value: &'v str) -> Cow<'v, str> {
    let columns = SHEETS.iter().flat_map(|sheet| sheet.columns);
    let lists = columns.filter(|column| column.key == key);
    for column in lists {
        if let Word(words) = column.holds
            && let Some((_, word)) = words.iter().find(|(known, _)| *known == value)
        {
            return Cow::Borrowed(word);
        }
    }
    Cow::Borrowed(value)
}
