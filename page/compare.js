// 两年对比: workbooks of several years, and what came of it: the years, who rose and fell, and why.
import { h, byId, put, choice, searching, gradeWord, downloadBytes } from "./dom.js";
import { chosen, state, go } from "./state.js";
import { sortable, sortValue } from "./table.js";
import { WORKBOOKS, picker, slot } from "./files.js";
import { OWN_RULES, RULE_BOOKS, rulesOf } from "./options.js";
import { cleared, doing, downloadList, keep, message, run } from "./work.js";
import { screen } from "./screens.js";

// { file, year, book, bookFile }: the year as typed, the id of a rule book of its own, or its file.
let years = [];
let viewing = null;

export async function takeYears(files) {
  years = [...years, ...files.map(({ file }) => ({ file, year: "", book: "", bookFile: null }))];
  await compareYears();
}

export function emptyYears() {
  years = [];
}

async function compareYears() {
  compareScreen(null);
  if (years.length < 2) return;
  const rules = rulesOf();
  if (!rules) return;
  if (years.some(({ book, year }) => book && !year)) {
    message("有自己的规则书的年度，请先填写“年度”。", []);
    return;
  }
  if (years.some(({ book, bookFile }) => book === OWN_RULES && !bookFile)) {
    message("请先选择那一年的规则书文件。", []);
    return;
  }
  const request = { rules: rules.rules, missing: chosen.missing, years: years.map(({ year }) => (year ? Number(year) : null)), books: years.map(({ book, bookFile }) => (book === OWN_RULES ? bookFile.name : book || null)) };
  await doing("读取", async () => {
    const view = await keep("compare", request, [...rules.files, ...years.map(({ file }) => ({ purpose: "years", file })), { purpose: "aliases", file: chosen.aliasesFile },
      ...years.map(({ book, bookFile }, index) => ({ purpose: `rules-of-${index}`, file: book === OWN_RULES ? bookFile : null }))]);
    viewing = freshViewing(view.steps.length - 1);
    compareScreen(view);
  });
}

// How a step from year to year is looked at.
export function freshViewing(step) {
  return { step, text: "", order: { key: "", down: false }, limit: 100 };
}

function compareScreen(view) {
  put(byId("room"),
    h("div", { class: "bar-top" }, h("h2", {}, "两年对比"),
      h("div", { class: "buttons" }, picker("再加一年", WORKBOOKS, takeYears, { many: true }), h("button", { type: "button", class: "quiet", click: () => go.start() }, "回到开始"))),
    years.length < 2 ? h("p", { class: "alert" }, "请再选至少一个年度的工作簿。") : null,
    h("div", { class: "split" }, filesTable(), h("div", { class: "plain" }, h("h3", {}, "更名的部门"), slot("选择更名文件", ".csv,.txt,.tsv,.xlsx", chosen.aliasesFile, (file) => { chosen.aliasesFile = file; compareYears(); }, "没有选择"),
      h("p", { class: "note" }, "每行一对：原名称,现名称。没有更名的不用选。"))),
    view ? results(view) : null);
  screen("room", "compare");
}

function filesTable() {
  const set = (one, key) => (event) => { one[key] = event.target.value; };
  const rows = years.map((one, index) => h("tr", {}, h("th", { scope: "row" }, one.file.name),
    h("td", {}, h("input", { type: "number", min: 1990, max: 2100, value: one.year, placeholder: "不填", "aria-label": `${one.file.name} 的年度`, input: set(one, "year") })),
    h("td", {}, (() => {
      const place = h("div", {});
      const draw = () => {
        const select = h("select", { "aria-label": `${one.file.name} 的规则书`, change: () => { one.book = select.value; draw(); place.querySelector("select").focus(); } },
          h("option", { value: "" }, "用“开始”里选的"), state.choices.books.map(({ id, name }) => h("option", { value: id }, name)), h("option", { value: OWN_RULES }, "规则书文件"));
        select.value = one.book;
        put(place, select, one.book === OWN_RULES ? slot("选择规则书", RULE_BOOKS, one.bookFile, (file) => { one.bookFile = file; draw(); }, "还没有选择") : null);
      };
      draw();
      return place;
    })()),
    h("td", {}, h("button", { type: "button", class: "quiet", "aria-label": `拿掉 ${one.file.name}`, click: () => { years.splice(index, 1); cleared("compare"); compareYears(); } }, "拿掉"))));
  return h("div", { class: "plain" }, h("div", { class: "scroll" }, h("table", { class: "narrow" }, h("caption", { class: "offscreen" }, "各年的工作簿"),
    h("thead", {}, h("tr", {}, ["工作簿", "年度（表里有的不用填）", "规则书", ""].map((title) => (title ? h("th", { scope: "col" }, title) : h("td", {}))))), h("tbody", {}, rows))),
    h("p", { class: "buttons" }, h("button", { type: "button", class: "primary", disabled: years.length < 2, click: compareYears }, "对比")));
}

