// 发填报表: the list that was read, and the forms to download.
import { h, byId, put } from "./dom.js";
import { chosen, go } from "./state.js";
import { inPieces } from "./table.js";
import { WORKBOOKS, picker, slot } from "./files.js";
import { rulesOf, yearOf } from "./options.js";
import { doing, downloadList, keep } from "./work.js";
import { screen } from "./screens.js";

let list = null;

// Makes forms for a list of departments, or without one.
export async function makeForms(file) {
  const rules = rulesOf();
  if (!rules) return;
  await doing("读取名单", async () => {
    const view = await keep("forms", { rules: rules.rules, year: yearOf() },
      [...rules.files, { purpose: "departments", file }, { purpose: "last", file: chosen.lastFile }]);
    list = file;
    formsScreen(view);
  });
}

function formsScreen(view) {
  const { departments, notices, year } = view;
  const files = departments.length
    ? [["forms", "填报表.zip", `每个部门一份，共 ${departments.length} 份，发给部门填`], ["wide", "汇总填报.xlsx", "一张宽表，一行一个部门，由主管部门自己录入"], ["blank", "空白填报表.xlsx", "一份空表，部门自己填名称"]]
    : [["blank", "空白填报表.xlsx", "一份空表，部门自己填名称"], ["wide", "汇总填报.xlsx", "一张空的宽表，一行一个部门，由主管部门自己录入"]];
  put(byId("room"),
    h("div", { class: "bar-top" }, h("h2", {}, list ? `发填报表：${list.name}` : "发填报表"),
      h("div", { class: "buttons" }, picker("换一份名单", WORKBOOKS, go.files("forms")), h("button", { type: "button", class: "quiet", click: () => go.start() }, "回到开始"))),
    h("p", { class: "about" }, `${year} 年度${departments.length ? `，${departments.length} 个部门` : ""}。年度和规则书在“开始”里选。`),
    notices.map((notice) => h("p", { class: "alert notice" }, notice)),
    h("section", { class: "downloads", "aria-label": "下载" }, h("h2", {}, "下载"), downloadList("forms", files)),
    h("section", { class: "plain", "aria-label": "上年数" }, h("h3", {}, "上年数"),
      slot("选择上年的工作簿", WORKBOOKS, chosen.lastFile, (file) => { chosen.lastFile = file; makeForms(list); }, "没有选择"),
      h("p", { class: "note" }, "选了它，每份填报表的填报栏旁边用灰色列出上年的数，供部门参考。")),
    departments.length ? h("div", { class: "scroll plain", tabindex: "0", role: "region", "aria-label": "部门名单" }, h("table", {}, h("caption", { class: "offscreen" }, "部门名单"),
      h("thead", {}, h("tr", {}, ["序号", "部门编码", "部门名称", "主管部门"].map((title) => h("th", { scope: "col" }, title)))),
      inPieces(departments.map((who, index) => ({ who, index })), ({ who: { code, name, group }, index }) => h("tr", {}, h("td", { class: "number" }, index + 1), h("td", {}, code || ""), h("th", { scope: "row" }, name), h("td", {}, group || ""))))) : null);
  screen("room", "forms");
}
