// 指标: each indicator over all departments.
import { h, svg, bar } from "./dom.js";
import { departmentName } from "./state.js";

export function indicatorsTab(view, at, openIndicator, openDepartment) {
  const rows = view.book.indicators.map((rule, index) => {
    const { spread, rate, share, losers } = view.indicators[index];
    return h("tr", { class: index === at ? "chosen" : null },
      h("td", {}, rule.second),
      h("th", { scope: "row" }, h("button", { type: "button", class: "link", "aria-pressed": index === at ? "true" : "false", click: () => openIndicator(index) }, rule.name)),
      h("td", { class: "number" }, rule.points),
      h("td", { class: "number" }, spread ? spread.mean : "—"),
      h("td", { class: "number" }, rate || "—"),
      h("td", { class: "barcell" }, share === null ? null : bar(share)),
      h("td", { class: "number" }, spread ? spread.least : "—"),
      h("td", { class: "number" }, spread ? spread.most : "—"),
      h("td", { class: "number" }, spread ? spread.count : 0),
      h("td", { class: "number" }, losers.length));
  });
  const number = ["分值", "平均分", "得分率"];
  return h("div", { class: "pair" },
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "各指标的平均得分" }, h("table", {},
      h("caption", { class: "offscreen" }, "各指标的平均得分"),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "二级指标"), h("th", { scope: "col" }, "三级指标"), number.map((title) => h("th", { scope: "col", class: "number" }, title)),
        h("td", {}), ["最低", "最高", "有得分", "失分部门"].map((title) => h("th", { scope: "col", class: "number" }, title)))),
      h("tbody", {}, rows))),
    detail(view, at, openDepartment));
}

function detail(view, at, openDepartment) {
  const rule = view.book.indicators[at];
  const { distribution, losers } = view.indicators[at];
  const most = 15;
  const line = ({ department, lost }) => h("li", {}, h("button", { type: "button", class: "link", click: () => openDepartment(department) }, departmentName(view, department)), ` −${lost}`);
  return h("section", { class: "side", "aria-label": `指标：${rule.name}` },
    h("h2", {}, rule.name), h("p", { class: "note" }, `${rule.first}／${rule.second}，${rule.points} 分`),
    h("p", {}, rule.about), rule.criteria ? h("p", {}, h("strong", {}, "评分标准："), rule.criteria) : null,
    h("h3", {}, "得分分布（部门数）"), histogram(distribution),
    h("h3", {}, "失分最多的部门"),
    losers.length === 0 ? h("p", { class: "note" }, "没有部门失分。") : h("ol", { class: "losers" }, losers.slice(0, most).map(line)),
    losers.length > most ? h("details", {}, h("summary", {}, `其余 ${losers.length - most} 个`), h("ol", { class: "losers", start: most + 1 }, losers.slice(most).map(line))) : null);
}

function histogram(classes) {
  const most = Math.max(1, ...classes.map(({ count }) => count));
  const line = 24;
  const parts = classes.map(({ label, count }, index) => [
    svg("text", { x: 78, y: index * line + 16, "text-anchor": "end" }, label),
    svg("rect", { class: "fill", x: 86, y: index * line + 4, width: (count / most) * 170, height: line - 8 }),
    svg("text", { x: 92 + (count / most) * 170, y: index * line + 16 }, String(count)),
  ]);
  const told = classes.map(({ label, count }) => `${label} ${count} 个`).join("，");
  return svg("svg", { class: "histogram", viewBox: `0 0 300 ${classes.length * line}`, role: "img", "aria-label": `得分分布：${told}` }, parts);
}
