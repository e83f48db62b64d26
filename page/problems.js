// 问题: every problem, filtered, to be copied as text.
import { h, choice, searching, copyButton, severityMark } from "./dom.js";
import { inPieces } from "./table.js";
import { state, problemText } from "./state.js";

export function problemsTab(view, openDepartment) {
  const kept = state.problems;
  const place = h("div", {});
  const count = h("p", { class: "note", role: "status" });
  let rows = [];
  const places = new Map(view.departments.flatMap(({ problems }, at) => problems.map((problem) => [problem, at])));
  const draw = () => {
    const text = kept.text.trim();
    rows = view.scores.problems.map((problem, index) => ({ problem, index })).filter(({ problem }) =>
      (!kept.severity || problem.severity === kept.severity) && (!kept.code || problem.code === kept.code)
      && (!kept.department || (problem.department ? problem.department.name : "") === kept.department)
      && (!text || `${problem.message}${problem.advice}${problem.sheet}${problem.cell || ""}${problem.department ? problem.department.name : ""}`.includes(text)));
    const all = view.scores.problems.length;
    count.textContent = rows.length === all ? `${all} 个问题` : `${all} 个问题中的 ${rows.length} 个`;
    const more = rows.length - kept.limit;
    place.replaceChildren(...[problemTable(view, rows.slice(0, kept.limit), places, openDepartment),
      more > 0 ? h("button", { type: "button", class: "quiet", click: () => { kept.limit += 1000; draw(); } }, `再显示 ${Math.min(more, 1000)} 个（还有 ${more} 个）`) : null].filter(Boolean));
  };
  const set = (key) => (value) => { kept[key] = value; kept.limit = 300; draw(); };
  const severities = view.summary.severities.filter(({ count: many }) => many).map(({ severity, label }) => [severity, label]);
  const codes = view.summary.kinds.map(({ code, title }) => [code, `${code} ${title}`]).filter(([code], index, list) => list.findIndex(([other]) => other === code) === index);
  const departments = [...new Set(view.scores.problems.filter(({ department }) => department).map(({ department }) => department.name))].map((name) => [name, name]);
  const head = h("div", { class: "filters" },
    choice("级别", [["", "全部"], ...severities], kept.severity, set("severity")),
    choice("种类", [["", "全部"], ...codes], kept.code, set("code")),
    choice("部门", [["", "全部"], ...departments], kept.department, set("department")),
    searching("文字", kept.text, set("text")),
    copyButton("复制为文字", () => rows.map(({ problem }, index) => `${index + 1}. ${problem.department ? `${problem.department.name}　` : ""}${problemText(problem)}`).join("\n")),
    count);
  draw();
  return [head, place];
}

function problemTable(view, rows, places, openDepartment) {
  if (rows.length === 0) return h("p", { class: "note" }, "没有这样的问题。");
  const titles = ["级别", "代码", "部门", "位置", "问题", "怎么办"];
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "问题清单" }, h("table", { class: "listed" },
    h("caption", { class: "offscreen" }, "问题清单"),
    h("thead", {}, h("tr", {}, titles.map((title) => h("th", { scope: "col" }, title)))),
    inPieces(rows, ({ problem, index }) => h("tr", {},
      h("td", {}, severityMark(view, problem.severity)), h("td", {}, problem.code),
      h("td", {}, places.has(index) ? h("button", { type: "button", class: "link", click: () => openDepartment(places.get(index)) }, problem.department.name) : problem.department ? problem.department.name : ""),
      h("td", {}, problem.sheet, problem.cell ? h("strong", {}, ` ${problem.cell}`) : null),
      h("td", { class: "wide" }, problem.message), h("td", { class: "wide" }, problem.advice)))));
}
