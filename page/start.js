// The first screen: five doors, and how things are done.
import { h, byId, put } from "./dom.js";
import { chosen, go } from "./state.js";
import { WORKBOOKS, picker, slot } from "./files.js";
import { RULE_BOOKS, optionsForm } from "./options.js";
import { changeBuiltIn, downloadBuiltIn } from "./rulebook.js";

export function startScreen() {
  put(byId("start"),
    h("div", { class: "doors" },
      h("div", { class: "door", "data-door": "score" },
        h("h2", {}, "评分"),
        h("div", { class: "drop" },
          h("p", { class: "big" }, "把装有各部门数据的工作簿拖到这里"),
          h("p", {}, picker("选择工作簿", WORKBOOKS, go.files("score"), { primary: true })),
          h("p", { class: "note" }, "xlsx、xls、et、ods 等；文件只在本机读取，不会被改动"),
          h("p", { class: "note", id: "scored-by" })),
        h("p", { class: "sample" }, "第一次用？", h("button", { type: "button", class: "quiet", click: () => go.sample() }, "看一个示例"))),
      h("div", { class: "doors small" },
        door("forms", "发填报表", "按部门名单，每个部门做一份填报表", [picker("选择名单", WORKBOOKS, go.files("forms")),
          h("button", { type: "button", class: "quiet", click: () => go.forms(null) }, "没有名单，只要空表")]),
        door("collect", "收填报表", "交回来的表一起拖来：许多文件、文件夹或 zip", [picker("选择填报表", null, go.files("collect"), { many: true }),
          picker("选择文件夹", null, go.files("collect"), { folder: true })]),
        door("compare", "两年对比", "两个以上年度的工作簿一起拖来", [picker("选择各年工作簿", WORKBOOKS, go.files("compare"), { many: true })]),
        papersDoor(),
        door("verify", "核对结果", "评分结果交出去以后，有没有被人改动", [picker("选择评分结果", WORKBOOKS, go.files("verify"))]),
        door("rules", "规则书", "检查自己的规则书；或者改内置的", [picker("选择要检查的规则书", RULE_BOOKS, go.files("rules")),
          h("button", { type: "button", class: "quiet", click: () => changeBuiltIn() }, "在这里改内置的"),
          h("button", { type: "button", class: "quiet", click: () => downloadBuiltIn() }, "下载内置的")]))),
    optionsForm());
}

function door(id, title, sentence, buttons) {
  return h("div", { class: "door", "data-door": id }, h("h2", {}, title),
    h("div", { class: "drop" }, h("p", {}, sentence), h("p", { class: "buttons" }, buttons)));
}

function papersDoor() {
  const place = h("div", {});
  const draw = () => put(place, slot("上次的台账", WORKBOOKS, chosen.ledgerFile, (file) => { chosen.ledgerFile = file; draw(); }, "可以不选"));
  draw();
  return h("div", { class: "door", "data-door": "papers" }, h("h2", {}, "整改与报告"),
    h("div", { class: "drop" }, h("p", {}, "要整改的工作簿，评过分的也行"),
      h("p", { class: "buttons" }, picker("选择要整改的工作簿", WORKBOOKS, go.files("papers"))), place));
}
