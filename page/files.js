// Files: chosen, dropped, in folders; and those that may be remembered.
import { h, put } from "./dom.js";

export const WORKBOOKS = ".xlsx,.xlsm,.xlsb,.xls,.et,.ods,.csv";
const KEPT = "jixiao";

// A button that opens the system's window for files; gives { name, file } for each, the name with the folders inside the chosen one.
export function picker(label, accept, onfiles, { primary, many, folder } = {}) {
  const input = h("input", {
    type: "file", accept: folder ? null : accept, multiple: many || folder, webkitdirectory: folder, class: "offscreen", tabindex: "-1", "aria-hidden": "true",
    change: () => {
      const files = [...input.files].map((file) => ({ name: inside(file.webkitRelativePath) || file.name, file }));
      input.value = "";
      if (files.length > 0) onfiles(files);
    },
  });
  return [h("button", { type: "button", class: primary ? "primary" : "quiet", click: () => input.click() }, label), input];
}

function inside(path) {
  return path ? path.slice(path.indexOf("/") + 1) : "";
}

// A place for one file that may be left out: a button, the file's name, a button that takes it away.
export function slot(label, accept, file, onfile, hint) {
  return h("div", { class: "under" },
    picker(label, accept, ([one]) => onfile(one.file)),
    h("span", { class: "note" }, file ? file.name : hint),
    file ? h("button", { type: "button", class: "quiet", "aria-label": `不用 ${file.name}`, click: () => onfile(null) }, "不用它") : null);
}

// The files of a drop, those in folders too; of a single folder the names are those inside it.
export async function droppedFiles(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files].map((file) => ({ name: file.name, file }));
  const alone = entries.length === 1;
  const found = [];
  for (const entry of entries) await walk(entry, alone ? "" : entry.name, found);
  return found;
}

async function walk(entry, name, found) {
  if (entry.isFile) {
    found.push({ name: name || entry.name, file: await new Promise((resolve, reject) => { entry.file(resolve, reject); }) });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((resolve, reject) => { reader.readEntries(resolve, reject); });
    if (some.length === 0) return;
    for (const inner of some) await walk(inner, name ? `${name}/${inner.name}` : inner.name, found);
  }
}

// ---- what is remembered on this computer, where it is asked for

function storage() {
  try {
    return window.localStorage;
  } catch (error) {
    return null;
  }
}

export async function remember(key, file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  try {
    storage().setItem(`${KEPT}-${key}`, JSON.stringify({ name: file.name, base64: btoa(text) }));
    return true;
  } catch (error) {
    return false;
  }
}

export function remembered(key) {
  try {
    const { name, base64 } = JSON.parse(storage().getItem(`${KEPT}-${key}`));
    return new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], name);
  } catch (error) {
    return null;
  }
}

export function forget(...keys) {
  for (const key of keys) {
    try {
      storage().removeItem(`${KEPT}-${key}`);
    } catch (error) {
      // Nothing was kept then.
    }
  }
}

// A button that remembers a file, and says so.
export function rememberButton(key, label, file) {
  const button = h("button", {
    type: "button", class: "quiet",
    click: async () => { put(button, (await remember(key, await file())) ? "已记住" : "这个浏览器不让记住"); },
  }, label);
  return button;
}
