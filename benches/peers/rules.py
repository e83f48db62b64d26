"""What the peers score: those of Shenzhen's items that are a line of arithmetic over columns. No findings, no reasons, no
formulas; a figure that cannot be read is blank, and a score that cannot be reckoned is blank, too."""
import tomllib
from pathlib import Path

BOOK = tomllib.loads((Path(__file__).parents[2] / "templates" / "shenzhen-2021.toml").read_text())
DATA, OUTCOMES, DECLARED = "基础数据", "个性化指标", "自评得分"
CODE, NAME = "部门编码", "部门名称"

# Instead of outcomes, where there are none.
OTHERWISE = "效果性评定分"
POINTS = {metric["name"]: float(metric["max"]) for metric in BOOK["metrics"] if metric["type"] == "points"}
del POINTS[OTHERWISE]
# Part, total, points: in proportion, at most all.
PROPORTIONAL = [("实际采购金额", "政府采购计划金额", 1), ("按时完成项目数", "计划完成项目数", 6)]
# Part, total, points: all of them up to the total, else none.
CONTROLLED = [("三公经费实际支出", "三公经费预算", 3), ("日常公用经费决算", "日常公用经费调整预算", 3),
              ("在编人数", "核定编制数", 1)]
# Count, points, how many each takes.
DEDUCTED = [("预算编制不符合项数", 5, 1), ("绩效目标不符合项数", 3, 1)]
# Progress, schedule: a point each.
PROGRESS = [("一季度末支出进度", 0.25), ("二季度末支出进度", 0.5), ("三季度末支出进度", 0.75), ("四季度末支出进度", 1.0)]
OUTCOME_POINTS = 25
NUMBERS = {name for line in PROPORTIONAL + CONTROLLED for name in line[:2]} \
    | {line[0] for line in DEDUCTED + PROGRESS}


def plain(header):
    """A header without its unit."""
    return str(header).split("（")[0].split("(")[0].replace("\n", "").strip()
