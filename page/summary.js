// The head of the result: how many departments, grades, mean, kinds of problems; and what a corrected file changed.
import { h, svg, gradeChip, severityMark } from "./dom.js";
import { state, problemText } from "./state.js";

export function summaryOf(view, openProblems) {
  const { summary, book, year } = view;
  return [
    h("p", { class: "about" }, `${book.name}（${view.scores.rulebook.id} 版本 ${view.scores.rulebook.version}）`, year ? `　${year} 年度` : "", ...chosenBeside(state.jobs.score)),
    h("div", { class: "cards" },
      card("部门", String(summary.departments)),
      card("平均分", summary.total ? summary.total.mean : "—", summary.total ? `最高 ${summary.total.most}　最低 ${summary.total.least}` : "还没有总分"),
      h("div", { class: "card grades" }, h("h3", {}, "等级"), gradeBar(view),
        h("ul", { class: "legend" }, summary.grades.map(({ grade, count }) => h("li", {}, gradeChip(view, grade), ` ${count}`)))),
      h("div", { class: "card" }, h("h3", {}, "问题"),
        h("ul", { class: "legend" }, summary.severities.map(({ severity, count }) => h("li", {}, severityMark(view, severity), ` ${count}`))),
        kindList(view, openProblems))),
  ];
}

// What was chosen beside the file: a result never rests on a choice that it does not tell.
function chosenBeside({ request, files }) {
  const beside = { last: "上年的工作簿", review: "复核过的评分结果", headers: "表头对应", aliases: "更名文件" };
  const missing = state.choices.missing.find(({ id }) => id === request.missing);
  return [
    `　缺数据时：${missing.label}`,
    files.map(({ purpose, file }) => (file && beside[purpose] ? `　${beside[purpose]}：${file.name}` : "")),
    request.anomalies ? "" : "　不提示异常数据",
  ];
}

function card(title, figure, note) {
  return h("div", { class: "card" }, h("h3", {}, title), h("p", { class: "figure" }, figure), note ? h("p", { class: "note" }, note) : null);
}

function gradeBar(view) {
  const whole = view.summary.departments || 1;
  let from = 0;
  return svg("svg", { class: "gradebar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" },
    view.summary.grades.map(({ grade, count }) => {
      const known = view.book.grades.find((one) => one.name === grade);
      const width = (count / whole) * 100;
      from += width;
      return svg("rect", { x: from - width, width, height: 10, style: { fill: known ? known.color : "#D9D9D9" } });
    }));
}

function kindList(view, openProblems) {
  const kinds = view.summary.kinds.filter(({ severity }) => severity !== "info");
  if (kinds.length === 0) return null;
  return h("details", { class: "kinds" }, h("summary", {}, "按种类看"),
    h("ul", {}, kinds.map(({ severity, code, title, count }) => h("li", {}, severityMark(view, severity), " ",
      h("button", { type: "button", class: "link", click: () => openProblems(code) }, `${code} ${title}`), ` ${count}`))));
}

export function changesOf(view, changes, openDepartment) {
  const { gone, fresh, moved, joined, left } = changes;
  const nothing = !gone.length && !fresh.length && !moved.length && !joined.length && !left.length;
  return h("section", { class: "changes", "aria-label": "改了什么" },
    h("h2", {}, "改了什么"),
    nothing ? h("p", {}, "与上一个文件相比，得分和问题都没有变化。") : h("p", { class: "counts" },
      `问题消除 ${gone.length} 个，新增 ${fresh.length} 个；得分有变的部门 ${moved.length} 个`,
      joined.length ? `；新增部门：${joined.join("、")}` : "", left.length ? `；不在表里了的部门：${left.join("、")}` : ""),
    h("div", { class: "columns" },
      moved.length ? h("div", scrolling("得分变动"), h("h3", {}, "得分变动"), h("ul", {}, moved.map((one) => h("li", {},
        h("button", { type: "button", class: "link", click: () => openDepartment(one.department) }, one.name),
        `　${one.total[0] || "待定"} → ${one.total[1] || "待定"}`, one.difference ? `（${one.difference}）` : "",
        one.grade[0] === one.grade[1] ? "" : `，${one.grade[0]} → ${one.grade[1]}`,
        h("ul", {}, one.indicators.map(({ name, score }) => h("li", {}, `${name}：${score[0] || "待定"} → ${score[1] || "待定"}`))))))) : null,
      gone.length ? problemList("消除的问题", gone) : null,
      fresh.length ? problemList("新增的问题", fresh) : null));
}

// A part that may be longer than its place is reached and moved by the keyboard, too.
function scrolling(label) {
  return { tabindex: "0", role: "region", "aria-label": label };
}

function problemList(title, problems) {
  const most = 100;
  return h("div", scrolling(title), h("h3", {}, title), h("ul", {},
    problems.slice(0, most).map((problem) => h("li", {}, problem.department ? `${problem.department.name}　` : "", problemText(problem))),
    problems.length > most ? h("li", {}, `……其余 ${problems.length - most} 个见“问题”`) : null));
}
