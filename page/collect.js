// 收填报表: what became of every file, who has not answered, and what comes of it.
import { h, byId, put, choice, searching, severityWord } from "./dom.js";
import { inPieces } from "./table.js";
import { go } from "./state.js";
import { WORKBOOKS, picker, slot } from "./files.js";
import { renamesPart } from "./compare.js";
import { rulesOf } from "./options.js";
import { doing, downloadList, fileOf, keep } from "./work.js";
import { screen } from "./screens.js";

const MOST = 300;
const pile = { files: [], departments: null, against: null, prefer: [] };
let listing = { status: "", text: "", limit: MOST };
// What became of the files of the pile.
let collected = null;

// Takes files to those that came before; one of the same name takes its place.
export async function takeForms(files) {
  const names = new Set(files.map(({ name }) => name));
  await collect({ ...pile, files: [...pile.files.filter(({ name }) => !names.has(name)), ...files] });
}

// Begins anew.
export function emptyPile() {
  Object.assign(pile, { files: [], departments: null, against: null, prefer: [] });
  listing = { status: "", text: "", limit: MOST };
}

async function collect(wanted) {
  const rules = rulesOf();
  if (!rules) return;
  await doing("读取", async () => {
    const view = await keep("collect", { rules: rules.rules, prefer: wanted.prefer }, [
      ...rules.files, ...wanted.files.map(({ name, file }) => ({ purpose: "forms", file, name })),
      { purpose: "departments", file: wanted.departments }, { purpose: "against", file: wanted.against }]);
    Object.assign(pile, wanted);
    collected = view;
    collectScreen();
  });
}

export function collectScreen() {
  const view = collected;
  const { tally, statuses, changed, problems } = view.collection;
  const faulty = view.collection.fates.filter(({ errors }) => errors > 0).length;
  const numbers = [["已交", tally.taken], ["没能采用", tally.troubled], ["重复", tally.twice], ["没有交", tally.missing]];
  const list = h("div", {});
  const renamed = view.collection.fates.filter((fate) => fate.renamed).map((fate) => ({ old: fate.renamed[0], new: fate.renamed[1] }));
  put(byId("room"),
    h("div", { class: "bar-top" }, h("h2", {}, "收填报表"),
      h("div", { class: "buttons" },
        h("button", { type: "button", class: "primary", disabled: tally.taken === 0, click: scoreIt }, "去评分"),
        picker("再加几份", null, takeForms, { many: true }),
        h("button", { type: "button", class: "quiet", click: () => go.start() }, "回到开始"))),
    h("p", { class: "about" }, `读了 ${view.files} 个文件。${tally.told}。${faulty ? `采用的表里，有 ${faulty} 个部门的数据填错了；填错的和漏填的都标在 退回.zip 里，请发回去。` : ""}`),
    view.other_rules.length ? h("p", { class: "alert" }, `有的填报表是按别的规则书做的：${view.other_rules.join("、")}。请在“开始”里选下发时用的规则书，再收一次。`) : null,
    view.notices.map((notice) => h("p", { class: "alert notice" }, notice)),
    problems.map((problem) => h("p", { class: "alert" }, `${problem.message}。${problem.advice}`)),
    h("div", { class: "cards four" }, numbers.map(([title, count]) => h("div", { class: "card" }, h("h3", {}, title), h("p", { class: "figure" }, String(count))))),
    h("section", { class: "downloads", "aria-label": "下载" }, h("h2", {}, "下载"), downloadList("collect", [
      ["book", "汇总.xlsx", "收上来的数据和“收集情况”，可以评分"],
      ["returns", "退回.zip", "有要改的部门各一份，标明要改的格子"],
    ])),
    h("div", { class: "slots plain" },
      h("div", {}, h("h3", {}, "部门名单"), slot("选择部门名单", WORKBOOKS, pile.departments, (file) => collect({ ...pile, departments: file }), "没有选择"),
        h("p", { class: "note" }, "有了它，才知道谁没有交、谁不在名单里。")),
      h("div", {}, h("h3", {}, "上次的汇总"), slot("选择上次的汇总", WORKBOOKS, pile.against, (file) => collect({ ...pile, against: file }), "没有选择"),
        h("p", { class: "note" }, "有了它，列出这次改动了哪些单元格。"))),
    renamed.length ? renamesPart("填报表上改了名称的部门（没有采用；是更名的请勾选，更名文件留给年度对比和台账用）", renamed) : null,
    h("h3", { class: "headline" }, "收集情况"), list,
    changed ? changedTable(changed) : null);
  fateList(list, view, statuses);
  screen("room", "collect");
}

