// The page: from screen to screen, dropping, the result with its tabs and downloads.
import { h, byId, put } from "./dom.js";
import { state, OF_ONE_WORKBOOK, chosen, go, reviewed, showNew } from "./state.js";
import { startEngine, ask } from "./engine.js";
import { screen, shownScreen } from "./screens.js";
import { doing, downloadList, keep, message, cleared, standing, told, working } from "./work.js";
import { WORKBOOKS, picker, droppedFiles } from "./files.js";
import { rulesOf, takeUp, yearOf } from "./options.js";
import { startScreen } from "./start.js";
import { summaryOf, changesOf } from "./summary.js";
import { rankingTab } from "./ranking.js";
import { departmentTab } from "./department.js";
import { indicatorsTab } from "./indicators.js";
import { problemsTab } from "./problems.js";
import { reviewTab } from "./review.js";
import { papersTab } from "./papers.js";
import { questionsTab } from "./questions.js";
import { lastYearTab } from "./lastyear.js";
import { makeForms } from "./forms.js";
import { collectScreen, takeForms, emptyPile } from "./collect.js";
import { takeYears, emptyYears } from "./compare.js";
import { matchHeaders } from "./headers.js";
import { takeResult, emptyVerify } from "./verify.js";
import { checkRules, emptyRules } from "./rulebook.js";

const DOWNLOADS = [
  ["result", "评分结果.xlsx", "排名、得分、说明、问题，带公式"],
  ["scorecards-book", "评分表.xlsx", "一个工作簿，每个部门一张，可打印签字"],
  ["scorecards", "评分表.zip", "每个部门一个文件"],
  ["ledger", "整改台账.xlsx", "每项失分，供落实整改"],
  ["reports", "自评报告.zip", "每个部门一份 Word 初稿"],
  ["bureau", "汇总报告.docx", "主管部门的汇总报告"],
  ["problems", "问题清单.xlsx", "全部问题，可以筛选"],
  ["returns", "退回.zip", "有问题的部门各一份，标明要改的格子"],
  ["whatif", "疑问.xlsx", "离别的等级多远，名次有多稳"],
  ["all", "全部.zip", "以上各项，疑问除外"],
];
const TABS = [["ranking", "排名"], ["department", "部门"], ["indicators", "指标"], ["problems", "问题"], ["review", "自评复核"], ["lastyear", "上年对比"], ["questions", "疑问"], ["papers", "整改与报告"]];

// ---- from screen to screen

Object.assign(go, {
  score: (file, corrects) => score(file, corrects),
  start: () => backToStart(),
  sample: () => showSample(),
  forms: (file) => makeForms(file),
  headers: (file) => matchHeaders(file),
  rules: (file) => checkRules(file),
  files: (door) => (files) => take(door, files),
});

// Files that came to a door.
async function take(door, files) {
  const single = { score: (file) => score(file, false), papers: (file) => scoreForPapers(file), forms: makeForms, verify: takeResult, rules: checkRules, correct: (file) => score(file, true) }[door];
  if (door === "collect") await takeForms(files);
  else if (door === "compare") await takeYears(files);
  else if (files.length > 1) message(`这里一次只用一个工作簿，拖来的是 ${files.length} 个文件。请只拖一个；要汇总填报表，请用“收填报表”。`, []);
  else await single(files[0].file);
}

function dropping() {
  const over = (event) => {
    event.preventDefault();
    document.body.classList.add("dropping");
    for (const one of document.querySelectorAll(".door.over")) one.classList.remove("over");
    const door = event.target instanceof Element && event.target.closest("[data-door]");
    if (door) door.classList.add("over");
  };
  const away = () => {
    document.body.classList.remove("dropping");
    for (const one of document.querySelectorAll(".door.over")) one.classList.remove("over");
  };
  document.addEventListener("dragenter", over);
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) away(); });
  document.addEventListener("drop", async (event) => {
    event.preventDefault();
    away();
    if (document.body.classList.contains("busy")) return;
    const place = event.target instanceof Element ? event.target.closest("[data-door]") : null;
    const files = await droppedFiles(event.dataTransfer);
    const door = { start: place ? place.dataset.door : "score", result: "correct", room: byId("room").dataset.door }[shownScreen()];
    if (files.length > 0) await take(door, files);
  });
}

function backToStart() {
  put(byId("message"));
  for (const task of ["score", "forms", "collect", "compare", "rules"]) if (state.jobs[task]) cleared(task);
  emptyPile();
  emptyYears();
  emptyVerify();
  emptyRules();
  screen("start");
  startScreen();
  byId("start").querySelector("button").focus();
}

