// 上年对比: the result beside last year's workbook, and beside the figures of the year before that the rule book uses.
import { h, put } from "./dom.js";
import { inPieces } from "./table.js";
import { state, departmentName } from "./state.js";
import { doing, download, run, standing } from "./work.js";
import { freshViewing, stepPart } from "./compare.js";

export function lastYearTab(view, openDepartment) {
  const place = h("div", {});
  const draw = () => {
    const known = state.lastYear;
    put(place, known ? [yearsBeside(known), figuresBeside(view, known, openDepartment)]
      : h("p", { class: "buttons" }, h("button", { type: "button", class: "quiet", click: () => ask_(draw) }, "对比上年")));
    if (!known) setTimeout(() => { if (place.isConnected && !state.lastYear) ask_(draw); });
  };
  draw();
  return [place];
}

async function ask_(draw) {
  await doing("对比", async () => {
    await standing("score");
    state.lastYear = { ...(await run("last-year", {}, [])), viewing: freshViewing(0) };
    draw();
  });
}

function yearsBeside({ view, silence, viewing }) {
  if (silence) return h("p", { class: "alert" }, `${silence}。各年用不同规则书的，请用“两年对比”。`);
  if (!view) return null;
  const [step] = view.steps;
  return [
    h("p", { class: "buttons" }, h("button", { type: "button", class: "quiet", "data-download": "score-years", click: () => download("score", "years") }, "下载 年度对比.xlsx"),
      h("span", { class: "note" }, "两年按同一本规则书评分；哪些变动来自表现，见各列。")),
    stepPart(view, step, viewing),
  ];
}

function figuresBeside(view, { figures: known }, openDepartment) {
  if (!known) return null;
  const { year, metrics, departments } = known;
  const title = `规则书用到的上年数据${year ? `（${year} 年）` : ""}`;
  const pair = ([last, now]) => [h("td", { class: "number" }, last === null ? "—" : last), h("td", { class: "number" }, now === null ? "—" : now)];
  return h("div", {}, h("h3", { class: "headline" }, title),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": title }, h("table", {}, h("caption", { class: "offscreen" }, title),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "部门"), metrics.map(({ name, unit }) => ["上年", "今年"].map((which) => h("th", { scope: "col", class: "number" }, `${which} ${name}${unit ? `（${unit}）` : ""}`))))),
      inPieces(departments, ({ department, values }) => h("tr", {},
        h("th", { scope: "row" }, h("button", { type: "button", class: "link", click: () => openDepartment(department) }, departmentName(view, department))), values.map(pair))))));
}
