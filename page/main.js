// The page: choosing files, scoring, the screens, the downloads.
import { h, byId, put, copyButton, downloadBytes } from "./dom.js";
import { state, showNew } from "./state.js";
import { startEngine, ask, cancelEngine } from "./engine.js";
import { summaryOf, changesOf } from "./summary.js";
import { rankingTab } from "./ranking.js";
import { departmentTab } from "./department.js";
import { indicatorsTab } from "./indicators.js";
import { problemsTab } from "./problems.js";
import { reviewTab } from "./review.js";

const WORKBOOKS = ".xlsx,.xlsm,.xlsb,.xls,.et,.ods";
const OWN_RULES = "own";
const chosen = { rules: "", rulesFile: null, missing: "", year: "", lastFile: null, large: false };

const DOWNLOADS = [
  ["result", "评分结果.xlsx", "排名、得分、说明、问题，带公式"],
  ["scorecards-book", "评分表.xlsx", "一个工作簿，每个部门一张，可打印签字"],
  ["scorecards", "评分表.zip", "每个部门一个文件"],
  ["ledger", "整改台账.xlsx", "每项失分，供落实整改"],
  ["reports", "自评报告.zip", "每个部门一份 Word 初稿"],
  ["bureau", "汇总报告.docx", "主管部门的汇总报告"],
  ["returns", "退回.zip", "有问题的部门各一份，标明要改的格子"],
  ["all", "全部.zip", "以上各项"],
];

// ---- what is told while and after working

function working(text, done, of) {
  put(byId("work"), h("div", { class: "working" },
    h("p", {}, of ? `${text}　${done}／${of}` : `${text}……`),
    h("progress", of ? { max: of, value: done, "aria-label": text } : { "aria-label": text }),
    h("button", { type: "button", class: "quiet", click: cancelEngine }, "取消")));
  document.body.classList.add("busy");
}

function rested() {
  put(byId("work"));
  document.body.classList.remove("busy");
}

function told(reason) {
  if (reason.cancelled) {
    message("已取消。", []);
    return;
  }
  if (reason.failure) {
    message(reason.failure.sentence, reason.failure.details);
    return;
  }
  const fault = reason.fault || String(reason.message || reason);
  message("程序内部出错，这一步没有完成；屏幕上已有的结果不受影响。请把下面的提示复制后反馈给我们，文件过大时请只保留需要的数据再试。", [fault],
    copyButton("复制提示", () => fault));
}

function message(sentence, details, ...more) {
  put(byId("message"), h("div", { class: "alert" }, h("p", {}, sentence),
    details.length ? h("ul", {}, details.map((line) => h("li", {}, line))) : null,
    h("p", { class: "buttons" }, more, h("button", { type: "button", class: "quiet", click: () => put(byId("message")) }, "知道了"))));
  byId("message").scrollIntoView({ block: "nearest" });
}

// ---- scoring

async function bytesOf(file) {
  return file ? { name: file.name, bytes: await file.arrayBuffer() } : null;
}

// Scores a file; one that corrects takes the place of the one that is shown.
async function score(file, corrects) {
  const started = performance.now();
  put(byId("message"));
  working("读取", 0, 0);
  const own = chosen.rules === OWN_RULES;
  const request = {
    rules: own && chosen.rulesFile ? chosen.rulesFile.name : chosen.rules, missing: chosen.missing,
    year: chosen.year ? Number(chosen.year) : null, large: chosen.large, corrects,
  };
  const scored = corrects
    ? { ...state.scored, file, request: { ...state.scored.request, corrects } }
    : { file, request, rules: own ? chosen.rulesFile : null, last: chosen.lastFile };
  try {
    if (own && !chosen.rulesFile && !corrects) {
      message("请先选择规则书文件。", []);
      return;
    }
    if (corrects && state.replay) await replay();
    const { view, changes } = await ask("score", await argumentOf(scored));
    state.scored = scored;
    state.replay = false;
    showNew(view, changes);
    showResult();
    requestAnimationFrame(() => setTimeout(() => {
      document.documentElement.dataset.took = String(Math.round(performance.now() - started));
      document.documentElement.dataset.rounds = String(Number(document.documentElement.dataset.rounds || 0) + 1);
    }));
  } catch (reason) {
    told(reason);
  } finally {
    rested();
  }
}

async function argumentOf({ request, file, rules, last }) {
  return { request, file: await bytesOf(file), rules: await bytesOf(rules), last: await bytesOf(last) };
}

// After the Worker was started anew it knows nothing: what is shown is scored again first.
async function replay() {
  const { request } = state.scored;
  await ask("score", await argumentOf({ ...state.scored, request: { ...request, corrects: false } }));
  state.replay = false;
}

