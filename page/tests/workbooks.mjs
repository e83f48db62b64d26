// Workbooks as the tests fill them in: the few parts of xlsx that take, read and written with what Node has.
import { inflateRawSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { zipped } from "./support.mjs";

// The parts of a package, by name.
export function parts(bytes) {
  const found = new Map();
  const end = bytes.lastIndexOf(Buffer.from("PK\u0005\u0006"));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, size, nameLength, extra, comment, start] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
    const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const packed = bytes.subarray(from, from + size);
    found.set(bytes.subarray(at + 46, at + 46 + nameLength).toString("utf8"), method ? inflateRawSync(packed) : packed);
    at += 46 + nameLength + extra + comment;
  }
  return found;
}

const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", "\"").replaceAll("&amp;", "&");
const marked = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

function texts(package_) {
  const xml = (package_.get("xl/sharedStrings.xml") || "").toString();
  return [...xml.matchAll(/<si>(.*?)<\/si>/gs)].map(([, si]) => [...si.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, text]) => plain(text)).join(""));
}

// The cells of a sheet's rows: a Map from column letters to what the cell holds, by row number.
function cells(xml, strings) {
  const rows = new Map();
  for (const [, row, inside] of xml.matchAll(/<row r="(\d+)"[^>]*>(.*?)<\/row>/gs)) {
    const held = new Map();
    for (const [, column, attributes, content] of inside.matchAll(/<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const value = content && content.match(/<v>(.*?)<\/v>/s);
      if (value) held.set(column, attributes.includes("t=\"s\"") ? strings[Number(value[1])] : Number(value[1]));
    }
    rows.set(Number(row), held);
  }
  return rows;
}

// What departments have in the first sheet of a workbook: a Map from names to Maps from headers to values.
export function figuresIn(path, nameHeader = "部门名称") {
  const package_ = parts(readFileSync(path));
  const rows = [...cells(package_.get("xl/worksheets/sheet1.xml").toString(), texts(package_)).values()];
  const at = rows.findIndex((row) => [...row.values()].includes(nameHeader));
  const headers = rows[at];
  const departments = rows.slice(at + 1).map((row) => new Map([...headers].filter(([column]) => row.has(column)).map(([column, header]) => [String(header).replace(/（(万元|人|%)）$/, ""), row.get(column)])));
  return new Map(departments.filter((one) => one.has(nameHeader)).map((one) => [one.get(nameHeader), one]));
}

// A form with the figures of a department filled in; it is known whose it is by its own cells.
export function filledIn(form, figures) {
  const package_ = parts(form);
  // In a form that goes back, what is said of it stands first.
  const sheets = [...package_.get("xl/workbook.xml").toString().matchAll(/<sheet name="([^"]*)"/g)].map(([, name]) => name);
  const sheet = `xl/worksheets/sheet${sheets.indexOf("填报表") + 1}.xml`;
  let xml = package_.get(sheet).toString();
  const rows = cells(xml, texts(package_));
  const name = [...rows.values()].find((row) => row.get("J") === "数据|部门名称").get("C");
  const own = figures.get(name);
  for (const [number, row] of rows) {
    const [kind, header] = String(row.get("J") || "").split("|");
    const value = kind === "数据" && !["部门编码", "部门名称", "主管部门", "年度"].includes(header) ? own.get(header) : undefined;
    if (value === undefined) continue;
    xml = xml.replace(new RegExp(`<c r="C${number}"( s="\\d+")?[^>]*?(?:/>|>.*?</c>)`, "s"), (_, style) => `<c r="C${number}"${style || ""}${content(value)}`);
  }
  package_.set(sheet, Buffer.from(xml));
  return zipped([...package_]);
}

// A workbook with texts of its shared strings changed, such as headers.
export function renamed(bytes, names) {
  const package_ = parts(bytes);
  let xml = package_.get("xl/sharedStrings.xml").toString();
  for (const [from, to] of Object.entries(names)) xml = xml.replace(`<t>${marked(from)}</t>`, `<t>${marked(to)}</t>`);
  package_.set("xl/sharedStrings.xml", Buffer.from(xml));
  return zipped([...package_]);
}

// A cell's own content as the file has it.
function content(value) {
  return typeof value === "number" ? `><v>${value}</v></c>` : ` t="inlineStr"><is><t>${marked(value)}</t></is></c>`;
}

// A workbook with a number or a text in a cell, of its first sheet where none is named.
export function withCell(bytes, cell, value, sheet = "xl/worksheets/sheet1.xml") {
  const package_ = parts(bytes);
  const xml = package_.get(sheet).toString();
  const place = new RegExp(`<c r="${cell}"( s="\\d+")?[^>]*?(?:/>|>.*?</c>)`, "s");
  package_.set(sheet, Buffer.from(xml.replace(place, (_, style) => `<c r="${cell}"${style || ""}${content(value)}`)));
  return zipped([...package_]);
}

// The part of a workbook that is its sheet of this name.
export function sheetOf(bytes, name) {
  const names = [...parts(bytes).get("xl/workbook.xml").toString().matchAll(/<sheet name="([^"]*)"/g)].map(([, one]) => one);
  return `xl/worksheets/sheet${names.indexOf(name) + 1}.xml`;
}

// A workbook with something else in the first cell of a sheet that holds a text or a number, of a column where one is named.
export function withText(bytes, name, column, from, to) {
  const package_ = parts(bytes);
  const sheet = sheetOf(bytes, name);
  let xml = package_.get(sheet).toString();
  for (const [row, held] of cells(xml, texts(package_))) {
    for (const [letters, value] of held) {
      if (String(value) !== from || (column && letters !== column)) continue;
      xml = xml.replace(new RegExp(`<c r="${letters}${row}"( s="\\d+")?[^>]*?(?:/>|>.*?</c>)`, "s"), (_, style) => `<c r="${letters}${row}"${style || ""}${content(to)}`);
      package_.set(sheet, Buffer.from(xml));
      return zipped([...package_]);
    }
  }
  throw new Error(`${name} holds no ${from}`);
}

// A workbook whose first sheet has its last row that many times more, each under a name of its own.
export function manyTimes(bytes, count, nameColumn = "B", codeColumn = "A") {
  const package_ = parts(bytes);
  const sheet = "xl/worksheets/sheet1.xml";
  const xml = package_.get(sheet).toString();
  const rows = [...xml.matchAll(/<row r="(\d+)".*?<\/row>/gs)];
  const filled = rows.filter(([row]) => (row.match(/<v>/g) || []).length > 20);
  const last = Number(rows[rows.length - 1][1]);
  let more = "";
  for (let index = 1; index <= count; index += 1) {
    const at = last + index;
    const [model] = filled[1 + (index % (filled.length - 1))];
    const text = (column, value) => new RegExp(`<c r="${column}\\d+"( s="\\d+")?[^>]*?(?:/>|>.*?</c>)`, "s").exec(model) && [column, value];
    let row = model.replace(/<row r="\d+"/, `<row r="${at}"`).replace(/<c r="([A-Z]+)\d+"/g, `<c r="$1${at}"`);
    for (const one of [text(nameColumn, `新部门${index}`), text(codeColumn, `9${String(index).padStart(5, "0")}`)].filter(Boolean)) {
      row = row.replace(new RegExp(`<c r="${one[0]}${at}"( s="\\d+")?[^>]*?(?:/>|>.*?</c>)`, "s"), (_, style) => `<c r="${one[0]}${at}"${style || ""} t="inlineStr"><is><t>${one[1]}</t></is></c>`);
    }
    more += row;
  }
  package_.set(sheet, Buffer.from(xml.replace("</sheetData>", `${more}</sheetData>`)));
  return zipped([...package_]);
}
