"""A bare table of scores by pandas: read with openpyxl, written with XlsxWriter. `with_pandas.py input.xlsx result.xlsx`"""
import sys

import pandas as pd
from rules import *


def table(rows):
    """A sheet below its header, the first row that names departments."""
    top = next(place for place, row in enumerate(rows.head(20).values) if NAME in map(plain, row))
    named = rows.iloc[top + 1:].set_axis([plain(header) for header in rows.iloc[top]], axis=1)
    return named[named[NAME].notna()]


def number(column):
    text = column.astype("string").str.replace(",", "").str.strip()
    percent = text.str.endswith("%", na=False)
    return pd.to_numeric(text.str.rstrip("%"), errors="coerce").where(~percent, lambda value: value / 100)


sheets = pd.read_excel(sys.argv[1], sheet_name=[DATA, OUTCOMES, DECLARED], header=None, dtype=object, engine="openpyxl")
data, outcomes, declared = (table(sheets[name]) for name in (DATA, OUTCOMES, DECLARED))
figures = {name: number(data[name]) for name in NUMBERS}
scores = pd.DataFrame({CODE: data[CODE].astype(str), NAME: data[NAME]})
for name, points in POINTS.items():
    said = data[name].map({"是": points, "否": 0.0})
    scores[name] = said.fillna(number(data[name]).astype(float).clip(0, points))
for part, whole, points in PROPORTIONAL:
    scores[part] = (figures[part] / figures[whole]).clip(upper=1) * points
for part, whole, points in CONTROLLED:
    scores[part] = (figures[part] <= figures[whole]) * float(points)
for count, points, each in DEDUCTED:
    scores[count] = (points - figures[count] * each).clip(lower=0)
for progress, schedule in PROGRESS:
    scores[progress] = (figures[progress] / schedule).clip(upper=1)
weight, target, actual, assessed = (number(outcomes[name]) for name in ("分值", "目标值", "完成值", "评定比例"))
met = (actual / target).where(outcomes["方向"] == "正向", target / actual).where(outcomes["方向"] != "定性", assessed)
met = pd.DataFrame({"met": met.clip(0, 1) * weight, "weight": weight}).groupby(outcomes[CODE].astype(str)).sum()
scores["个性化指标"] = scores[CODE].map(met["met"] / met["weight"] * OUTCOME_POINTS).fillna(number(data[OTHERWISE]).astype(float))
items = scores.columns[2:]
scores["总分"] = scores[items].sum(axis=1, skipna=False).round(2)
scores["自评总分"] = scores[CODE].map(number(declared["总分"]).groupby(declared[CODE].astype(str)).first())
scores["名次"] = scores["总分"].rank(ascending=False, method="min")
with pd.ExcelWriter(sys.argv[2], engine="xlsxwriter") as writer:
    scores.sort_values("名次").to_excel(writer, sheet_name="评分结果", index=False)