function fateList(place, view, statuses) {
  const { fates } = view.collection;
  const table = h("div", {});
  const count = h("p", { class: "note", role: "status" });
  const draw = () => {
    const text = listing.text.trim();
    const rows = fates.filter(({ status, file, department }) => (!listing.status || status === listing.status)
      && (!text || `${file || ""}${department ? department.name + (department.code || "") : ""}`.includes(text)));
    count.textContent = rows.length === fates.length ? `${rows.length} 条` : `${fates.length} 条中的 ${rows.length} 条`;
    const more = rows.length - listing.limit;
    put(table, fateTable(rows.slice(0, listing.limit)),
      more > 0 ? h("button", { type: "button", class: "quiet", click: () => { listing.limit += 1000; draw(); } }, `再显示 ${Math.min(more, 1000)} 条（还有 ${more} 条）`) : null);
  };
  const set = (key) => (value) => { listing[key] = value; listing.limit = MOST; draw(); };
  put(place, h("div", { class: "filters" },
    choice("情况", [["", "全部"], ...statuses.map(({ label, count: many }) => [label, `${label} ${many}`])], listing.status, set("status")),
    searching("部门或文件", listing.text, set("text")), count), table);
  draw();
}

function fateTable(fates) {
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "收集情况" }, h("table", { class: "fates" }, h("caption", { class: "offscreen" }, "收集情况"),
    h("thead", {}, h("tr", {}, ["情况", "部门编码", "部门名称", "文件", "填报日期", "说明"].map((title) => h("th", { scope: "col" }, title)))),
    inPieces(fates, (fate) => h("tr", {},
      h("td", {}, severityWord(fate.severity, fate.status),
        fate.choosable ? h("p", {}, h("button", { type: "button", class: "quiet", "aria-label": `采用 ${fate.file}`, click: () => collect({ ...pile, prefer: [...pile.prefer, fate.file] }) }, "采用这一份")) : null),
      h("td", {}, fate.department ? fate.department.code || "" : ""), h("th", { scope: "row" }, fate.department ? fate.department.name : ""),
      h("td", {}, fate.file || "—"), h("td", {}, fate.date || ""),
      h("td", { class: "wide" }, fate.errors ? h("p", {}, `数据有 ${fate.errors} 处填错。`) : null, fate.problems.map((problem) => h("p", {}, `${problem.message}${problem.cell ? `（${problem.cell}）` : ""}。`, h("span", { class: "note" }, problem.advice))))))));
}

function changedTable(changed) {
  if (changed.length === 0) return h("p", { class: "note" }, "与上次的汇总相比没有变动。");
  return h("section", { "aria-label": "变动情况" }, h("h3", { class: "headline" }, `变动情况（${changed.length} 处）`),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "变动情况" }, h("table", {}, h("caption", { class: "offscreen" }, "变动情况"),
      h("thead", {}, h("tr", {}, ["部门", "工作表", "项目", "上次", "这次"].map((title) => h("th", { scope: "col" }, title)))),
      h("tbody", {}, changed.slice(0, 2000).map(({ department, sheet, label, before, after }) => h("tr", {},
        h("th", { scope: "row" }, department.name), h("td", {}, sheet), h("td", {}, label), h("td", {}, before || "空"), h("td", {}, after || "空")))))));
}

// What was collected is scored at once, as the file that the download gives.
async function scoreIt() {
  let book = null;
  if (await doing("写汇总", async () => { book = await fileOf("collect", "book"); })) await go.score(new File([book.bytes], book.name), false);
}
