//! The invented city's departments: names, sizes, and what changed from 2020
//! to 2021. No place or person in here exists.

use Level::{Excellent, Fair, Good, Poor};
use Past::{Closed, New, Recoded, Renamed, Same};

/// How well a department is run, which shapes its figures.
#[derive(Clone, Copy, PartialEq)]
pub enum Level {
    Excellent,
    Good,
    Fair,
    Poor,
}

/// What a department was in 2020.
#[derive(Clone, Copy, PartialEq)]
pub enum Past {
    Same,
    /// Another name under the same code.
    Renamed(&'static str),
    /// Another name under another code.
    Recoded(&'static str, &'static str),
    /// Founded in 2021.
    New,
    /// Only there in 2020.
    Closed,
}

/// A department: code, name, budget in 万元, established posts.
pub struct Department {
    pub code: &'static str,
    pub name: &'static str,
    pub budget: f64,
    pub posts: u32,
    pub level: Level,
    pub past: Past,
}

impl Department {
    /// Code and name in `year`; none where it did not exist.
    pub fn identity(&self, year: u32) -> Option<(&'static str, &'static str)> {
        match (year, self.past) {
            (2020, New) | (2021, Closed) => None,
            (2020, Renamed(name)) => Some((self.code, name)),
            (2020, Recoded(code, name)) => Some((code, name)),
            _ => Some((self.code, self.name)),
        }
    }

    /// The bureau over it, which is the first with the same three digits.
    pub fn bureau(&self) -> &'static str {
        DEPARTMENTS
            .iter()
            .find(|other| other.code[..3] == self.code[..3])
            .map_or("", |bureau| bureau.name)
    }
}

const fn department(
    code: &'static str,
    name: &'static str,
    budget: f64,
    posts: u32,
    level: Level,
    past: Past,
) -> Department {
    Department {
        code,
        name,
        budget,
        posts,
        level,
        past,
    }
}

/// All departments of both years, in the order of their codes.
#[rustfmt::skip]
pub const DEPARTMENTS: [Department; 64] = [
    department("101001", "示例市教育局", 89_620.0, 126, Excellent, Same),
    department("101002", "示例市第一中学", 14_380.0, 268, Good, Same),
    department("101003", "示例市第二中学", 12_150.0, 231, Good, Same),
    department("101004", "示例市实验小学", 6_840.0, 142, Excellent, Same),
    department("101005", "示例市职业技术学校", 18_260.0, 305, Good, Same),
    department("101006", "示例市特殊教育学校", 3_920.0, 78, Excellent, Same),
    department("101007", "示例市教育科学研究院", 2_760.0, 52, Good, Same),
    department("101008", "示例市智慧教育中心", 4_310.0, 38, Fair, Renamed("示例市电化教育馆")),
    department("101009", "示例市机关幼儿园", 1_680.0, 46, Good, Same),
    department("102001", "示例市卫生健康局", 76_450.0, 118, Good, Same),
    department("102002", "示例市第一人民医院", 68_900.0, 1_260, Good, Same),
    department("102003", "示例市中医院", 31_270.0, 640, Excellent, Same),
    department("102004", "示例市妇幼保健院", 22_840.0, 455, Good, Same),
    department("102005", "示例市疾病预防控制中心", 19_560.0, 164, Excellent, Same),
    department("102006", "示例市中心血站", 5_230.0, 72, Good, Same),
    department("102007", "示例市急救中心", 4_870.0, 86, Fair, Same),
    department("102008", "示例市卫生监督支队", 3_150.0, 64, Good, Renamed("示例市卫生监督所")),
    department("103001", "示例市文化广电旅游体育局", 28_340.0, 96, Good, Same),
    department("103002", "示例市图书馆", 5_480.0, 88, Excellent, Same),
    department("103003", "示例市博物馆", 6_120.0, 74, Good, Same),
    department("103004", "示例市文化馆", 2_390.0, 41, Good, Same),
    department("103005", "示例市美术馆", 1_860.0, 28, Good, Same),
    department("103006", "示例市歌舞团", 2_140.0, 66, Fair, Same),
    department("103007", "示例市体育中心", 7_950.0, 58, Poor, Same),
    department("103008", "示例市少年业余体校", 1_320.0, 34, Good, Same),
    department("104001", "示例市民政局", 34_780.0, 82, Excellent, Same),
    department("104002", "示例市社会福利院", 4_650.0, 97, Good, Same),
    department("104003", "示例市儿童福利院", 7_280.0, 54, Excellent, Same),
    department("104004", "示例市救助管理站", 1_740.0, 36, Good, Same),
    department("104005", "示例市殡仪馆", 3_860.0, 62, Good, Same),
    department("104006", "示例市老年活动中心", 820.0, 19, Fair, Same),
    department("104007", "示例市慈善事务中心", 460.0, 11, Good, Same),
    department("104009", "示例市民政培训中心", 530.0, 14, Fair, Closed),
    department("105001", "示例市自然资源局", 41_260.0, 135, Good, Same),
    department("105002", "示例市不动产登记中心", 3_480.0, 92, Good, Same),
    department("105003", "示例市规划研究院", 2_950.0, 63, Excellent, Same),
    department("105004", "示例市测绘院", 2_210.0, 47, Good, Same),
    department("105005", "示例市地质环境监测站", 980.0, 22, Good, Same),
    department("105006", "示例市国有林场", 1_560.0, 58, Fair, Same),
    department("105007", "示例市土地储备中心", 25_930.0, 31, Poor, Same),
    department("106001", "示例市交通运输局", 58_170.0, 148, Good, Same),
    department("106002", "示例市公路事务中心", 36_840.0, 212, Fair, Renamed("示例市公路管理局")),
    department("106003", "示例市港航事务中心", 8_360.0, 76, Good, Same),
    department("106004", "示例市公共交通管理处", 12_480.0, 43, Good, Same),
    department("106005", "示例市交通运输执法支队", 6_730.0, 158, Excellent, Same),
    department("106006", "示例市停车管理中心", 1_150.0, 24, Good, New),
    department("107001", "示例市农业农村局", 32_610.0, 104, Excellent, Same),
    department("107002", "示例市农业技术推广站", 1_890.0, 39, Good, Same),
    department("107003", "示例市动物疫病预防控制中心", 2_630.0, 45, Good, Same),
    department("107004", "示例市种子管理站", 720.0, 17, Good, Same),
    department("107005", "示例市渔业服务中心", 1_240.0, 26, Fair, Same),
    department("107006", "示例市农产品质量检测中心", 1_970.0, 33, Excellent, Same),
    department("107007", "示例市水库管理处", 4_520.0, 69, Good, Same),
    department("107008", "示例市乡村振兴服务中心", 2_080.0, 21, Good, New),
    department("107009", "示例市农村经济服务中心", 640.0, 13, Fair, New),
    department("108001", "示例市市场监督管理局", 21_750.0, 186, Good, Same),
    department("108002", "示例市计量检定所", 2_480.0, 53, Excellent, Same),
    department("108003", "示例市食品检验院", 5_160.0, 84, Good, Same),
    department("108004", "示例市药品检验所", 3_740.0, 61, Good, Same),
    department("108005", "示例市消费者权益保护中心", 310.0, 9, Fair, Same),
    department("108006", "示例市知识产权保护中心", 870.0, 15, Good, Same),
    department("108009", "示例市价格监督检查所", 690.0, 18, Good, Closed),
    department("108012", "示例市标准化研究院", 1_430.0, 29, Excellent, Recoded("108007", "示例市标准化研究所")),
    department("108013", "示例市产品质量投诉中心", 380.0, 10, Poor, Same),
];
