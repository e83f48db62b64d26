// 疑问: how far each department is from another grade, who would stand where if a rule were read otherwise, how sure ranks are. Each is
// asked for when it is first looked at.
import { h, put, choice, searching, svg, gradeChip, severityMark } from "./dom.js";
import { state, departmentName, problemText } from "./state.js";
import { WORKBOOKS, slot } from "./files.js";
import { inPieces, sortable, sortValue } from "./table.js";
import { doing, download, run, standing } from "./work.js";

const PARTS = [["distances", "差距与余量", "离上一等级还差多少，哪个数变动多少会改变等级"], ["readings", "争议读法", "规则换一种读法，谁会变"], ["certainty", "名次把握", "评定略有不同时，名次和等级有多稳"], ["disputes", "争议数据", "部门报的数和核的数不一致时，信谁的会怎样"]];
const MOST_ASKED = 100;

export function questionsTab(view, openDepartment) {
  const place = h("div", { class: "questions" });
  const draw = () => {
    const asked = state.questions;
    put(place,
      h("div", { class: "buttons parts", role: "group", "aria-label": "疑问" }, PARTS.map(([part, title, about]) => h("button", {
        type: "button", class: "quiet", title: about, "aria-pressed": part === asked.part ? "true" : "false",
        click: () => { asked.part = part; draw(); place.querySelector("[aria-pressed=true]").focus(); },
      }, title)),
      h("button", { type: "button", class: "quiet", click: () => download("score", "whatif") }, "下载 疑问.xlsx")),
      h("p", { class: "note" }, PARTS.find(([part]) => part === asked.part)[2], "。"),
      asked[asked.part] ? { distances, readings, certainty, disputes }[asked.part](view, openDepartment, draw)
        : h("p", { class: "buttons" }, h("button", { type: "button", class: "quiet", click: () => answer(draw) }, "算一算")));
    if (!asked[asked.part]) setTimeout(() => { if (place.isConnected && !asked[asked.part]) answer(draw); });
  };
  draw();
  return [place];
}

// Asks what the part that is looked at shows.
async function answer(draw) {
  const asked = state.questions;
  const { part } = asked;
  await doing("计算", async () => {
    await standing("score");
    asked[part] = await run("question", { about: part, ...(part === "certainty" ? { tolerance: asked.tolerance } : {}) }, part === "disputes" ? [{ purpose: "disputes", file: asked.disputesFile }] : []);
    if (part === "readings") {
      asked.chosen = asked.readings.choices.map(() => 0);
      asked.standings = await standings();
    }
    draw();
  });
}

function standings() {
  return run("question", { about: "standings", chosen: state.questions.chosen }, []);
}

function nameCell(view, at, openDepartment) {
  return h("button", { type: "button", class: "link", click: () => openDepartment(at) }, departmentName(view, at));
}

// The columns that every list begins with.
function first(view, openDepartment) {
  const of = ({ department }) => view.scores.departments[department];
  return [
    { key: "rank", title: "名次", number: true, value: (row) => of(row).rank, cell: (row) => of(row).rank || "—" },
    { key: "name", title: "部门", header: true, value: (row) => of(row).name, cell: (row) => nameCell(view, row.department, openDepartment) },
    { key: "total", title: "总分", number: true, downFirst: true, value: (row) => sortValue(of(row).total), cell: (row) => of(row).total || "待定" },
    { key: "grade", title: "等级", cell: (row) => gradeChip(view, of(row).grade) },
  ];
}

// A list that is sorted and filtered by name; `more` are fields beside the name's.
function listed(view, caption, rows, columns, more, holds = () => true) {
  const asked = state.questions;
  const place = h("div", {});
  const count = h("p", { class: "note", role: "status" });
  const draw = () => {
    const text = asked.text.trim();
    const kept = rows.filter((row) => holds(row) && (!text || departmentName(view, row.department).includes(text) || (view.scores.departments[row.department].code || "").includes(text)));
    count.textContent = kept.length === rows.length ? `${rows.length} 个部门` : `${rows.length} 个部门中的 ${kept.length} 个`;
    const left = kept.length - asked.limit;
    const focused = document.activeElement && place.contains(document.activeElement) ? document.activeElement.dataset.sort : null;
    put(place, sortable({ caption, columns, rows: kept, order: asked.order, limit: asked.limit, onorder: (order) => { asked.order = order; draw(); } }),
      left > 0 ? h("button", { type: "button", class: "quiet", click: () => { asked.limit += 1000; draw(); } }, `再显示 ${Math.min(left, 1000)} 个（还有 ${left} 个）`) : null);
    if (focused) place.querySelector(`[data-sort="${CSS.escape(focused)}"]`).focus();
  };
  if (!columns.some(({ key }) => key === asked.order.key)) asked.order = { key: "", down: false };
  draw();
  return [h("div", { class: "filters" }, searching("部门名称或编码", asked.text, (value) => { asked.text = value; asked.limit = MOST_ASKED; draw(); }), more ? more(draw) : null, count), place];
}