function results(view) {
  const { comparison, steps, errors } = view;
  const part = h("div", {});
  const draw = () => put(part, stepPart(view, steps[viewing.step], viewing));
  draw();
  const slips = comparison.years.flatMap(({ year, unit_slips: found }) => found.map((problem) => `${year} 年：${problem.message}。${problem.advice}`));
  return [
    h("section", { class: "downloads", "aria-label": "下载" }, h("h2", {}, "下载"), downloadList("compare", [["book", "年度对比.xlsx", "各年并排：总分、指标、原因、名次和等级的变动"]])),
    slips.map((slip) => h("p", { class: "alert" }, slip)),
    h("div", { class: "scroll plain" }, h("table", {}, h("caption", { class: "offscreen" }, "各年的情况"),
      h("thead", {}, h("tr", {}, ["年度", "文件", "规则书"].map((title) => h("th", { scope: "col" }, title)), ["部门", "有总分", "平均分", "数据里的错误"].map((title) => h("th", { scope: "col", class: "number" }, title)))),
      h("tbody", {}, comparison.years.map((one, index) => h("tr", {}, h("th", { scope: "row" }, one.year), h("td", {}, one.file), h("td", {}, one.rulebook.id),
        [one.departments, one.scored, one.mean || "—", errors[index]].map((value) => h("td", { class: "number" }, value))))))),
    comparison.suggestions.length ? renamesPart("可能是更名的部门（还没有采用；是更名的请勾选）", comparison.suggestions, compareYears) : null,
    comparison.unused_aliases.length ? h("p", { class: "alert" }, `没有用上的更名：${comparison.unused_aliases.map(({ old, new: now }) => `${old} → ${now}`).join("；")}`) : null,
    steps.length > 1 ? h("div", { class: "filters" }, choice("比较", steps.map(({ from, to }, index) => [String(index), `${from} → ${to}`]), String(viewing.step), (step) => { viewing.step = Number(step); draw(); })) : null,
    part,
  ];
}

// Departments that may be others under another name: who knows says which are, and they are matched from then on.
export function renamesPart(title, suggestions, again) {
  const ticked = new Set();
  const made = async () => {
    const pairs = [...ticked].map((index) => [suggestions[index].old, suggestions[index].new]);
    const { name, text } = await run("aliases-file", { pairs }, [{ purpose: "aliases", file: chosen.aliasesFile }]);
    return new File([text], name);
  };
  const buttons = [
    again ? h("button", { type: "button", class: "quiet", disabled: true, click: async () => {
      if (await doing("生成", async () => { chosen.aliasesFile = await made(); })) await again();
    } }, "采用勾选的，再对比一次") : null,
    h("button", { type: "button", class: "quiet", disabled: true, click: () => doing("生成", async () => { const file = await made(); downloadBytes(file.name, await file.arrayBuffer()); }) }, "下载更名文件"),
  ].filter(Boolean);
  return h("section", { class: "plain", "aria-label": "可能更名" }, h("h3", {}, title),
    h("ul", { class: "ticks" }, suggestions.map(({ old, new: now }, index) => h("li", {}, h("label", {}, h("input", { type: "checkbox", change: (event) => {
      if (event.target.checked) ticked.add(index); else ticked.delete(index);
      for (const button of buttons) button.disabled = ticked.size === 0;
    } }), ` ${old} → ${now}`)))),
    h("p", { class: "buttons" }, buttons));
}

// A step from year to year: who rose and fell, and why.
export function stepPart(view, step, kept) {
  const { departments, years: all } = view.comparison;
  const [from, to] = [step.from, step.to].map((year) => all.findIndex((one) => one.year === year));
  const of = (row) => departments[row.department];
  const standing = (row, at) => of(row).years[at];
  const totals = [from, to].flatMap((at) => [
    { key: `total-${at}`, title: `${all[at].year} 总分`, number: true, downFirst: true, value: (row) => sortValue(standing(row, at) && standing(row, at).total), cell: (row) => (standing(row, at) && standing(row, at).total) || "—" },
    { key: `grade-${at}`, title: "等级", value: (row) => standing(row, at) && standing(row, at).grade, cell: (row) => (standing(row, at) ? gradeWord(standing(row, at).grade) : "") },
  ]);
  const part = (key, title) => ({ key, title, number: true, downFirst: true, value: (row) => signedValue(row[key]), cell: (row) => row[key] });
  const columns = [
    { key: "name", title: "部门", header: true, value: (row) => of(row).name, cell: (row) => of(row).name },
    ...totals, part("change", "变动"), part("rules", "规则"), part("performance", "表现"), part("undivided", "不能拆分"),
    { key: "causes", title: "影响最大的指标", wide: true, cell: (row) => row.causes.join("；") },
  ];
  const table = h("div", {});
  const draw = () => {
    const text = kept.text.trim();
    const rows = step.movers.filter((row) => !text || of(row).name.includes(text) || (of(row).code || "").includes(text));
    const more = rows.length - kept.limit;
    const focused = document.activeElement && table.contains(document.activeElement) ? document.activeElement.dataset.sort : null;
    put(table, sortable({ caption: "升降", columns, rows, order: kept.order, limit: kept.limit, onorder: (order) => { kept.order = order; draw(); } }),
      more > 0 ? h("button", { type: "button", class: "quiet", click: () => { kept.limit += 1000; draw(); } }, `再显示 ${Math.min(more, 1000)} 个（还有 ${more} 个）`) : null);
    if (focused) table.querySelector(`[data-sort="${CSS.escape(focused)}"]`).focus();
  };
  draw();
  return [
    h("h3", { class: "headline" }, `${step.from} → ${step.to}　可以对比的 ${step.compared} 个部门：上升 ${step.rose}，下降 ${step.fell}，不变 ${step.same}`),
    step.fates.length ? h("p", { class: "note" }, step.fates.map(({ label, count }) => `${label} ${count}`).join("，")) : null,
    h("div", { class: "filters" }, searching("部门名称或编码", kept.text, (value) => { kept.text = value; draw(); })), table,
  ];
}

// For sorting only.
function signedValue(text) {
  return Number(text.replace("−", "-").replace("+", ""));
}
