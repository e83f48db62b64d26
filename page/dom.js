// Makes elements. All text goes in as text, never as HTML.

export function h(tag, attributes, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else if (name === "style") for (const [key, one] of Object.entries(value)) element.style.setProperty(key, one);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(9)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(shown(String(child))));
  }
  return element;
}

// What cannot be seen, and what turns the direction of a text, is shown as a mark; names and cells may hold it.
export function shown(text) {
  return text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/g, "\uFFFD");
}

export function byId(id) {
  return document.getElementById(id);
}

export function put(parent, ...children) {
  parent.replaceChildren(...children.flat(9).filter(Boolean));
}

// A select with a label; the choices are [value, text].
export function choice(label, choices, value, onchange) {
  const select = h("select", { change: () => onchange(select.value) }, choices.map(([one, text]) => h("option", { value: one }, text)));
  select.value = value;
  return h("label", { class: "field" }, h("span", {}, label), select);
}

export function searching(label, value, oninput) {
  const input = h("input", { type: "search", value, input: () => oninput(input.value) });
  return h("label", { class: "field" }, h("span", {}, label), input);
}

// The grade with its colour in the workbook; the word is always there.
export function gradeChip(view, grade) {
  const known = view.book.grades.find((one) => one.name === grade);
  return h("span", { class: "chip", style: { background: known ? known.color : "#D9D9D9" } }, grade);
}

// A grade, and a severity's word, where no colours or words of theirs are at hand.
export function gradeWord(grade) {
  return h("span", {}, grade);
}

export function severityWord(severity, word) {
  return h("span", { class: `mark ${severity}` }, word);
}

export function severityMark(view, severity) {
  const known = view.summary.severities.find((one) => one.severity === severity);
  return h("span", { class: `mark ${severity}` }, known ? known.label : severity);
}

// A bar whose length is a share; what it says stands beside it as text.
export function bar(share, kind) {
  const width = Math.max(0, Math.min(1, share)) * 100;
  return svg("svg", { class: `bar ${kind || ""}`, viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" },
    svg("rect", { class: "rail", width: 100, height: 8, rx: 1 }),
    svg("rect", { class: "fill", width, height: 8, rx: 1 }));
}

export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    const area = h("textarea", { class: "offscreen", "aria-hidden": "true" });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

// A button that copies, and says so.
export function copyButton(label, text) {
  const button = h("button", {
    type: "button", class: "quiet",
    click: async () => {
      button.textContent = (await copyText(text())) ? "已复制" : "复制不了，请手工选取";
      setTimeout(() => { button.textContent = label; }, 2000);
    },
  }, label);
  return button;
}

export function downloadBytes(name, bytes) {
  const url = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60000);
}
