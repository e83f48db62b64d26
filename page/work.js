// Work in the Worker as the screens see it: a bar with the stage while it goes on, a sentence where it fails, files out of it.
import { h, byId, put, copyButton, downloadBytes } from "./dom.js";
import { state, chosen, go } from "./state.js";
import { ask, cancelEngine } from "./engine.js";

// The bar stays where it is while it moves: a button that comes anew cannot be pressed.
export function working(text, done, of) {
  const place = byId("work");
  if (!place.firstChild) {
    put(place, h("div", { class: "working" }, h("p", {}), h("progress", {}), h("button", { type: "button", class: "quiet", click: cancelEngine }, "取消")));
  }
  const bar = place.querySelector("progress");
  place.querySelector("p").textContent = of ? `${text}　${done}／${of}` : `${text}……`;
  bar.setAttribute("aria-label", text);
  if (of) {
    bar.max = of;
    bar.value = done;
  } else bar.removeAttribute("value");
  document.body.classList.add("busy");
}

function rested() {
  put(byId("work"));
  document.body.classList.remove("busy");
}

export function message(sentence, details, ...more) {
  put(byId("message"), h("div", { class: "alert" }, h("p", {}, sentence),
    details.length ? h("ul", {}, details.map((line) => h("li", {}, line))) : null,
    h("p", { class: "buttons" }, more, h("button", { type: "button", class: "quiet", click: () => put(byId("message")) }, "知道了"))));
  byId("message").scrollIntoView({ block: "nearest" });
}

// Says why something failed; `file` is the workbook whose headers may be the reason.
export function told(reason, file) {
  if (reason.cancelled) {
    message("已取消。", []);
    return;
  }
  if (reason.failure) {
    const { sentence, details, headers, rules } = reason.failure;
    message(sentence, details, headers && file
      ? h("button", { type: "button", class: "primary", click: () => go.headers(file) }, "对一对表头") : null,
    rules && chosen.rulesFile ? h("button", { type: "button", class: "primary", click: () => go.rules(chosen.rulesFile) }, "检查规则书") : null);
    return;
  }
  const fault = reason.fault || String(reason.message || reason);
  message("程序内部出错，这一步没有完成；屏幕上已有的结果不受影响。请把下面的提示复制后反馈给我们，文件过大时请只保留需要的数据再试。", [fault],
    copyButton("复制提示", () => fault));
}

// Does something that takes time; gives whether it was done.
export async function doing(stage, work, file) {
  if (document.body.classList.contains("busy")) return false;
  put(byId("message"));
  working(stage, 0, 0);
  try {
    await work();
    return true;
  } catch (reason) {
    told(reason, file);
    return false;
  } finally {
    rested();
  }
}

// Asks the Worker for a task; files are { purpose, file, name }, those that are not there left out.
export async function run(task, request, files) {
  const given = files.filter(({ file }) => file).map(async ({ purpose, file, name }) => ({ purpose, name: name || file.name, bytes: await file.arrayBuffer() }));
  return ask("run", { task, request, files: await Promise.all(given) });
}

// The same, of what stays on the desk: it can be asked for again.
export async function keep(task, request, files) {
  const answer = await run(task, request, files);
  state.jobs[task] = { request, files };
  state.lost.delete(task);
  return answer;
}

// After the Worker was started anew it knows nothing: what is shown is made again first.
export async function standing(task) {
  const job = state.jobs[task];
  if (!job || !state.lost.has(task)) return;
  await run(task, { ...job.request, corrects: false }, job.files);
  state.lost.delete(task);
}

// The bytes of a file that a task made.
export async function fileOf(task, what) {
  await standing(task);
  return ask("download", { task, what });
}

export function download(task, what) {
  return doing("生成", async () => {
    const { name, bytes } = await fileOf(task, what);
    downloadBytes(name, bytes);
  });
}

// A list of files to download: what is asked for, its name, a word on it.
export function downloadList(task, files) {
  return h("ul", { class: files.length < 4 ? "few" : null }, files.map(([what, title, about]) => h("li", {},
    h("button", { type: "button", class: "quiet", "data-download": `${task}-${what}`, "aria-describedby": `about-${task}-${what}`, click: () => download(task, what) }, title),
    h("span", { class: "note", id: `about-${task}-${what}` }, about))));
}

// Gives back the memory of what is shown no more.
export function cleared(task) {
  delete state.jobs[task];
  ask("clear", { task }).catch(() => {});
}
