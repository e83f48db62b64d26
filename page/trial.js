// 试算: figures of a department changed in the page, and what they would give. Nothing of it goes into a file.
import { h, put, choice } from "./dom.js";
import { state, problemText } from "./state.js";
import { doing, run, standing } from "./work.js";

// The place of the trial under a department.
export function trialPart(view, at) {
  const place = h("section", { class: "trial", "aria-label": "试算" });
  const draw = () => put(place, state.trial && state.trial.department === at ? trialOpen(draw) : trialClosed(at, draw));
  draw();
  return place;
}

function trialClosed(at, draw) {
  return h("p", { class: "buttons" }, h("button", { type: "button", class: "quiet", click: () => doing("读取", async () => {
    await standing("score");
    const { figures } = await run("figures", { department: at }, []);
    state.trial = { department: at, figures, picked: 0, text: "", corrections: new Map(), result: null };
    draw();
  }) }, "试算：改一个数看看"), h("span", { class: "note" }, "看看改了以后是多少分；数据和文件都不会变。"));
}

function trialOpen(draw) {
  const trial = state.trial;
  const { figures, corrections, result } = trial;
  const figure = figures[trial.picked];
  const label = ({ label: name, unit }) => (unit ? `${name}（${unit}）` : name);
  const field = figure.choices.length
    ? choice("改成", [["", "空着"], ...figure.choices.map((one) => [one, one])], trial.text, (text) => { trial.text = text; })
    : (() => {
      const input = h("input", { type: "text", value: trial.text, autocomplete: "off", input: () => { trial.text = input.value; }, keydown: (event) => { if (event.key === "Enter") calculate(draw); } });
      return h("label", { class: "field" }, h("span", {}, "改成"), input);
    })();
  return [
    h("h3", {}, "试算"), h("p", { class: "note" }, "只是试算：不改数据，不进入任何下载的文件。数的写法与表里一样，百分数请带上 %。"),
    h("div", { class: "filters" },
      choice("哪一个数", figures.map((one, index) => [String(index), label(one)]), String(trial.picked), (index) => { trial.picked = Number(index); trial.text = ""; draw(); }),
      h("span", {}, `现在是：${figure.value === null ? "空" : figure.value}（${figure.sheet} ${figure.cell}）`), field,
      h("button", { type: "button", class: "primary", click: () => calculate(draw) }, "算一算"),
      h("button", { type: "button", class: "quiet", click: () => { state.trial = null; draw(); } }, "不试了")),
    corrections.size ? h("ul", { class: "corrections" }, [...corrections].map(([index, text]) => h("li", {}, `${label(figures[index])}：${figures[index].value === null ? "空" : figures[index].value} → ${text === "" ? "空" : text} `,
      h("button", { type: "button", class: "quiet", "aria-label": `不改 ${figures[index].label}`, click: () => { corrections.delete(index); calculate(draw, true); } }, "不改它")))) : null,
    result ? resultPart(result) : null,
  ];
}

async function calculate(draw, again) {
  const trial = state.trial;
  if (!again) trial.corrections.set(trial.picked, trial.text.trim());
  if (trial.corrections.size === 0) {
    trial.result = null;
    draw();
    return;
  }
  const corrections = [...trial.corrections].map(([index, text]) => ({ sheet: trial.figures[index].sheet, cell: trial.figures[index].cell, text }));
  await doing("试算", async () => {
    await standing("score");
    trial.result = await run("trial", { department: trial.department, corrections }, []);
    draw();
  });
}

function resultPart(result) {
  const arrow = ([before, after], none) => `${before === null ? none : before} → ${after === null ? none : after}`;
  return h("div", { class: "outcome", role: "status" },
    h("p", { class: "figure" }, h("span", { class: "mark trialmark" }, "试算"), ` ${arrow(result.total, "待定")}`, result.difference ? h("small", {}, `（${result.difference}）`) : null),
    h("p", {}, `等级 ${arrow(result.grade, "待定")}；名次 ${arrow(result.rank, "无")}`, result.others ? `；另有 ${result.others} 个部门的名次会变` : ""),
    result.indicators.length === 0 ? h("p", { class: "note" }, "各项指标的得分和说明都没有变化。") : h("ul", {}, result.indicators.map(({ name, score, explanation }) => h("li", {}, `${name}：${arrow(score, "待定")}　`, h("span", { class: "note" }, explanation[1])))),
    result.fresh.length ? [h("p", {}, "会新增的问题："), h("ul", {}, result.fresh.map((problem) => h("li", {}, problemText(problem))))] : null,
    result.gone.length ? [h("p", {}, "会消除的问题："), h("ul", {}, result.gone.map((problem) => h("li", {}, problemText(problem))))] : null);
}
