// 对一对表头: the file's headers with their first values, each to be said what it is; what is still wanted beside them.
import { h, byId, put, downloadBytes } from "./dom.js";
import { chosen, go } from "./state.js";
import { rulesOf } from "./options.js";
import { rememberButton } from "./files.js";
import { doing, run } from "./work.js";
import { screen } from "./screens.js";

let matching = null;

// Shows the headers of a workbook; afterwards it is scored with what was said.
export async function matchHeaders(file) {
  const rules = rulesOf();
  if (!rules) return;
  await doing("读取表头", async () => {
    const { survey, pairs } = await run("headers", { rules: rules.rules, large: chosen.large }, [...rules.files, { purpose: "file", file }]);
    matching = { file, survey, pairs: new Map(pairs) };
    headersScreen();
  });
}

function headersScreen() {
  const { file, survey, pairs } = matching;
  const suggested = survey.columns.filter(({ header, suggestion }) => header && suggestion && !pairs.has(header) && isFree(suggestion));
  put(byId("room"),
    h("div", { class: "bar-top" }, h("h2", {}, `对一对表头：${file.name}`),
      h("div", { class: "buttons" },
        h("button", { type: "button", class: "primary", click: useThem }, "照这样评分"),
        h("button", { type: "button", class: "quiet", disabled: pairs.size === 0, click: () => doing("生成", async () => { const { name, bytes } = await made(); downloadBytes(name, bytes); }) }, "保存对应文件"),
        pairs.size ? rememberButton("headers", "下次打开还用它", async () => { const { name, bytes } = await made(); return new File([bytes], name); }) : null,
        h("button", { type: "button", class: "quiet", click: () => go.start() }, "回到开始"))),
    h("p", { class: "about" }, `工作表“${survey.sheet}”，表头在第 ${survey.header_row} 行${survey.sure ? "" : "（程序没有把握，请核对）"}。左边是表里的每一列和前三个值，还不认识的排在最前，选它是哪一项；没有选的列不采用。`),
    suggested.length ? h("p", { class: "buttons plain" }, h("button", { type: "button", class: "quiet", click: () => {
      for (const { header, suggestion } of suggested) if (isFree(suggestion)) pairs.set(header, suggestion);
      headersScreen();
    } }, `采用全部 ${suggested.length} 条建议`), h("span", { class: "note" }, "建议是按写法相近得来的，请逐条核对。")) : null,
    h("div", { class: "pair" }, columnsTable(), wantedTable()));
  screen("room", "score");
}

// Whether a wanted column has nothing yet.
function isFree(name) {
  const { survey, pairs } = matching;
  const known = survey.wanted.find((one) => one.name === name);
  return Boolean(known) && !known.column && ![...pairs.values()].includes(name);
}

function columnsTable() {
  const { survey, pairs } = matching;
  const names = survey.wanted.map(({ name }) => name);
  const columns = [...survey.columns.filter(({ taken }) => !taken), ...survey.columns.filter(({ taken }) => taken)];
  const rows = columns.map(({ column, header, values, taken, suggestion }) => {
    const own = pairs.get(header) || "";
    const select = h("select", { "aria-label": `${column} 列“${header}”是哪一项`, "data-column": column, change: () => {
      if (select.value) pairs.set(header, select.value); else pairs.delete(header);
      headersScreen();
      byId("room").querySelector(`[data-column="${CSS.escape(column)}"]`).focus();
    } }, h("option", { value: "" }, "不采用"), names.filter((name) => name === own || isFree(name)).map((name) => h("option", { value: name }, name)));
    select.value = own;
    return h("tr", { class: taken ? null : own ? "chosen" : "unknown" }, h("td", {}, column), h("th", { scope: "row" }, header || "（没有表头）"), h("td", { class: "wide" }, values.join("、") || "（空）"),
      h("td", {}, taken ? h("span", {}, "✓ ", taken) : header ? [select,
        suggestion && !own && isFree(suggestion) ? h("p", {}, h("button", { type: "button", class: "quiet", click: () => { pairs.set(header, suggestion); headersScreen(); } }, `建议：${suggestion}`)) : null]
        : h("span", { class: "note" }, "请先在表里补上表头")));
  });
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "表里的列" }, h("table", {}, h("caption", { class: "offscreen" }, "表里的列"),
    h("thead", {}, h("tr", {}, ["列", "表里的表头", "前三个值", "是哪一项"].map((title) => h("th", { scope: "col" }, title)))), h("tbody", {}, rows)));
}

function wantedTable() {
  const { survey, pairs } = matching;
  const by = new Map([...pairs].map(([header, name]) => [name, header]));
  const lacks = ({ name, column, required }) => !column && !by.has(name) && required;
  const wanted = [...survey.wanted.filter(lacks), ...survey.wanted.filter((one) => !lacks(one))];
  const rows = wanted.map(({ name, unit, required, default: usual, column }) => {
    const own = by.get(name);
    const how = column ? `✓ ${column} 列` : own ? `✓ ${own}` : usual ? `缺，按“${usual}”计` : required ? "缺" : "可以没有";
    return h("tr", { class: own ? "chosen" : null }, h("th", { scope: "row" }, name, unit ? h("small", {}, ` ${unit}`) : null), h("td", { class: how === "缺" ? "differs" : null }, how));
  });
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "要用的列" }, h("table", {}, h("caption", { class: "offscreen" }, "要用的列"),
    h("thead", {}, h("tr", {}, ["要用的列", "现在"].map((title) => h("th", { scope: "col" }, title)))), h("tbody", {}, rows)));
}

async function made() {
  const { rules, files } = rulesOf();
  const { name, text } = await run("headers-file", { rules, pairs: [...matching.pairs] }, files.filter(({ purpose }) => purpose === "rules"));
  return { name, bytes: new TextEncoder().encode(text) };
}

async function useThem() {
  const { file, pairs } = matching;
  if (pairs.size === 0) chosen.headersFile = null;
  else if (!(await doing("生成", async () => { const { name, bytes } = await made(); chosen.headersFile = new File([bytes], name); }))) return;
  await go.score(file, false);
}
