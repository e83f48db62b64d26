//! The closed lists: what the rule book says, and what a cell says.

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
    ("cases", "分情况", ""),
    ("within", "控制率", "rate"),
    ("peers", "同类比较", "measure"),
];
pub(super) const SHAPE_WORDS: [(&str, &str); SHAPES.len()] = {
    let mut words = [("", ""); SHAPES.len()];
    let mut place = 0;
    while place < words.len() {
        (words[place].0, words[place].1) = (SHAPES[place].0, SHAPES[place].1);
        place += 1;
    }
    words
};
pub(super) const TYPES: &[(&str, &str)] = &[
    ("text", "文字"),
    ("amount", "金额"),
    ("count", "数量"),
    ("percent", "百分比"),
    ("points", "得分"),
    ("yes_no", "是否"),
    ("choice", "选择"),
];
pub(super) const ROLES: &[(&str, &str)] = &[
    ("code", "部门编码"),
    ("name", "部门名称"),
    ("group", "主管部门"),
    ("year", "年度"),
    ("preparer", "填报人"),
    ("phone", "联系电话"),
];
pub(super) const YES_NO: &[(&str, &str)] = &[("是", "是"), ("否", "否")];
pub(super) const SEVERITIES: &[(&str, &str)] = &[("error", "错误"), ("warning", "提醒")];
pub(super) const STEPS: &[(&str, &str)] = &[
    ("proportional", "按比例"),
    ("whole", "按整步"),
    ("started", "按一步"),
];
pub(super) const ABOVE: &[(&str, &str)] = &[("cap", "封顶"), ("zero", "得0分")];
pub(super) const DECISIONS: &[(&str, &str)] = &[("veto", "否决"), ("exempt", "免考")];
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

pub(super) const BEYOND: &[(&str, &str)] = &[("divide", "分值÷比率"), ("mirror", "分值×(2−比率)")];
pub(super) const COMPARED: &[(&str, &str)] = &[
    ("rank", "名次"),
    ("rank_share", "名次占比"),
    ("best", "与最好的比"),
    ("mean", "与平均数比"),
    ("median", "与中位数比"),
];
pub(super) const BETTER: &[(&str, &str)] = &[("high", "越高越好"), ("low", "越低越好")];
pub(super) const AMONG: &[(&str, &str)] = &[("all", "全部部门"), ("group", "同一主管部门")];
pub(super) const LACKING: &[(&str, &str)] = &[("hold", "待定"), ("leave_out", "不计入")];
pub(super) const MOVES: &[(&str, &str)] = &[("up", "只增"), ("down", "只减")];