// What was chosen for one workbook does not silently go with the next; how one scores, the rule book say, does.
function anotherWorkbook() {
  Object.assign(chosen, OF_ONE_WORKBOOK);
  backToStart();
}

async function showSample() {
  const { name, bytes } = await ask("sample");
  await score(new File([bytes], name), false);
}

// ---- scoring

// What is asked for beside the file, and the files that go with it; null where something is still to be chosen.
function wishes() {
  const rules = rulesOf();
  return rules && {
    request: { rules: rules.rules, missing: chosen.missing, year: yearOf(), large: chosen.large, anomalies: !chosen.quietFigures, corrects: false },
    files: [...rules.files, { purpose: "last", file: chosen.lastFile }, { purpose: "review", file: chosen.reviewFile }],
  };
}

// Scores a file; one that corrects takes the place of the one that is shown.
async function score(file, corrects) {
  const started = performance.now();
  const earlier = corrects && state.jobs.score;
  const wished = earlier || wishes();
  if (!wished) return;
  const request = { ...wished.request, corrects };
  const others = wished.files.filter(({ purpose }) => purpose !== "file");
  await doing("读取", async () => {
    if (corrects) await standing("score");
    showNew(await keep("score", request, [{ purpose: "file", file }, ...others]));
    state.file = file;
    showResult();
    requestAnimationFrame(() => setTimeout(() => {
      document.documentElement.dataset.took = String(Math.round(performance.now() - started));
      document.documentElement.dataset.rounds = String(Number(document.documentElement.dataset.rounds || 0) + 1);
    }));
  }, file);
}

async function scoreForPapers(file) {
  const wished = wishes();
  if (!wished) return;
  const files = [{ purpose: "file", file }, ...wished.files, { purpose: "ledger", file: chosen.ledgerFile }, { purpose: "aliases", file: chosen.aliasesFile }];
  await doing("读取", async () => {
    showNew(await keep("score", wished.request, files));
    state.file = file;
    state.tab = "papers";
    showResult();
  }, file);
}

// ---- the result

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
  const { view, changes, file } = state;
  screen("result");
  put(byId("result"),
    h("div", { class: "bar-top" },
      h("h2", {}, file.name),
      h("div", { class: "buttons" },
        picker("改好了，再评一次", WORKBOOKS, go.files("correct"), { primary: true }),
        h("button", { type: "button", class: "quiet", click: () => window.print() }, "打印"),
        state.jobs.collect ? h("button", { type: "button", class: "quiet", click: collectScreen }, "回到收填报表") : null,
        h("button", { type: "button", class: "quiet", click: anotherWorkbook }, "换一个工作簿"))),
    h("p", { class: "note hint" }, "数据改好后，把文件拖到这个页面，就会换掉现在的结果，并列出改了什么。"),
    view.notices.map((notice) => h("p", { class: "alert notice" }, notice)),
    headersHint(view, file),
    changes ? changesOf(view, changes, openDepartment) : null,
    h("section", { class: "summary", "aria-label": "总的情况" }, summaryOf(view, openProblems)),
    h("section", { class: "downloads", "aria-label": "下载" }, h("h2", {}, "下载"), downloadList("score", DOWNLOADS)),
    h("div", { id: "tabs", class: "tabs", role: "tablist", "aria-label": "查看" }),
    h("div", { id: "panel", role: "tabpanel", tabindex: "-1" }));
  drawTabs();
}

// Where the data sheet lacks columns and has others that nobody uses, somebody may say which is which.
function headersHint(view, file) {
  const [data] = view.scores.columns;
  const lacking = data.absent.filter(({ optional, default: usual, suspects }) => !optional && (!usual || suspects.length));
  if (lacking.length === 0 || data.unused.length === 0) return null;
  return h("p", { class: "alert buttons" }, `没有找到 ${lacking.length} 列要用的数据，表里另有 ${data.unused.length} 列没有用到。`,
    h("button", { type: "button", class: "quiet", click: () => matchHeaders(file) }, "对一对表头"));
}

function drawTabs(focus) {
  const { view, tab } = state;
  const there = { review: reviewed(view), lastyear: state.hasLastYear };
  const tabs = TABS.filter(([name]) => there[name] !== false);
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
    lastyear: () => lastYearTab(view, openDepartment),
    questions: () => questionsTab(view, openDepartment),
    papers: () => papersTab(),
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
      () => { state.lost = new Set(Object.keys(state.jobs)); },
    );
    state.choices = await ask("choices");
    takeUp();
    startScreen();
    dropping();
    document.documentElement.dataset.ready = "yes";
  } catch (reason) {
    told(reason);
  }
}

// For the tests, which look at what the views were drawn from.
window.jixiaoState = Object.assign(state, { ask, told });

begin();
