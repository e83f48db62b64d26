// 部门: one department on one screen.
import { h, bar, choice, copyButton, gradeChip, severityMark } from "./dom.js";
import { departmentName, problemText } from "./state.js";
import { trialPart } from "./trial.js";
import { distancePart } from "./questions.js";
import { words } from "./review.js";

export function departmentTab(view, at, openDepartment) {
  const scored = view.scores.departments[at];
  const own = view.departments[at];
  const review = view.reviews.find(({ department }) => department === at);
  const place = view.order.indexOf(at);
  const step = (by, label) => {
    const other = view.order[place + by];
    return h("button", { type: "button", class: "quiet", disabled: other === undefined, click: () => openDepartment(other) }, label);
  };
  const names = view.order.map((one) => [String(one), `${view.scores.departments[one].rank || "—"}　${departmentName(view, one)}`]);
  return [
    h("div", { class: "filters" }, choice("部门", names, String(at), (value) => openDepartment(Number(value))), step(-1, "上一名"), step(1, "下一名")),
    h("div", { class: "headline" },
      h("h2", {}, departmentName(view, at)),
      h("p", { class: "figure" }, scored.total || "待定", " ", gradeChip(view, scored.grade)),
      h("p", { class: "note" }, [
        scored.rank ? `第 ${scored.rank} 名，${view.scores.departments.filter(({ rank }) => rank).length} 个部门参加排名` : "不参加排名",
        scored.recognized && scored.recognized.adjusted ? `认定 ${scored.recognized.total || "待定"}，${scored.recognized.grade}${scored.recognized.rank ? `，第 ${scored.recognized.rank} 名` : ""}` : null,
        scored.total ? null : `已评 ${scored.scored_total}／${scored.scored_points}；待补正：${own.lacking.join("、")}`,
        own.group ? `主管部门：${own.group}` : null, scored.code ? `编码：${scored.code}` : null, `数据在第 ${scored.row} 行`,
      ].filter(Boolean).join("　"))),
    distancePart(view, at),
    trialPart(view, at),
    indicatorTable(view, at, review),
    problemsOf(view, at),
  ];
}

function indicatorTable(view, at, review) {
  const scored = view.scores.departments[at];
  const said = scored.indicators.some((one) => one.review);
  const rows = [];
  for (const first of view.book.framework) {
    const inside = view.book.indicators.map((rule, index) => ({ rule, index })).filter(({ rule }) => rule.first === first.name);
    rows.push(h("tr", { class: "level" }, h("th", { scope: "rowgroup", colspan: 2 }, first.name), h("td", { class: "number" }, first.points),
      h("td", { class: "number" }, scored.subtotals[first.name] || "待定"), h("td", {}), review ? [h("td", {}), h("td", {})] : null, said ? h("td", {}) : null, h("td", {})));
    let second = null;
    for (const { rule, index } of inside) {
      const one = scored.indicators[index];
      const lost = view.departments[at].losses.find(({ indicator }) => indicator === index);
      const line = review ? review.items[index] : null;
      rows.push(h("tr", { class: one.score === null ? "missing" : null },
        h("td", { class: "second" }, rule.second === second ? "" : rule.second),
        h("th", { scope: "row", title: rule.criteria }, rule.name),
        h("td", { class: "number" }, rule.points),
        h("td", { class: "number" }, one.score === null ? "待定" : one.score, one.source === "declared" ? h("small", {}, " 自评") : null),
        h("td", { class: "barcell" }, one.score === null ? null : bar(lost ? 1 - lost.share : 1, lost ? "lost" : "")),
        review ? [h("td", { class: "number" }, line.declared || "—"), h("td", { class: `number ${line.differs ? "differs" : ""}` }, line.difference || "—", line.differs ? h("small", {}, ` ${line.verdict}`) : null)] : null,
        said ? h("td", { class: `wide ${one.review && one.review.recognized ? "differs" : ""}`.trim() }, one.review ? words(one.review) : "") : null,
        h("td", { class: "wide" }, one.explanation)));
      second = rule.second;
    }
  }
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "各项指标的得分" }, h("table", { class: "indicators" },
    h("caption", { class: "offscreen" }, "各项指标的得分"),
    h("thead", {}, h("tr", {}, ["二级指标", "三级指标"].map((title) => h("th", { scope: "col" }, title)),
      ["分值", "得分"].map((title) => h("th", { scope: "col", class: "number" }, title)), h("th", { scope: "col" }, "得分率"),
      review ? ["自评", "差异"].map((title) => h("th", { scope: "col", class: "number" }, title)) : null, said ? h("th", { scope: "col" }, "复核意见") : null, h("th", { scope: "col" }, "得分说明"))),
    h("tbody", {}, rows)));
}

function problemsOf(view, at) {
  const problems = view.departments[at].problems.map((place) => view.scores.problems[place]);
  if (problems.length === 0) return h("p", { class: "note" }, "这个部门的数据没有发现问题。");
  const text = () => [`${view.scores.departments[at].name}：`, ...problems.map((problem, index) => `${index + 1}. ${problemText(problem)}`)].join("\n");
  return h("section", { "aria-label": "这个部门的问题" },
    h("div", { class: "filters" }, h("h3", {}, `问题（${problems.length}）`), copyButton("复制为文字", text)),
    h("ul", { class: "problems" }, problems.map((problem) => h("li", {}, severityMark(view, problem.severity),
      h("strong", {}, ` ${problem.code} ${problem.cell ? `${problem.sheet} ${problem.cell}` : problem.sheet}`), `　${problem.message}`, h("br"), h("span", { class: "note" }, problem.advice)))));
}