// ---- 差距与余量

function distances(view, openDepartment) {
  const { purpose, near, departments } = state.questions.distances;
  const points = (key, title) => ({ key: `${key}-points`, title, number: true, value: (row) => sortValue(row[key].points), cell: (row) => h("span", { class: row[key].near ? "near" : null }, row[key].points === null ? "—" : row[key].points) });
  const columns = [
    ...first(view, openDepartment),
    { key: "up-grade", title: "上一等级", cell: (row) => row.up.grade || "—" }, points("up", "还差"), { key: "up", title: "最小的变动，够上一等级", wide: true, cell: (row) => ways(row.up) },
    { key: "down-grade", title: "下一等级", cell: (row) => row.down.grade || "—" }, points("down", "余量"), { key: "down", title: "最小的变动，掉到下一等级", wide: true, cell: (row) => ways(row.down) },
  ];
  const asked = state.questions;
  const only = (draw) => h("label", { class: "field" }, h("input", { type: "checkbox", checked: asked.near, change: (event) => { asked.near = event.target.checked; draw(); } }), h("span", {}, `只看不到 ${near} 分的`));
  return [h("p", { class: "about" }, purpose), listed(view, "差距与余量", departments, columns, only, (row) => !asked.near || row.up.near || row.down.near)];
}

function ways({ ways: all, silence }) {
  if (silence) return h("span", { class: "note" }, silence);
  const [smallest, ...others] = all;
  return [smallest, others.length ? h("details", {}, h("summary", {}, `另有 ${others.length} 种`), h("ul", { class: "ways" }, others.map((way) => h("li", {}, way)))) : null];
}

// What a department's own page says of it, once it is known.
export function distancePart(view, at) {
  const place = h("section", { class: "distance", "aria-label": "差距与余量" });
  const { own, readings: read, certainty: sure } = state.questions;
  const draw = (distance) => {
    const line = ({ distance: far, ways: [smallest], silence }) => [far, smallest || silence].filter(Boolean).join("：");
    const lines = distance.up.silence && distance.up.silence === distance.down.silence ? [distance.up.silence] : [line(distance.up), line(distance.down)];
    const range = read && read.departments.find(({ department }) => department === at).range;
    const bounds = sure && sure.departments.find(({ department }) => department === at).bounds;
    put(place, h("h3", {}, "差距与余量"), h("ul", {}, lines.map((text) => h("li", {}, text)),
      bounds ? h("li", {}, `评定略有不同时：${bounds.sentence}`) : null, range ? h("li", {}, `各种读法下：${range.sentence}`) : null),
    h("p", { class: "note" }, distance.purpose));
  };
  if (own.has(at)) draw(own.get(at));
  else if (!state.lost.has("score")) {
    put(place, h("h3", {}, "差距与余量"), h("p", { class: "note" }, "……"));
    run("question", { about: "distance", department: at }, []).then((distance) => {
      own.set(at, distance);
      draw(distance);
    }, () => { place.hidden = true; });
  } else place.hidden = true;
  return place;
}

// ---- 争议读法

