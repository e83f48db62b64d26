//! What each of the program's codes means, an example of it, and what to do about it.

use super::Code;

/// The help on a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// The code.
    pub code: String,
    /// What it is about, in a few words.
    pub title: String,
    /// What it means, and what the program did.
    pub meaning: String,
    /// What such a problem looks like.
    pub example: String,
    /// What to do.
    pub remedy: String,
}

impl Meaning {
    /// The help on one of the program's own codes.
    pub fn of(code: Code) -> Meaning {
        let [meaning, example, remedy] = words(code).map(str::to_string);
        Meaning {
            code: code.as_str().into(),
            title: code.title().into(),
            meaning,
            example,
            remedy,
        }
    }
}

/// The families of codes: the letter that they begin with, and what they are about.
pub const FAMILIES: [(char, &str); 9] = [
    ('H', "工作表、表头和列"),
    ('R', "行"),
    ('V', "单元格"),
    ('G', "个性化指标"),
    ('Z', "自评得分"),
    ('N', "上年的数据"),
    ('F', "收集填报表"),
    ('T', "整改台账"),
    ('K', "勾稽校验（由规则书规定）"),
];

/// Whether a text is written as codes are: a capital letter and digits.
pub fn looks_like_code(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && (2..=4).contains(&chars.as_str().len())
        && chars.all(|c| c.is_ascii_digit())
}

