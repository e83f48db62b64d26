// 规则书: one that somebody made is looked at, or a built-in one is changed here: what is wrong with it, what it changes of a built-in one, its
// sheets to be typed over, and the files.
import { h, byId, put, choice, severityWord } from "./dom.js";
import { chosen, state, go } from "./state.js";
import { picker } from "./files.js";
import { OWN_RULES, RULE_BOOKS } from "./options.js";
import { doing, download, downloadList, fileOf, keep } from "./work.js";
import { screen } from "./screens.js";
import { sheetsPart, showCell } from "./changing.js";

// What is looked at: the file or the built-in one, which it is held against, the cells that were typed over, the sheet that is open.
let looked = null;

// What was typed over and is in no file yet.
function unsaved() {
  return looked ? looked.corrections.length - looked.saved : 0;
}

// What was typed over stays, until another rule book takes its place; leaving the page is asked about.
export function emptyRules() {
  if (!unsaved()) looked = null;
}

window.addEventListener("beforeunload", (event) => { if (unsaved()) event.preventDefault(); });

function mayBeReplaced() {
  return !unsaved() || window.confirm(`规则书里改的 ${looked.corrections.length} 处还没有下载，换一本就没有了。确定要换吗？`);
}

export async function checkRules(file) {
  if (!mayBeReplaced()) return;
  looked = { against: looked ? looked.against : null, file, builtIn: null, corrections: [], saved: 0, sheet: null };
  await check();
}

// The built-in rule book that is chosen, to be changed here; one that is being changed is gone on with.
export async function changeBuiltIn() {
  const id = builtInId();
  if (!looked || looked.builtIn !== id) {
    if (!mayBeReplaced()) return;
    looked = { against: id, file: null, builtIn: id, corrections: [], saved: 0, sheet: null };
  }
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
  const files = [typed && book ? ["changed", `${file.replace(/\.[^.]*$/, "")}.xlsx`, "改好的规则书，存下来，以后评分、制表时选它"] : null, marked && findings.length ? ["marked", "标注.xlsx", "含已改的内容，有问题的格子标了颜色和批注，可以在 Excel 里接着改"] : null].filter(Boolean);
  put(byId("room"),
    h("div", { class: "bar-top" }, h("h2", {}, `规则书：${file}`),
      h("div", { class: "buttons" },
        h("button", { type: "button", class: "primary", disabled: !book, click: useIt }, "用它评分"),
        picker("另选一份规则书", RULE_BOOKS, go.files("rules")),
        h("button", { type: "button", class: "quiet", click: () => go.start() }, "回到开始"))),
    h("div", { class: `verdict ${errors ? "differs-from" : "same"}`, role: "status" },
      h("p", { class: "figure" }, errors ? `${errors} 个错误，改正后才能评分` : "可以评分"),
      h("p", {}, book ? `${book.name}（${book.rulebook.id} 版本 ${book.rulebook.version}，${book.year} 年），${book.indicators} 个指标，满分 ${book.points} 分。` : null, errors ? "" : warnings ? `有 ${warnings} 个警告，请看一看是不是笔误。` : "没有发现错误。")),
    files.length ? h("section", { class: "downloads", "aria-label": "下载", click: ({ target }) => { if (target.tagName === "BUTTON") looked.saved = typed; } }, h("h2", {}, "下载"), downloadList("rules", files)) : null,
    findings.length ? findingsTable("检查结果", findings, (sheet, cell) => { looked.sheet = sheet; rulesScreen(view); showCell(sheet, cell); }) : null,
    template.length ? findingsTable("报告模板里与它不符的地方（不影响评分，写不了自评报告）", template) : null,
    changes ? changesPart(changes) : null,
    sheets.length ? sheetsPart(sheets, findings, looked, check) : null);
  screen("room", "rules");
}

// `show` opens a cell that a finding is about.
function findingsTable(title, findings, show) {
  const place = (one) => (show && one.cell ? h("button", { type: "button", class: "link", click: () => show(one.sheet, one.cell) }, one.place) : one.place);
  return h("div", {}, h("h3", { class: "headline" }, title),
    h("div", { class: "scroll plain", tabindex: "0", role: "region", "aria-label": title }, h("table", { class: "listed" }, h("caption", { class: "offscreen" }, title),
      h("thead", {}, h("tr", {}, ["级别", "位置", "问题", "怎么办"].map((one) => h("th", { scope: "col" }, one)))),
      h("tbody", {}, findings.map((one) => h("tr", {}, h("td", {}, severityWord(one.severity, one.label)), h("td", {}, place(one)), h("td", { class: "wide" }, one.message), h("td", { class: "wide" }, one.hint || "")))))));
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
