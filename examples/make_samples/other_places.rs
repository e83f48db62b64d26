//! A small sample for each rule book beside Shenzhen's: invented departments, one that loses nothing and some that
//! lose points in a way that is easily reckoned.

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError,
};

/// The folder of these samples.
pub const FOLDER: &str = "其他规则书";

/// A sheet: its name and its rows, a header first; cells with `|` between them.
type Sheet = (&'static str, &'static [&'static str]);

/// A sample: the rule book, its year, its sheets.
struct Sample(&'static str, u16, &'static [Sheet]);

const SAMPLES: [Sample; 4] = [
    Sample(
        "national-2013",
        2013,
        &[(
            "基础数据",
            &[
                "部门名称|绩效目标合理性评定分|绩效指标明确性评定分|在职人员数|编制数|本年度“三公”经费预算|上年度“三公”经费预算|“三公”经费实际支出|重点项目支出|项目总支出|预算数|预算完成数|预算调整数|实际支付进度|既定支付进度|结转结余总额|支出预算数|本年度累计结转结余|上年度累计结转结余|公用经费实际支出|公用经费预算安排|实际政府采购金额|政府采购预算数|预算管理制度评定分|资金使用合规性评定分|预决算信息公开评定分|基础信息完善性评定分|资产管理制度评定分|资产管理安全性评定分|在用固定资产总额|所有固定资产总额|计划工作数|实际完成工作数|及时完成工作数|质量达标工作数|重点工作交办数|重点工作办结数|经济效益评定分|社会效益评定分|生态效益评定分|满意度",
                "示例市统计局|3|3|100|100|10|10|9|100|100|1000|1000|0|50%|50%|0|1000|0|0|100|100|0|0|3|3|3|3|3|3|1000|1000|20|20|20|20|0|0|5|5|5|100%",
                "示例市林业局|3|2.5|103|100|11|10|10|80|100|1000|950|50|45%|50%|150|1000|150|100|102|100|90|100|3|3|3|2.5|3|3|900|1000|20|19|18|19|5|4|4|4.5|5|88%",
            ],
        )],
    ),
    Sample(
        "yueyang-2018",
        2018,
        &[(
            "基础数据",
            &[
                "部门名称|财政供养人员数|编制数|本年度“三公”经费|上年度“三公”经费|“三公”经费预算|重点项目支出|项目总支出|预算数|预算调整数|未按时拨付的专项资金项数|年末结余|上年结转|制度建立评定分|制度合规评定分|制度执行评定分|资金使用不合规处数",
                "示例市规划局|100|100|18|20|20|900|1000|2000|0|0|0|50|1|1|1|0",
                "示例市档案局|103|100|21|20|20|899|1000|2000|200|2|30|50|1|1|0|1",
                "示例市体育局|111|100|25|20|30|600|1000|2000|601|7|60|50|0|0.5|0|4",
                "示例市地方志办公室|9|10|0|0|0|590|1000|2000|400|0||50|1|1|1|0",
            ],
        )],
    ),
    Sample(
        "hunan-2017",
        2017,
        &[(
            "基础数据",
            &[
                "部门名称|在职人员数|编制数|上年结转|年初预算|本年追加|年末结余|批准建设面积|实际建设面积",
                "示例县水利局|50|50|0|1000|0|0|0|0",
                "示例县文化局|52|50|50|900|50|72|1000|1049",
                "示例县农业局|100|50|100|800|100|150|1000|1100",
            ],
        )],
    ),
    Sample(
        "dazhou-2018",
        2018,
        &[
            (
                "基础数据",
                &[
                    "部门名称|目标任务（1）评定分|目标任务（2）评定分|目标任务（3）评定分|预算编制（1）评定分|预算编制（2）评定分|综合管理（1）评定分|综合管理（2）评定分|综合管理（3）评定分|综合管理（4）评定分|综合管理（5）评定分|综合管理（6）评定分|综合管理（7）评定分|综合管理（8）评定分|履职成效评定分|可持续发展（1）评定分|可持续发展（2）评定分|可持续发展（3）评定分|满意度（1）评定分|满意度（2）评定分|满意度（3）评定分",
                    "示例市交通局|5|5|5|5|5|2|2|5|2|6|2|6|5||5|5|5|3|3|4",
                    "示例市旅游局|4|5|5|5|5|2|2|5|2|6|2|6|5|15|5|5|5|3|3|4",
                ],
            ),
            (
                "个性化指标",
                &[
                    "部门编码|部门名称|效益类别|指标名称|方向|目标值|完成值|分值|评定比例",
                    "|示例市交通局|社会效益|新改建农村公路（公里）|正向|50|45|20|",
                ],
            ),
        ],
    ),
];

/// The files, each with its bytes.
pub fn all() -> Result<Vec<(String, Vec<u8>)>, XlsxError> {
    let files = SAMPLES
        .iter()
        .map(|sample| Ok((format!("{}.xlsx", sample.0), written(sample)?)));
    files.collect()
}

fn written(Sample(id, year, sheets): &Sample) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(
        &DocProperties::new()
            .set_title(format!("规则书 {id} 的小样"))
            .set_creation_datetime(&ExcelDateTime::from_ymd(year + 1, 3, 15)?),
    );
    let cell = Format::new()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::VerticalCenter);
    let header = cell.clone().set_bold().set_text_wrap();
    let percent = cell.clone().set_num_format("0%");
    for (name, rows) in *sheets {
        let sheet = workbook.add_worksheet().set_name(*name)?;
        for (row, texts) in (0..).zip(*rows) {
            for (column, text) in (0..).zip(texts.split('|')) {
                if row == 0 {
                    sheet.write_with_format(row, column, text, &header)?;
                    sheet.set_column_width(column, if column < 2 { 18.0 } else { 12.0 })?;
                } else if let Some(points) = text.strip_suffix('%').and_then(|one| one.parse().ok())
                {
                    let ratio: f64 = points;
                    sheet.write_with_format(row, column, ratio / 100.0, &percent)?;
                } else if let Ok(number) = text.parse::<f64>() {
                    sheet.write_with_format(row, column, number, &cell)?;
                } else {
                    sheet.write_with_format(row, column, text, &cell)?;
                }
            }
        }
        sheet.set_freeze_panes(1, 1)?;
    }
    workbook.save_to_buffer()
}
