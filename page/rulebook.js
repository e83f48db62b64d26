// 规则书: one that somebody made is looked at, or a built-in one is changed here: what is wrong with it, what it changes of a built-in one, its
// sheets to be typed over, and the files.
import { h, byId, put, choice, severityWord } from "./dom.js";
import { chosen, state, go } from "./state.js";
import { picker } from "./files.js";
import { OWN_RULES, RULE_BOOKS } from "./options.js";
import { doing, download, downloadList, fileOf, keep } from "./work.js";
import { screen } from "./screens.js";
import { sheetsPart } from "./changing.js";

// What is looked at: the file or the built-in one, which it is held against, the cells that were typed over, the sheet that is open.
let looked = null;

export function emptyRules() {
  looked = null;
}

export async function checkRules(file) {
  looked = { against: looked ? looked.against : null, file, builtIn: null, corrections: [], sheet: null };
  await check();
}

// The built-in rule book that is chosen, to be changed here.
export async function changeBuiltIn() {
  looked = { against: builtInId(), file: null, builtIn: builtInId(), corrections: [], sheet: null };
  await check();
}

function builtInId() {
  return chosen.rules === OWN_RULES ? state.choices.books[0].id : chosen.rules;
}

function check() {
  const { against, builtIn, file, corrections } = looked;
  return doing("检查规则书", async () => {
    rulesScreen(await keep("rules", { against, built_in: builtIn, corrections }, [{ purpose: "rules", file }]));
  });
}

// The built-in rule book that is chosen, as a workbook to be changed.
export function downloadBuiltIn() {
  return download("built-in", builtInId());
}

function rulesScreen(view) {
  const { file, book, errors, warnings, findings, template, marked, sheets, changes } = view;
  const typed = looked.corrections.length;
  const files = [typed && book ? ["changed", "改好的规则书", "改好的规则书，存下来，以后评分、制表时选它"] : null, marked && findings.length ? ["marked", "标注.xlsx", "有问题的格子标了颜色和批注，可以在 Excel 里接着改"] : null].filter(Boolean);
  put(byId("room"),
    h("div", { class: "bar-top" }, h("h2", {}, `规则书：${file}`),
      h("div", { class: "buttons" },
        h("button", { type: "button", class: "primary", disabled: !book, click: useIt }, "用它评分"),
        picker("改好了，再检查一次", RULE_BOOKS, go.files("rules")),
        h("button", { type: "button", class: "quiet", click: () => go.start() }, "回到开始"))),
    h("div", { class: `verdict ${errors ? "differs-from" : "same"}`, role: "status" },
      h("p", { class: "figure" }, errors ? `${errors} 个错误，改正后才能评分` : "可以评分"),
      h("p", {}, book ? `${book.name}（${book.rulebook.id} 版本 ${book.rulebook.version}，${book.year} 年），${book.indicators} 个指标，满分 ${book.points} 分。` : null, errors ? "" : warnings ? `有 ${warnings} 个警告，请看一看是不是笔误。` : "没有发现错误。")),
    files.length ? h("section", { class: "downloads", "aria-label": "下载" }, h("h2", {}, "下载"), downloadList("rules", files)) : null,
    findings.length ? findingsTable("检查结果", findings) : null,
    template.length ? findingsTable("报告模板里与它不符的地方（不影响评分，写不了自评报告）", template) : null,
    changes ? changesPart(changes) : null,
    sheets.length ? sheetsPart(sheets, looked, check) : null);
  screen("room", "rules");
}

function findingsTable(title, findings) {
  return h("div", {}, h("h3", { class: "headline" }, title),
    h("div", { class: "scroll plain", tabindex: "0", role: "region", "aria-label": title }, h("table", { class: "listed" }, h("caption", { class: "offscreen" }, title),
      h("thead", {}, h("tr", {}, ["级别", "位置", "问题", "怎么办"].map((one) => h("th", { scope: "col" }, one)))),
      h("tbody", {}, findings.map((one) => h("tr", {}, h("td", {}, severityWord(one.severity, one.label)), h("td", {}, one.place), h("td", { class: "wide" }, one.message), h("td", { class: "wide" }, one.hint || "")))))));
}

function changesPart({ was, changes }) {
  const books = state.choices.books.map(({ id, name }) => [id, name]);
  const title = "与内置规则书的不同";
  const blank = (text) => (text === null ? "（没有）" : text || "（空）");
  return h("div", {}, h("h3", { class: "headline" }, `${title}（${changes.length} 处）`),
    h("div", { class: "filters" }, choice("对照", books, was.id, (against) => { looked.against = against; check(); })),
    changes.length === 0 ? h("p", { class: "note" }, "内容相同。") : h("div", { class: "scroll plain", tabindex: "0", role: "region", "aria-label": title }, h("table", { class: "listed" }, h("caption", { class: "offscreen" }, title),
      h("thead", {}, h("tr", {}, ["表", "说的是", "哪一项", "原来", "现在", "影响"].map((one) => h("th", { scope: "col" }, one)))),
      h("tbody", {}, changes.map((one) => h("tr", {}, h("td", {}, one.sheet), h("th", { scope: "row" }, one.subject), h("td", {}, one.what || (one.was === null ? "新增" : "取消")),
        h("td", { class: "wide" }, blank(one.was)), h("td", { class: "wide" }, blank(one.is)), h("td", { class: "wide" }, one.effect_text)))))));
}

// What was typed over becomes a file, which the rules are read from as from any other.
async function useIt() {
  const use = (file) => {
    chosen.rules = OWN_RULES;
    chosen.rulesFile = file;
    go.start();
  };
  if (looked.file && looked.corrections.length === 0) {
    use(looked.file);
    return;
  }
  await doing("写规则书", async () => {
    const { name, bytes } = await fileOf("rules", "changed");
    use(new File([bytes], name));
  });
}
