// 核对结果: a result that comes back; whether it was changed since it was scored, and where.
import { h, byId, put, choice, copyButton } from "./dom.js";
import { chosen, go } from "./state.js";
import { WORKBOOKS, picker, slot } from "./files.js";
import { RULE_BOOKS } from "./options.js";
import { doing, run } from "./work.js";
import { screen } from "./screens.js";
import { inPieces } from "./table.js";

const MOST_CHANGES = 500;
let given = null;

export function emptyVerify() {
  given = null;
}

export async function takeResult(file) {
  given = { input: null, last: null, rules: null, ...given, file };
  await verify(given);
}

async function verify(wanted) {
  given = wanted;
  verifyScreen(null);
  await doing("核对", async () => {
    const files = [["file", wanted.file], ["input", wanted.input], ["last", wanted.last], ["rules", wanted.rules]].map(([purpose, file]) => ({ purpose, file }));
    verifyScreen(await run("verify", { large: chosen.large }, files));
  });
}

function verifyScreen(view) {
  const change = (key) => (file) => verify({ ...given, [key]: file });
  put(byId("room"),
    h("div", { class: "bar-top" }, h("h2", {}, `核对结果：${given.file.name}`),
      h("div", { class: "buttons" }, picker("核对另一份", WORKBOOKS, go.files("verify")), h("button", { type: "button", class: "quiet", click: () => go.start() }, "回到开始"))),
    view ? verdict(view) : null,
    h("div", { class: "slots plain" },
      h("div", {}, h("h3", {}, "评分时用的工作簿"), slot("选择评分时用的工作簿", WORKBOOKS, given.input, change("input"), "没有选择"), h("p", { class: "note" }, "有了它，原始数据逐格核对，指出改的是哪一格；没有时用结果里的校验码核对。")),
      h("div", {}, h("h3", {}, "上年的工作簿"), slot("选择当时的上年工作簿", WORKBOOKS, given.last, change("last"), "没有选择"), h("p", { class: "note" }, "评分时选了的，这里也要选。")),
      h("div", {}, h("h3", {}, "规则书文件"), slot("选择当时的规则书", RULE_BOOKS, given.rules, change("rules"), "没有选择"), h("p", { class: "note" }, "用自己的规则书评分的才要选。"))));
  screen("room", "verify");
}

function verdict({ verification, departments, missing, kinds, told }) {
  const { same, rulebook, input, compared, changes, notes } = verification;
  const viewing = { kind: "" };
  const place = h("div", {});
  const rows = changes.map((change, index) => ({ change, word: told[index] }));
  const shownRows = () => rows.filter(({ change }) => !viewing.kind || change.kind === viewing.kind);
  const draw = () => put(place, changesTable(shownRows(), kinds));
  if (!same) draw();
  return [
    h("div", { class: `verdict ${same ? "same" : "differs-from"}`, role: "status" }, h("p", { class: "figure" }, same ? "没有发现改动" : `有 ${changes.length} 处不同`),
      h("p", {}, same ? "与重新评分的结果逐格相同。" : kinds.map(({ label, count }) => `${label} ${count} 处`).join("，")),
      h("p", { class: "note" }, `按规则书 ${rulebook.id} 版本 ${rulebook.version}，缺数据时：${missing}；${departments} 个部门，比较了 ${compared} 个单元格；原始数据${input ? `与“${input}”逐格核对` : "用评分时写下的校验码核对"}。`)),
    notes.map((note) => h("p", { class: "alert notice" }, note)),
    same ? null : h("div", { class: "filters" },
      choice("类别", [["", "全部"], ...kinds.map(({ kind, label, count }) => [kind, `${label} ${count}`])], "", (kind) => { viewing.kind = kind; draw(); }),
      copyButton("复制为文字", () => shownRows().map(({ change, word }, index) => `${index + 1}. ${change.sheet}${change.cell ? ` ${change.cell}` : ""}　${change.about}　${word}：应为 ${change.was || "（空白）"}，现为 ${change.is || "（空白）"}`).join("\n"))),
    place,
  ];
}

function changesTable(rows, kinds) {
  const label = (kind) => kinds.find((one) => one.kind === kind).label;
  return h("div", { class: "scroll plain", tabindex: "0", role: "region", "aria-label": "改动" }, h("table", { class: "listed" }, h("caption", { class: "offscreen" }, "改动"),
    h("thead", {}, h("tr", {}, ["类别", "位置", "哪一项", "应为", "现为", "情况"].map((title) => h("th", { scope: "col" }, title)))),
    inPieces(rows.slice(0, MOST_CHANGES), ({ change, word }) => h("tr", {}, h("td", {}, label(change.kind)), h("td", {}, change.sheet, change.cell ? h("strong", {}, ` ${change.cell}`) : null), h("td", {}, change.about || "—"),
      h("td", { class: "wide" }, change.was || "（空白）"), h("td", { class: "wide" }, change.is || "（空白）"), h("td", {}, word)))), rows.length > MOST_CHANGES ? h("p", { class: "note" }, `只列出前 ${MOST_CHANGES} 处，共 ${rows.length} 处。`) : null);
}