function readings(view, openDepartment, draw) {
  const { readings: { how, choices, effects, departments }, chosen, standings: standing_ } = state.questions;
  if (effects.length === 0) return h("p", { class: "note" }, "这本规则书没有写别的读法。");
  const name = (indicator) => view.book.indicators[indicator].name;
  const choose = (index) => async (value) => {
    const before = chosen[index];
    chosen[index] = Number(value);
    if (!(await doing("计算", async () => { await standing("score"); state.questions.standings = await standings(); }))) chosen[index] = before;
    draw();
  };
  const by = new Map(standing_.departments.map((one) => [one.department, one]));
  const of = (row) => by.get(row.department);
  const columns = [
    ...first(view, openDepartment),
    { key: "chosen-total", title: "所选读法下总分", number: true, downFirst: true, value: (row) => sortValue(of(row).total), cell: (row) => of(row).total || "待定" },
    { key: "difference", title: "变动", number: true, cell: (row) => h("span", { class: of(row).difference ? "near" : null }, of(row).difference || "—") },
    { key: "chosen-grade", title: "等级", cell: (row) => [gradeChip(view, of(row).grade), of(row).grade_changed ? h("strong", {}, " 变") : null] },
    { key: "chosen-rank", title: "名次", number: true, value: (row) => of(row).rank, cell: (row) => [of(row).rank || "—", of(row).rank_changed ? h("strong", {}, " 变") : null] },
    { key: "totals", title: "总分的范围", number: true, cell: ({ range }) => (range ? (range.total[0] === range.total[1] ? range.total[0] : range.total.join("–")) : "—") },
    { key: "ranks", title: "名次的范围", cell: ({ range }) => (range && range.rank) || "—" },
    { key: "grades", title: "等级的范围", cell: ({ range }) => (range ? h("span", { class: range.open ? "near" : null }, range.grades) : "—") },
  ];
  return [
    h("div", { class: "slots readings" }, choices.map(({ indicator, readings: all }, index) => h("div", {},
      choice(name(indicator), all.map((one, at) => [String(at), one.name]), String(chosen[index]), choose(index)),
      h("p", { class: "note" }, all[chosen[index]].reason || all.slice(1).map((one) => `${one.name}：${one.reason}`).join(" "))))),
    h("p", { class: "note" }, `为每个指标选一种读法，所选读法下的总分、等级、名次随之重算；范围是各种读法组合的最低和最高（${how}）。`),
    listed(view, "争议读法", departments, columns),
    effectsTable(effects, name),
  ];
}

function effectsTable(effects, name) {
  const numbers = ["总分变的", "等级变的", "名次变的"];
  return h("div", {}, h("h3", { class: "headline" }, "每种读法的影响"),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "每种读法的影响" }, h("table", {}, h("caption", { class: "offscreen" }, "每种读法的影响"),
      h("thead", {}, h("tr", {}, ["指标", "读法", "理由"].map((title) => h("th", { scope: "col" }, title)), numbers.map((title) => h("th", { scope: "col", class: "number" }, title)), ["变动最大的", "等级有变的"].map((title) => h("th", { scope: "col" }, title)))),
      h("tbody", {}, effects.map((one) => h("tr", {}, h("td", {}, name(one.indicator)), h("th", { scope: "row" }, one.name, one.settled ? h("p", { class: "note" }, `已定案，不计入范围：${one.settled}`) : null),
        h("td", { class: "wide" }, one.reason, one.lacking ? h("p", { class: "note" }, `${one.lacking} 个部门缺这种读法要用的数据`) : null),
        [one.totals, one.grades, one.ranks].map((count) => h("td", { class: "number" }, count)), h("td", {}, one.largest || "—"), h("td", { class: "wide" }, one.told || "—")))))));
}

// ---- 名次把握

