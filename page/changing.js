// A rule book's sheets, to be typed over cell by cell; each change is checked at once.
import { h, put } from "./dom.js";

// A longer text has a field of several lines.
const LONG = 14;

// `looked` keeps what was typed over and which sheet is open; `check` looks at the rule book anew.
export function sheetsPart(sheets, findings, looked, check) {
  const place = h("section", { class: "changing", "aria-label": "改规则" });
  const draw = () => {
    const open = sheets.find(({ name }) => name === looked.sheet) || sheets[0];
    const own = findings.filter(({ sheet }) => sheet === open.name);
    const errors = findings.filter(({ severity }) => severity === "error").length;
    put(place, h("h3", { class: "headline" }, "改规则"),
      h("p", { class: "note" }, "直接在格子里改，改完一格就检查一次；上面列出检查结果和与内置规则书的不同。百分数请带上 %。增加一行，写在下面的空行里；删掉一行，把这一行的格子都清空。原来的文件不会被改动，改好后请下载。"),
      looked.corrections.length ? typedList(looked, check) : null,
      h("div", { class: "buttons sheets", role: "group", "aria-label": "表" }, sheets.map(({ name }) => h("button", {
        type: "button", class: "quiet", "aria-pressed": name === open.name ? "true" : "false",
        click: () => { looked.sheet = name; draw(); place.querySelector("[aria-pressed=true]").focus(); },
      }, name))),
      h("p", { class: "note" }, open.about),
      h("p", { class: `note ${errors ? "differs" : ""}`.trim(), role: "status" }, errors ? `规则书有 ${errors} 个错误，见上面的“检查结果”。` : "规则书没有错误。", own.map(({ cell, message }) => ` ${cell || ""}：${message}。`)),
      cellsTable(open, own, looked, check));
  };
  draw();
  return place;
}

// What was typed over, each to be taken back.
function typedList(looked, check) {
  const without = (left) => { looked.corrections = looked.corrections.filter((one) => one !== left); check(); };
  return h("ul", { class: "corrections" }, looked.corrections.map((one) => h("li", {}, `${one.sheet} ${one.cell}：${one.was || "空"} → ${one.text || "空"} `,
    h("button", { type: "button", class: "quiet", "aria-label": `不改 ${one.sheet} ${one.cell}`, click: () => without(one) }, "不改它"))));
}

// Opens a cell's field.
export function showCell(sheet, cell) {
  const field = document.querySelector(`[data-cell="${CSS.escape(`${sheet} ${cell}`)}"]`);
  if (field) field.focus();
}

function cellsTable({ name, columns, rows }, findings, looked, check) {
  const faulty = new Map(findings.map(({ cell, message }) => [cell, message]));
  const letters = (cell) => cell.replace(/\d/g, "");
  const typed = new Set(looked.corrections.filter(({ sheet }) => sheet === name).map(({ cell }) => cell));
  const type = (cell, field, was) => {
    const text = field.value.trim();
    if (text === was.trim()) return;
    // Where a cell was typed over before, it is what it was at first that is told.
    const before = looked.corrections.find(({ sheet, cell: at }) => sheet === name && at === cell);
    const first = before ? before.was : was;
    looked.corrections = looked.corrections.filter((one) => one !== before);
    if (text !== first.trim()) looked.corrections.push({ sheet: name, cell, text, was: first });
    looked.sheet = name;
    check().then(() => showCell(name, cell));
  };
  const field = ({ cell, text }, { title, choices }) => {
    const attributes = { "data-cell": `${name} ${cell}`, "aria-label": `${title} ${cell}`, class: faulty.has(cell) ? "faulty" : typed.has(cell) ? "typed" : null, title: faulty.get(cell), "aria-invalid": faulty.has(cell) ? "true" : null };
    if (choices.length) {
      const offered = ["", ...choices, ...(text && !choices.includes(text) ? [text] : [])];
      const select = h("select", { ...attributes, change: () => type(cell, select, text) }, offered.map((one) => h("option", { value: one }, one)));
      select.value = text;
      return select;
    }
    const long = text.length > LONG;
    const input = h(long ? "textarea" : "input", { ...attributes, ...(long ? { rows: Math.min(4, Math.ceil(text.length / LONG)) } : { type: "text", value: text, autocomplete: "off" }), change: () => type(cell, input, text) }, long ? text : null);
    return input;
  };
  return h("div", { class: "scroll plain", tabindex: "0", role: "region", "aria-label": `${name}的格子` }, h("table", { class: "listed cells" }, h("caption", { class: "offscreen" }, name),
    h("thead", {}, h("tr", {}, h("td", {}), columns.map(({ title, note }, at) => h("th", { scope: "col", title: note }, `${rows.length ? letters(rows[0][at].cell) : ""} ${title}`)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, h("th", { scope: "row", class: "number" }, row[0].cell.replace(/\D/g, "")), row.map((cell, at) => h("td", {}, cell.covered ? null : field(cell, columns[at]))))))));
}
