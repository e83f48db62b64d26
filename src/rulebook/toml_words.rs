//! What the TOML parser says, in the users' words. It has some fifty messages, in English; one that is not
//! among them is told in general words, never in English: the place is marked in the file anyway.

/// Each message, or how it begins, with what users are told; the longer of two that begin alike comes first.
const WORDS: &[(&str, &str)] = &[
    ("duplicate key", "键重复"),
    (
        "string values must be quoted",
        "缺少值，或文字没有写在半角引号里",
    ),
    ("invalid basic string", "文字缺少右引号，或有不认识的转义"),
    (
        "invalid multi-line basic string",
        "多行文字缺少结尾的 \"\"\"，或有不认识的转义",
    ),
    ("invalid literal string", "文字缺少右边的单引号"),
    (
        "invalid multi-line literal string",
        "多行文字缺少结尾的 '''",
    ),
    ("missing opening quote", "文字缺少左引号"),
    (
        "missing escaped value",
        "反斜杠 \\ 后面缺少内容；要写反斜杠本身，请写两个",
    ),
    ("too few unicode value digits", "\\u 后面的数字不够"),
    ("invalid value", "\\u 后面的数字不对"),
    ("unclosed array table", "表头缺少右方括号 ]]"),
    ("unclosed table", "表头缺少右方括号 ]"),
    ("unclosed array", "列表缺少右方括号 ]"),
    ("unclosed inline table", "缺少右花括号 }"),
    ("missing array opening", "列表缺少左方括号 ["),
    ("missing inline table opening", "缺少左花括号 {"),
    ("missing table open", "表头缺少左方括号 ["),
    (
        "missing comma between array elements",
        "列表里两项之间缺少逗号",
    ),
    ("extra comma in array", "列表里多了一个逗号"),
    (
        "missing comma between key-value pairs",
        "花括号里两项之间缺少逗号",
    ),
    ("extra comma in inline table", "花括号里多了一个逗号"),
    (
        "missing key for inline table element",
        "花括号里有一项缺少名称（等号左边）",
    ),
    (
        "invalid inline table element",
        "花括号里有一项的写法不对，应为 名称 = 值",
    ),
    ("extra assignment between key-value pairs", "多了一个等号"),
    (
        "missing assignment between key-value pairs",
        "名称和值之间缺少等号",
    ),
    ("extra `=`", "多了一个等号"),
    ("unexpected `=` in array", "列表里不应有等号"),
    ("key with no value", "名称后面缺少等号和值"),
    ("missing value", "等号后面缺少值"),
    ("invalid key-value pair", "这一行的写法不对，应为 名称 = 值"),
    ("unexpected key or value", "这里多了内容；一行只能写一项"),
    ("unexpected content", "这里多了内容"),
    (
        "invalid unquoted key",
        "名称里有不能直接写的字符；含中文或标点的名称要放在半角引号里",
    ),
    ("unquoted keys cannot be empty", "等号左边缺少名称"),
    ("keys cannot be multi-line", "名称不能写成多行"),
    ("invalid comment character", "注释里有看不见的字符"),
    ("missing comment start", "注释要以 # 开头"),
    (
        "carriage return must be followed by newline",
        "换行符不完整，请用编辑器重新保存",
    ),
    ("invalid boolean", "只能写 true 或 false"),
    ("invalid float", "数字写得不对"),
    ("invalid mantissa", "数字写得不对"),
    ("invalid fraction", "小数点后面写得不对"),
    ("invalid exponent", "数字写得不对"),
    ("invalid integer number", "数字写得不对"),
    ("invalid hexadecimal number", "数字写得不对"),
    ("invalid octal number", "数字写得不对"),
    ("invalid binary number", "数字写得不对"),
    ("invalid datetime", "日期写得不对"),
    (
        "unexpected leading zero",
        "数字前面不能有多余的 0；编码请放在引号里",
    ),
    ("unexpected sign", "数字的正负号不对"),
    ("redundant numeric sign", "数字的正负号重复"),
    ("redundant integer number prefix", "数字前面的写法重复"),
    ("`_` may only go between digits", "下划线只能写在数字之间"),
    ("integers with a radix cannot be signed", "数字写得不对"),
    ("radix must be lowercase", "数字写得不对"),
    ("cannot recurse further", "括号套得太深"),
    ("recursion limit", "括号套得太深"),
];
const OTHERWISE: &str = "写法不对";

/// A message of the parser in Chinese.
pub fn in_chinese(message: &str) -> &'static str {
    let words = WORDS.iter().find(|(start, _)| message.starts_with(start));
    words.map_or(OTHERWISE, |(_, chinese)| chinese)
}

#[cfg(test)]
mod tests {
    use toml::de::DeTable;

    use super::*;

    #[test]
    fn what_goes_wrong_by_hand_has_words_of_its_own() {
        for (text, words) in [
            ("a = { b = 1 c = 2 }", "两项之间缺少逗号"),
            ("部门 = 1", "要放在半角引号里"),
            ("a = 1 b = 2", "多了内容"),
            ("a = [1 2]", "半角引号"),
            ("a = [\"甲\" \"乙\"]", "列表里两项之间缺少逗号"),
            ("a = {b = 1 c = 2}", "逗号"),
            ("a", "缺少等号"),
            ("a =", "缺少值"),
            ("= 1", "缺少名称"),
            ("a = 007", "多余的 0"),
            ("a = \"甲", "缺少右引号"),
            ("a = 甲", "半角引号"),
            ("[a", "右方括号"),
            ("a = 1\na = 2", "键重复"),
            ("a = 1,2", "多了内容"),
            ("a = TRUE", "true 或 false"),
            ("a = \"\\q\"", "反斜杠"),
            ("a == 1", "多了一个等号"),
        ] {
            let (_, errors) = DeTable::parse_recoverable(text);
            let told: Vec<&str> = errors.iter().map(|one| one.message()).collect();
            let chinese: Vec<&str> = told.iter().map(|one| in_chinese(one)).collect();
            assert!(
                chinese.iter().any(|one| one.contains(words)),
                "{text}: {told:?} {chinese:?}"
            );
            assert!(!chinese.contains(&OTHERWISE), "{text}: {told:?}");
        }
    }
}
