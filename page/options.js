// How things are done: the rule book, missing data, the year, last year's workbook, a table's own headers.
import { h, byId, put } from "./dom.js";
import { state, chosen } from "./state.js";
import { WORKBOOKS, slot, rememberButton, forget, remembered } from "./files.js";
import { message } from "./work.js";

export const OWN_RULES = "own";
export const RULE_BOOKS = ".xlsx,.xls,.et,.ods,.toml";

// What every request says of the rules, and the files that go with them; null where a rule book is still to be chosen.
export function rulesOf() {
  const own = chosen.rules === OWN_RULES;
  if (own && !chosen.rulesFile) {
    message("请先选择规则书文件。", []);
    return null;
  }
  return {
    rules: own ? chosen.rulesFile.name : chosen.rules,
    files: [{ purpose: "rules", file: own ? chosen.rulesFile : null }, { purpose: "headers", file: chosen.headersFile }],
  };
}

export function yearOf() {
  return chosen.year ? Number(chosen.year) : null;
}

// Takes up what was remembered.
export function takeUp() {
  const { books, missing } = state.choices;
  chosen.rules = chosen.rules || books[0].id;
  chosen.missing = chosen.missing || missing[0].id;
  chosen.rulesFile = chosen.rulesFile || remembered("rules");
  chosen.headersFile = chosen.headersFile || remembered("headers");
  if (chosen.rulesFile && remembered("rules")) chosen.rules = OWN_RULES;
}

export function optionsForm() {
  const form = h("form", { class: "options", submit: (event) => event.preventDefault() });
  // Where files are dropped, one's own rules are told, too.
  const tell = () => {
    const own = chosen.rules === OWN_RULES && chosen.rulesFile;
    const place = byId("scored-by");
    if (place) place.textContent = own ? `按自己的规则书评分：${chosen.rulesFile.name}` : "";
  };
  const draw = () => {
    put(form, h("h2", {}, "怎么评"), fields(draw));
    tell();
  };
  draw();
  setTimeout(tell);
  return form;
}

function fields(draw) {
  const { books, missing } = state.choices;
  const set = (key) => (file) => { chosen[key] = file; draw(); };
  const rules = h("select", { id: "rules", change: () => { chosen.rules = rules.value; draw(); document.getElementById("rules").focus(); } },
    books.map(({ id, name }) => h("option", { value: id }, name)), h("option", { value: OWN_RULES }, "用自己的规则书文件（.xlsx、.toml）"));
  rules.value = chosen.rules;
  const year = h("input", { id: "year", type: "number", min: 1990, max: 2100, step: 1, value: chosen.year, placeholder: "不填", "aria-describedby": "year-note", input: () => { chosen.year = year.value; } });
  const large = h("input", { id: "large", type: "checkbox", checked: chosen.large, change: () => { chosen.large = large.checked; } });
  const quiet = h("input", { id: "quiet-figures", type: "checkbox", checked: chosen.quietFigures, change: () => { chosen.quietFigures = quiet.checked; } });
  const kept = ["rules", "headers"].filter((key) => remembered(key));
  return [
    h("div", { class: "row" }, h("label", { for: "rules" }, "规则书"), rules,
      chosen.rules === OWN_RULES ? slot("选择规则书文件", RULE_BOOKS, chosen.rulesFile, set("rulesFile"), "还没有选择") : null,
      chosen.rules === OWN_RULES && chosen.rulesFile ? rememberButton("rules", "下次打开还用这本", () => chosen.rulesFile) : null,
      h("p", { class: "note" }, chosen.rules === OWN_RULES ? "用“规则书”那扇门可以先检查它。" : `按哪一本规则评分、制表、汇总。编号 ${chosen.rules}。`)),
    h("fieldset", {}, h("legend", {}, "缺数据时"), missing.map(({ id, label }) => h("label", { class: "radio" },
      h("input", { type: "radio", name: "missing", value: id, checked: id === chosen.missing, change: () => { chosen.missing = id; } }), ` ${label}`))),
    h("div", { class: "row" }, h("label", { for: "year" }, "年度"), year, h("p", { class: "note", id: "year-note" }, "表里有几个年度的数据时才要填；制表时不填就是规则书的年度。")),
    h("div", { class: "row" }, h("h3", {}, "上年的工作簿"), slot("选择上年的工作簿", WORKBOOKS, chosen.lastFile, set("lastFile"), "没有选择"),
      h("p", { class: "note" }, "可以不选。评分时用来核对金额的单位和与上年相差悬殊的数，规则书用到上年数据时必须有；制表时在旁边列出上年数。上年的数据表或评分结果都行。")),
    h("div", { class: "row" }, h("h3", {}, "复核过的评分结果"), slot("选择复核过的评分结果", WORKBOOKS, chosen.reviewFile, set("reviewFile"), "没有选择"),
      h("p", { class: "note" }, "可以不选。在“自评复核”里填了复核意见、数据后来又更正了的，选它，意见和认定得分就带到新的结果里。")),
    h("details", { class: "row", open: Boolean(chosen.headersFile || chosen.large || chosen.quietFigures || kept.length) }, h("summary", {}, "不常用的"),
      h("div", { class: "row" }, h("h3", {}, "表头对应"), slot("选择对应文件", ".toml", chosen.headersFile, set("headersFile"), "没有选择"),
        h("p", { class: "note" }, "表头不是规定的写法时用；在“对一对表头”里做好后保存的就是它。")),
      h("div", { class: "row" }, h("label", { class: "radio" }, large, " 放宽文件限度"), h("p", { class: "note" }, "提示“内容过大”、而文件确实这样大时才选（即 --limits large）。")),
      h("div", { class: "row" }, h("label", { class: "radio" }, quiet, " 不提示异常数据"), h("p", { class: "note" }, "不按倍数、上年数和各部门的大小提示可能填错的数（V12 至 V16）。这些提示不影响得分。")),
      kept.length ? h("div", { class: "row" }, h("button", { type: "button", class: "quiet", click: () => {
        forget("rules", "headers");
        draw();
      } }, "忘掉记住的内容"), h("p", { class: "note" }, "这台电脑上记住了：", kept.map((key) => ({ rules: "规则书", headers: "表头对应" }[key])).join("、"), "。")) : null),
  ];
}