async function download(what) {
  put(byId("message"));
  working("生成", 0, 0);
  try {
    if (state.replay) await replay();
    const { name, bytes } = await ask("download", { what });
    downloadBytes(name, bytes);
  } catch (reason) {
    told(reason);
  } finally {
    rested();
  }
}

async function showSample() {
  try {
    const { name, bytes } = await ask("sample");
    await score(new File([bytes], name), false);
  } catch (reason) {
    told(reason);
  }
}

// ---- dropping and choosing

function picker(label, accept, onfile, attributes) {
  const input = h("input", { type: "file", accept, class: "offscreen", tabindex: "-1", "aria-hidden": "true", change: () => {
    const [file] = input.files;
    input.value = "";
    if (file) onfile(file);
  } });
  const button = h("button", { type: "button", class: attributes && attributes.primary ? "primary" : "quiet", click: () => input.click() }, label);
  return [button, input];
}

function dropping() {
  const over = (event) => {
    event.preventDefault();
    document.body.classList.add("dropping");
  };
  const away = () => document.body.classList.remove("dropping");
  document.addEventListener("dragenter", over);
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) away(); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    away();
    const files = [...event.dataTransfer.files];
    if (files.length === 0 || document.body.classList.contains("busy")) return;
    if (files.length > 1) {
      message(`这里一次只评一个工作簿，拖来的是 ${files.length} 个文件。请只拖一个。`, []);
      return;
    }
    const atResult = !byId("result").hidden;
    score(files[0], atResult);
  });
}

// ---- the first screen

function startScreen() {
  const { books, missing } = state.choices;
  chosen.rules = chosen.rules || books[0].id;
  chosen.missing = chosen.missing || missing[0].id;
  put(byId("start"),
    h("div", { class: "door" },
      h("h2", {}, "评分"),
      h("div", { class: "drop" },
        h("p", { class: "big" }, "把装有各部门数据的工作簿拖到这里"),
        h("p", {}, picker("选择工作簿", WORKBOOKS, (file) => score(file, false), { primary: true })),
        h("p", { class: "note" }, "xlsx、xls、et、ods 等；文件只在本机读取，不会被改动")),
      h("p", { class: "sample" }, "第一次用？", h("button", { type: "button", class: "quiet", click: showSample }, "看一个示例"))),
    h("form", { class: "options", submit: (event) => event.preventDefault() }, h("h2", {}, "怎么评"), optionFields(books, missing)));
}

function optionFields(books, missing) {
  const rulesFile = h("div", { class: "under" });
  const lastYear = h("div", { class: "row" });
  const file = (place, accept, key, label, hint) => {
    const draw = () => put(place, picker(label, accept, (one) => { chosen[key] = one; draw(); }),
      h("span", { class: "note" }, chosen[key] ? chosen[key].name : hint),
      chosen[key] ? h("button", { type: "button", class: "quiet", click: () => { chosen[key] = null; draw(); } }, "不用它") : null);
    draw();
  };
  const rules = h("select", { id: "rules", change: () => { chosen.rules = rules.value; follow(); } },
    books.map(({ id, name }) => h("option", { value: id }, `${id}　${name}`)), h("option", { value: OWN_RULES }, "用自己的规则书文件（.xlsx、.toml）"));
  rules.value = chosen.rules;
  const follow = () => {
    const own = rules.value === OWN_RULES;
    put(rulesFile);
    put(lastYear);
    if (own) file(rulesFile, ".xlsx,.xls,.et,.ods,.toml", "rulesFile", "选择规则书文件", "还没有选择");
    const place = h("div", { class: "under" });
    lastYear.append(h("h3", {}, "上年的工作簿"), place, h("p", { class: "note" }, "可以不选。有了它，还能核对金额的单位；规则书用到上年数据时必须有。上年的数据表或评分结果都行。"));
    file(place, WORKBOOKS, "lastFile", "选择上年的工作簿", "没有选择");
  };
  follow();
  const year = h("input", { id: "year", type: "number", min: 1990, max: 2100, step: 1, value: chosen.year, placeholder: "不填", "aria-describedby": "year-note", input: () => { chosen.year = year.value; } });
  const large = h("input", { id: "large", type: "checkbox", checked: chosen.large, change: () => { chosen.large = large.checked; } });
  return [
    h("div", { class: "row" }, h("label", { for: "rules" }, "规则书"), rules, rulesFile, h("p", { class: "note" }, "按哪一本规则评分。")),
    h("fieldset", {}, h("legend", {}, "缺数据时"), missing.map(({ id, label }) => h("label", { class: "radio" },
      h("input", { type: "radio", name: "missing", value: id, checked: id === chosen.missing, change: () => { chosen.missing = id; } }), ` ${label}`))),
    h("div", { class: "row" }, h("label", { for: "year" }, "年度"), year, h("p", { class: "note", id: "year-note" }, "表里有几个年度的数据时才要填。")),
    lastYear,
    h("div", { class: "row" }, h("label", { class: "radio" }, large, " 放宽文件限度"), h("p", { class: "note" }, "提示“内容过大”、而文件确实这样大时才选（即 --limits large）。")),
  ];
}

