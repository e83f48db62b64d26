"""A bare table of scores by polars: read with calamine, written with XlsxWriter. `with_polars.py input.xlsx result.xlsx`"""
import sys

import polars as pl
from rules import *


def table(name):
    """A sheet below its header, the first row that names departments."""
    rows = pl.read_excel(sys.argv[1], sheet_name=name, has_header=False, infer_schema_length=0, engine="calamine")
    top = next(place for place, row in enumerate(rows.head(20).iter_rows()) if NAME in map(plain, row))
    named = rows[top + 1:].rename(dict(zip(rows.columns, map(plain, rows.row(top)))))
    return named.filter(pl.col(NAME).is_not_null())


def number(name):
    text = pl.col(name).str.replace_all(",", "").str.strip_chars()
    value = text.str.strip_suffix("%").cast(pl.Float64, strict=False)
    return pl.when(text.str.ends_with("%")).then(value / 100).otherwise(value)


data, outcomes, declared = table(DATA), table(OUTCOMES), table(DECLARED)
items = []
for name, points in POINTS.items():
    said = pl.col(name).replace_strict({"是": points, "否": 0.0}, default=None, return_dtype=pl.Float64)
    items.append(pl.coalesce(said, number(name).clip(0, points)).alias(name))
for part, whole, points in PROPORTIONAL:
    items.append(((number(part) / number(whole)).clip(upper_bound=1) * points).alias(part))
for part, whole, points in CONTROLLED:
    items.append(((number(part) <= number(whole)).cast(pl.Float64) * points).alias(part))
for count, points, each in DEDUCTED:
    items.append((points - number(count) * each).clip(lower_bound=0).alias(count))
for progress, schedule in PROGRESS:
    items.append((number(progress) / schedule).clip(upper_bound=1).alias(progress))
met = pl.when(pl.col("方向") == "正向").then(number("完成值") / number("目标值")) \
    .when(pl.col("方向") == "定性").then(number("评定比例")).otherwise(number("目标值") / number("完成值"))
met = outcomes.group_by(CODE).agg(
    ((met.clip(0, 1) * number("分值")).sum() / number("分值").sum() * OUTCOME_POINTS).alias("个性化指标"))
own = declared.group_by(CODE).agg(number("总分").first().alias("自评总分"))
scores = data.select(CODE, NAME, *items, number(OTHERWISE)).join(met, on=CODE, how="left").join(own, on=CODE, how="left")
scores = scores.with_columns(pl.col("个性化指标").fill_null(pl.col(OTHERWISE))).drop(OTHERWISE)
summed = [item.meta.output_name() for item in items] + ["个性化指标"]
scores = scores.with_columns(pl.sum_horizontal(*summed, ignore_nulls=False).fill_nan(None).round(2).alias("总分"))
scores = scores.with_columns(pl.col("总分").rank("min", descending=True).alias("名次")).sort("名次", nulls_last=True)
scores.write_excel(sys.argv[2], worksheet="评分结果")