function certainty(view, openDepartment, draw) {
  const asked = state.questions;
  const { note, grades, ranked, departments, tiers } = asked.certainty;
  const tier = new Map(tiers.flatMap((some, index) => some.map((department) => [department, index + 1])));
  const span = (ends) => (ends[0] === ends[1] ? String(ends[0]) : `${ends[0]}–${ends[1]}`);
  const columns = [
    ...first(view, openDepartment),
    { key: "ends", title: "总分的范围", number: true, cell: ({ bounds }) => (bounds ? bounds.total.join("–") : "—") },
    { key: "widest", title: "最宽的名次", number: true, cell: ({ bounds }) => (bounds && bounds.ranks ? span(bounds.ranks) : "—") },
    { key: "drawn", title: "十次里九次的名次", cell: ({ bounds }) => (bounds && bounds.drawn ? h("div", { class: "ranks" }, h("span", {}, span(bounds.drawn)), rankBar(bounds.drawn, ranked)) : "—") },
    { key: "chances", title: "等级的可能", cell: ({ bounds }) => (bounds ? [h("span", { class: bounds.sure ? null : "near" }, bounds.sure ? "确定" : grades.map((grade, at) => (bounds.shares[at] ? `${grade} ${bounds.shares[at]}` : "")).filter(Boolean).join("，")), chances(view, grades, bounds)] : "—") },
    { key: "next", title: "在下一名之前", number: true, cell: ({ bounds }) => (bounds && bounds.before_next) || "—" },
    { key: "tier", title: "分不清的一组", number: true, value: ({ department }) => tier.get(department), cell: ({ department }) => tier.get(department) || "—" },
    { key: "told", title: "一句话", wide: true, roomy: true, cell: ({ bounds }) => (bounds ? bounds.sentence : "没有总分") },
  ];
  const input = h("input", { type: "text", inputmode: "decimal", value: asked.tolerance, placeholder: "各满分的一成", autocomplete: "off", keydown: (event) => { if (event.key === "Enter") again(); } });
  const again = () => { asked.tolerance = input.value.trim(); asked.certainty = null; draw(); };
  return [
    h("p", { class: "note" }, note),
    h("div", { class: "filters" }, h("label", { class: "field" }, h("span", {}, "每项评定上下各差（分）"), input), h("button", { type: "button", class: "quiet", click: again }, "按这个算")),
    listed(view, "名次把握", departments, columns),
  ];
}

// Where ranks lie among all, the best at the left.
function rankBar([best, worst], ranked) {
  return svg("svg", { class: "bar", viewBox: `0 0 ${ranked} 8`, preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" },
    svg("rect", { class: "rail", width: ranked, height: 8 }), svg("rect", { class: "fill", x: best - 1, width: worst - best + 1, height: 8 }));
}

function chances(view, grades, bounds) {
  let from = 0;
  return svg("svg", { class: "bar chances", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" }, grades.map((grade, at) => {
    const width = bounds.chances[at] * 100;
    from += width;
    const known = view.book.grades.find((one) => one.name === grade);
    return svg("rect", { x: from - width, width, height: 8, style: { fill: known.color } });
  }));
}

// ---- 争议数据

function disputes(view, openDepartment, draw) {
  const asked = state.questions;
  const { how, disputes: all, ranges, problems } = asked.disputes;
  const take = (file) => { asked.disputesFile = file; asked.disputes = null; draw(); };
  return [
    h("div", { class: "slots" }, h("div", {}, slot("选择争议数据", WORKBOOKS, asked.disputesFile, take, "没有选择"),
      h("p", { class: "note" }, "表头是：部门名称、数据项、数据A、数据B。评分的工作簿里有“争议数据”表的，不必另选。"))),
    problems.length ? h("ul", { class: "problems" }, problems.map((problem) => h("li", {}, severityMark(view, problem.severity), ` ${problemText(problem)}`))) : null,
    all.length === 0 ? h("p", { class: "note" }, "没有争议数据。") : [
      table_("争议数据", ["部门", "数据项", "数据A", "信 A", "数据B", "信 B", "变的指标", "其他部门的名次"], all.map((one) => [
        nameCell(view, one.department, openDepartment), one.metric, one.figures[0], one.standings[0], one.figures[1], one.standings[1], one.scores, [one.neighbours, one.note ? h("p", { class: "note" }, one.note) : null]])),
      h("p", { class: "headline note" }, `${how}。`),
      ranges.length ? table_("争议范围", ["部门", "总分的范围", "名次的范围", "等级的范围"], ranges.map((one) => [
        nameCell(view, one.department, openDepartment), one.total ? one.total.join("–") : "—", one.rank || "—", h("span", { class: one.open ? "near" : null }, one.grades)])) : null,
    ],
  ];
}

function table_(caption, titles, rows) {
  return h("div", { class: "scroll plain", tabindex: "0", role: "region", "aria-label": caption }, h("table", {}, h("caption", { class: "offscreen" }, caption),
    h("thead", {}, h("tr", {}, titles.map((title) => h("th", { scope: "col" }, title)))),
    inPieces(rows, ([name, ...cells]) => h("tr", {}, h("th", { scope: "row" }, name), cells.map((cell) => h("td", {}, cell))))));
}