// ---- the result

const TABS = [["ranking", "排名"], ["department", "部门"], ["indicators", "指标"], ["problems", "问题"], ["review", "自评复核"]];

function openTab(tab) {
  state.tab = tab;
  drawTabs();
}

function openDepartment(at) {
  state.department = at;
  openTab("department");
  const panel = byId("panel");
  panel.focus({ preventScroll: true });
  byId("tabs").scrollIntoView({ block: "nearest" });
}

function openProblems(code) {
  state.problems = { severity: "", code, department: "", text: "", limit: 300 };
  openTab("problems");
  byId("panel").focus({ preventScroll: true });
  byId("tabs").scrollIntoView({ block: "nearest" });
}

function showResult() {
  const { view, changes, scored } = state;
  byId("start").hidden = true;
  byId("result").hidden = false;
  put(byId("result"),
    h("div", { class: "bar-top" },
      h("h2", {}, scored.file.name),
      h("div", { class: "buttons" },
        picker("改好了，再评一次", WORKBOOKS, (file) => score(file, true), { primary: true }),
        h("button", { type: "button", class: "quiet", click: () => window.print() }, "打印"),
        h("button", { type: "button", class: "quiet", click: backToStart }, "换一个工作簿"))),
    h("p", { class: "note hint" }, "数据改好后，把文件拖到这个页面，就会换掉现在的结果，并列出改了什么。"),
    view.notices.map((notice) => h("p", { class: "alert" }, notice)),
    changes ? changesOf(view, changes, openDepartment) : null,
    h("section", { class: "summary", "aria-label": "总的情况" }, summaryOf(view, openProblems)),
    h("section", { class: "downloads", "aria-label": "下载" }, h("h2", {}, "下载"),
      h("ul", {}, DOWNLOADS.map(([what, title, about]) => h("li", {}, h("button", { type: "button", class: "quiet", "data-download": what, click: () => download(what), "aria-describedby": `about-${what}` }, title), h("span", { class: "note", id: `about-${what}` }, about))))),
    h("div", { id: "tabs", class: "tabs", role: "tablist", "aria-label": "查看" }),
    h("div", { id: "panel", role: "tabpanel", tabindex: "-1" }));
  drawTabs();
}

function backToStart() {
  put(byId("message"));
  byId("result").hidden = true;
  byId("start").hidden = false;
  startScreen();
  byId("start").querySelector("button").focus();
}

function drawTabs(focus) {
  const { view, tab } = state;
  const tabs = TABS.filter(([name]) => name !== "review" || view.reviews.length > 0);
  put(byId("tabs"), tabs.map(([name, title], index) => h("button", {
    type: "button", role: "tab", id: `tab-${name}`, "aria-selected": name === tab ? "true" : "false", "aria-controls": "panel", tabindex: name === tab ? "0" : "-1",
    click: () => openTab(name),
    keydown: (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      event.preventDefault();
      state.tab = tabs[(index + by + tabs.length) % tabs.length][0];
      drawTabs(true);
    },
  }, title)));
  const panel = byId("panel");
  panel.setAttribute("aria-labelledby", `tab-${tab}`);
  const drawn = {
    ranking: () => rankingTab(view, openDepartment),
    department: () => departmentTab(view, state.department, openDepartment),
    indicators: () => indicatorsTab(view, state.indicator, (at) => { state.indicator = at; drawTabs(); panel.querySelector("[aria-pressed=true]").focus(); }, openDepartment),
    problems: () => problemsTab(view, openDepartment),
    review: () => reviewTab(view, openDepartment),
  }[tab]();
  put(panel, Array.isArray(drawn) ? drawn : [drawn]);
  if (focus) byId(`tab-${tab}`).focus();
}

async function begin() {
  if (typeof DecompressionStream === "undefined" || typeof WebAssembly === "undefined") {
    message("这个浏览器太旧，打不开本页。请用 Chrome 或 Edge 80 以上的版本（360、UOS 浏览器请选“极速模式”）。", []);
    return;
  }
  window.addEventListener("unhandledrejection", (event) => told(event.reason || { fault: "?" }));
  try {
    await startEngine(
      ({ stage, done, of }) => { if (document.body.classList.contains("busy")) working(stage, done, of); },
      () => { state.replay = state.scored !== null; },
    );
    state.choices = await ask("choices");
    startScreen();
    dropping();
    document.documentElement.dataset.ready = "yes";
  } catch (reason) {
    told(reason);
  }
}

// For the tests, which look at what the views were drawn from.
Object.assign(state, { ask, told });
window.jixiaoState = state;

begin();