/// What a code means, an example, and what to do.
fn words(code: Code) -> [&'static str; 3] {
    match code {
        Code::ColumnAbsent => [
            "表里没有这一列，或者整张表找不到表头。所有部门的这一项都按缺数据处理。",
            "缺少“固定资产总额”一列",
            "补上这一列；已经有而叫别的名称的，把表头改成规定的名称（用 jixiao rules show 查看）。",
        ],
        Code::ColumnTwice => [
            "有两列的表头是同一项数据，不知道该用哪一列，都没有采用。一列用规定的名称、另一列用别的写法时，采用前者，并提醒一声。",
            "“实际采购金额”一列出现在 T3、W3，不知道该用哪一列，都没有采用",
            "只保留一列，或改正其中一列的表头。",
        ],
        Code::HeaderUnknown => [
            "这个表头与某一列的名称很像，但不是已知的写法。程序不猜，这一列没有采用。",
            "表头“实际釆购金额”与“实际采购金额”相近，但不是已知的写法，没有采用",
            "如果就是那一列，照问题里写的改正表头。",
        ],
        Code::UnitConverted => [
            "按表头或表头上方的说明，这一列的金额单位与规定的不同，整列已经换算。",
            "“部门预算总规模”以元为单位，已换算为万元",
            "核对单位；数据本来就是规定的单位时，改正表头里的单位。",
        ],
        Code::PercentColumn => [
            "百分比一列里有普通数字，程序按整列的情形决定是小数还是百分点，并说明怎样理解。",
            "“四季度末支出进度”的数值按百分点理解（如 95 即 95%）",
            "核对；在数字后面写上 % 就没有歧义。",
        ],
        Code::SheetIgnored => [
            "有几张名称或表头同类的工作表，只采用了其中一张，这一张的行都没有读。没有一张叫规定的名称、而几张的表头都像的，一张也不采用，算错误。",
            "工作表“基础数据2”的表头像“基础数据”，已另有采用的一张，这一张表头下面的 4 行没有采用",
            "核对数据在哪一张表里；分在几张表里的，合并到一张；多余的一张删除或改名。",
        ],
        Code::SheetByHeader => [
            "没有一张工作表叫规定的名称（基础数据、个性化指标、自评得分都一样），但恰好有一张的表头像它，采用了那一张。",
            "没有名为“基础数据”的工作表，按表头采用了“Sheet2”",
            "核对是不是这张表；是的话，最好改成规定的名称。",
        ],
        Code::RowSkipped => [
            "这一行是合计、附注、重复的表头，或者是别的年度，没有参加评分。几张表上下排在一起、表头不同的，只读一个表头下面的行，其余的没有采用，算错误。",
            "第 9 行“合计”是合计行，没有参加评分",
            "核对；如果它是一个部门，改正部门名称。",
        ],
        Code::RowUnnamed => [
            "这一行有数据，却没有部门名称（或编码），不知道是谁的。",
            "第 12 行有数据而没有部门名称，没有评分",
            "补填部门名称；多余的行请删除。",
        ],
        Code::RowHidden => [
            "这一行在表里是隐藏的（或被筛选掉了），照常参加评分。",
            "第 7 行是隐藏的，照常参加评分",
            "不应参加评分的，删除这一行。",
        ],
        Code::Duplicate => [
            "同一个部门出现了不止一次。各行都评分，但都不参加排名，因为不知道哪一行才对。",
            "同一部门出现在第 5、18 行，各自评分，均不参加排名",
            "核对后只保留一行，再运行一次。",
        ],
        Code::UnknownDepartment => [
            "个性化指标或自评得分里的部门，在基础数据里找不到；或者编码和名称对不上。",
            "“示例市教育厅”与基础数据里的部门对不上，本行没有采用",
            "核对部门编码和名称，使两张表一致。",
        ],
        Code::YearUnclear => [
            "年度一格空着，或者不是年份。表里有几个年度时，这一行不评分。",
            "年度无法识别；表中有几个年度时，这一行不评分",
            "填写四位数的年份，如 2021。",
        ],
        Code::Blank => [
            "必填的单元格空着。空着不等于 0：相应的指标待定，部门不参加排名（除非用 --missing 另作规定）。",
            "缺少“核定编制数”，“财政供养人员控制率”不能评分",
            "补填；确实没有的，金额和数量填 0，是或否填“否”。",
        ],
        Code::Unreadable => [
            "单元格里的内容不是这一列应有的：金额里写了文字、是日期、是错误值，或者数字格式把数缩小显示。按缺数据处理，程序不猜。",
            "“约三千万”无法识别，按缺少数据处理",
            "按问题里的要求重填。",
        ],
        Code::OutOfRange => [
            "数字读得懂，但超出了这一列允许的范围，按缺数据处理。",
            "-5 超出范围，按缺少数据处理",
            "改成范围以内的数。",
        ],
        Code::NoStoredValue => [
            "单元格是公式，而文件里没有保存公式的结果，多半是别的程序生成的文件。本程序不计算公式，按缺数据处理。",
            "公式没有保存计算结果，按缺少数据处理",
            "用 Excel 或 WPS 打开文件，等计算完成后保存，再运行一次。",
        ],
        Code::Understood => [
            "单元格的写法不规范，但意思清楚，程序说明是怎样理解的。",
            "“√”按 是 理解；“2000万”按 2000.00 万元 理解",
            "核对；理解不对的，改成规范写法。",
        ],
        Code::Unusable => [
            "数据读得懂，但不能用：一个合并单元格对着几个部门或几列，或者几项数据放在一起无法计算。相应的指标待定。",
            "T5:T8 是合并单元格，一个数对着几行或几列，不知道各是多少，按缺少数据处理",
            "取消合并，分别填写；或照问题里写的核对这几项数据。",
        ],
        Code::Unused => [
            "这项数据填了，但按规则没有用到。",
            "已有个性化指标，“效果性评定分”没有采用",
            "核对应当采用哪一个；多余的可以清空。",
        ],
        Code::OutcomeWeights => [
            "一个部门各项个性化指标的分值加起来不等于规定的分值，已按比例折算。",
            "个性化指标分值合计为 30，应为 25，已按比例折算",
            "核对各项分值。",
        ],
        Code::OutcomeCategories => [
            "一个部门的个性化指标涉及的效益类别太少。只提醒，不改变得分。",
            "个性化指标只涉及 1 个效益类别，应不少于 3 个",
            "补充别的类别的指标。",
        ],
        Code::OutcomeUnits => [
            "目标值与完成值的单位不一致。一个是百分比、一个是普通数字时，无法比较，不能评分；其他情形只提醒，例如都是普通数字，而像是一个写成百分点、一个写成小数（92 和 0.973）。",
            "目标值“95%”与完成值“96”单位不一致",
            "写成同一单位。",
        ],
        Code::DeclaredTotal => [
            "自评总分与各项自评得分之和不相等。只提醒，不改变得分。",
            "自评总分 92 不等于各项之和 91.5",
            "核对自评总分和各项得分。",
        ],
        Code::DeclaredGrade => [
            "自评等级与自评总分按规则书应得的等级不同。只提醒，不改变得分。",
            "自评总分 85 应为“良”，自评等级是“优”",
            "核对自评等级和自评总分。",
        ],
        Code::DeclaredAbove => [
            "某一项的自评得分超过了这项指标的分值，没有采用。",
            "“财务合规性”自评得分 4 超过分值 3",
            "核对这一项的自评得分。",
        ],
        Code::LastYearAbsent => [
            "规则书里有指标要用上年的数据，而没有给上年的工作簿。这些指标待定，不按 0 计。",
            "“三公经费变动率”需要上年的三公经费实际支出，没有上年的数据",
            "评分时加 --last-year 指定上年的工作簿。",
        ],
        Code::LastYearUnmatched => [
            "上年的工作簿里找不到这个部门。要用上年数据的指标待定。",
            "上年的数据里没有“示例市智慧教育中心”",
            "核对两年的编码和名称；今年新设的部门，由评审确定这项指标。",
        ],
        Code::FormMissing => [
            "名单里有这个部门，而没有收到可以采用的填报表。",
            "示例市文化局没有交表",
            "催交；交了而没有采用的，看“收集情况”里写的原因。",
        ],
        Code::FormTwice => [
            "一个部门交了几份内容不同的填报表。程序不猜以哪一份为准，一份也不采用。",
            "示例市教育局交了两份，“满意度”不同",
            "问清以哪一份为准，收集时用 --prefer 指定那个文件。",
        ],
        Code::FormUnknown => [
            "填报表的部门不在名单里，没有采用。",
            "名单里没有“示例市歌舞团”",
            "核对编码和名称；应当收集的，补进名单再收集一次。",
        ],
        Code::FormOtherRules => [
            "填报表是按另一本规则书，或者同一本的另一版做的，没有采用。",
            "这份表是按 shenzhen-2021a 做的",
            "用 --rules 指定下发时的规则书；发错了表的，重新下发。",
        ],
        Code::FormUncertain => [
            "填报表改动太大（插了列、改了部门名称、少了隐藏的工作表等），无法确定是哪个部门的，或哪一格是哪一项，整份没有采用。",
            "表里插进了一列",
            "请部门在原来的表里填，不要插列、改名称、另建文件。",
        ],
        Code::FormLabel => [
            "一格的标签或单位被改动，或整行被删除，旁边的数不知道答的是什么，这一格没有采用。",
            "“固定资产总额”改成了“资产总额”",
            "请部门在原来的表里填；退回的表已经恢复了标签。",
        ],
        Code::FormText => [
            "锁定的单元格有改动（说明、公式等），不影响采用的数。",
            "填报说明被改写",
            "看一看有没有要紧的话。",
        ],
        Code::FormElsewhere => [
            "填报栏以外有内容，或另加了工作表，没有收集。",
            "表下面写着“数据待核”",
            "看一看；要采用的，请部门填到填报栏里。",
        ],
        Code::NotAForm => [
            "文件夹里的这个文件不是填报表，没有收集。",
            "说明.txt",
            "里面有要采用的数据的，请部门改填填报表。",
        ],
        Code::FormUnreadable => [
            "文件读不了，原因写在“收集情况”里。",
            "文件不完整，可能没有下载完",
            "照提示处理，或请部门重发。",
        ],
        Code::FormYear => [
            "一起收集的表不是同一个年度的。都照原样汇总了，评分时只能评其中一年。",
            "这份表是 2020 年度的，其他的表有 2021 年度的",
            "核对年度；发错了表的，请部门改填今年的表。几个年度的表请分开收集。",
        ],
        Code::FormCopy => [
            "与另一个文件内容相同，只采用一份。",
            "备份文件夹里有同样的一份",
            "不用处理。",
        ],
        Code::LedgerUnknown => [
            "上次台账里的一条，部门或指标在这次的数据里找不到，保留在“以往条目”表。",
            "“示例市文化局”的“项目监管”在这次的数据里没有",
            "核对部门和指标的名称；需要的话把填写的内容抄到新的条目。",
        ],
        Code::LedgerTwice => [
            "上次台账里有两条说的是同一个部门的同一项指标，多出的一条保留在“以往条目”表。",
            "“示例市教育局”的“项目监管”有两条",
            "核对后合并成一条。",
        ],
        Code::LedgerColumn => [
            "上次台账里有一列不是台账的列，没有带过来。",
            "“处室意见”不是台账的列，没有带过来",
            "需要的话把这一列抄到新台账，或写进备注。",
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_files() {
        for code in ["H01", "k101", "Z3301"] {
            assert!(looks_like_code(code), "{code}");
        }
        for name in ["甲.xlsx", "H", "H1", "A1.xls", "2021", "H01-x", ""] {
            assert!(!looks_like_code(name), "{name}");
        }
    }

    #[test]
    fn every_code_belongs_to_a_family_and_says_all_it_should() {
        for code in Code::ALL {
            assert!(
                FAMILIES
                    .iter()
                    .any(|(letter, _)| code.as_str().starts_with(*letter))
            );
            let Meaning {
                meaning,
                example,
                remedy,
                ..
            } = Meaning::of(*code);
            assert!(meaning.ends_with('。') && remedy.ends_with('。'), "{code}");
            assert!(!example.ends_with('。') && !example.is_empty(), "{code}");
        }
    }
}
