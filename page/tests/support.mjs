// The page in a real Chromium, as a file, without a network; and the command line to hold it against.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync, copyFileSync, rmSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { crc32 } from "node:zlib";
import { join, dirname, basename } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const PAGE = join(ROOT, "target", "page", "绩效.html");
export const PROGRAM = process.env.JIXIAO || join(ROOT, "target", "debug", "jixiao");
export const CITY = "示例市-2021.xlsx";
export const SMALL = "小样-2021.xlsx";
export const CASES = ["公开案例-教育信息技术中心.xlsx", "公开案例-艺术学校.xlsx"];

export function sample(name) {
  return join(ROOT, "sample-data", name);
}

// A folder of its own that is gone afterwards.
export function folder(t) {
  const path = mkdtempSync(join(tmpdir(), "jixiao-page-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

// Runs the command line; 0 and 1 are both done.
export function jixiao(arguments_, cwd) {
  try {
    return execFileSync(PROGRAM, arguments_, { cwd, maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "pipe"] });
  } catch (error) {
    if (error.status === 1) return error.stdout;
    throw error;
  }
}

export function jixiaoJson(arguments_) {
  return JSON.parse(jixiao([...arguments_, "--format", "json"], ROOT).toString());
}

let browser = null;

export async function startBrowser() {
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND"],
  });
  return browser;
}

export async function stopBrowser() {
  await browser.close();
}

// A page opened from the disk, ready; every request that it makes is noted.
export async function open(t, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, locale: "zh-CN", acceptDownloads: true, ...options });
  const page = await context.newPage();
  page.requests = [];
  page.faults = [];
  page.on("request", (request) => page.requests.push(request.url()));
  page.on("pageerror", (error) => page.faults.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") page.faults.push(message.text()); });
  page.on("dialog", (dialog) => { page.faults.push(`dialog ${dialog.message()}`); dialog.dismiss(); });
  t.after(() => context.close());
  await page.goto(pathToFileURL(PAGE).href);
  await until(page, () => document.documentElement.dataset.ready === "yes");
  return page;
}

// Asks again and again: what playwright has for it evaluates texts in the page, which the page's policy forbids.
export async function until(page, holds, argument, patience = 120000) {
  const last = Date.now() + patience;
  while (!(await page.evaluate(holds, argument))) {
    if (Date.now() > last) throw new Error(`never came true: ${holds}`);
    await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

export async function choose(page, files, label = "选择工作簿") {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: label, exact: true }).click()]);
  await chooser.setFiles(files);
}

// The same of a button inside a part of the page.
export async function chooseIn(page, part, files, label) {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.locator(part).getByRole("button", { name: label, exact: true }).click()]);
  await chooser.setFiles(files);
}

// Drops a file on the page, as from a folder's window.
export async function drop(page, path, name = basename(path)) {
  const data = await page.evaluateHandle(({ base64, called }) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], called));
    return transfer;
  }, { base64: readFileSync(path).toString("base64"), called: name });
  await page.dispatchEvent("body", "drop", { dataTransfer: data });
}

export async function scored(page, hasTable = true) {
  await page.waitForSelector(`#result:not([hidden]) #panel${hasTable ? " table" : ""}`, { timeout: 60000 });
}

export async function rested(page) {
  await until(page, () => !document.body.classList.contains("busy"));
}

// What the page's Worker gave for what is shown.
export function view(page) {
  return page.evaluate(() => window.jixiaoState.view);
}

export async function download(page, what) {
  const [got] = await Promise.all([page.waitForEvent("download", { timeout: 120000 }), page.click(`[data-download="${what}"]`)]);
  return { name: got.suggestedFilename(), bytes: readFileSync(await got.path()) };
}

// The files of a zip whose entries are stored, by name.
export function unzipped(bytes) {
  const files = new Map();
  const end = bytes.lastIndexOf(Buffer.from("PK\u0005\u0006"));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [size, nameLength, extra, comment, start] = [bytes.readUInt32LE(at + 24), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
    const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    files.set(bytes.subarray(at + 46, at + 46 + nameLength).toString("utf8"), bytes.subarray(from, from + size));
    at += 46 + nameLength + extra + comment;
  }
  return files;
}

export function filesIn(path) {
  return new Map(readdirSync(path).map((name) => [name, readFileSync(join(path, name))]));
}

// Files as a zip whose entries are stored; `encoded` gives a name's bytes, and whether they are UTF-8.
export function zipped(files, encoded = (name) => [Buffer.from(name), true]) {
  const [parts, heads] = [[], []];
  let at = 0;
  for (const [name, bytes] of files) {
    const [raw, utf8] = encoded(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(utf8 ? 0x800 : 0, 2);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(raw.length, 22);
    parts.push(Buffer.from("PK\u0003\u0004"), common, raw, bytes);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    heads.push(Buffer.from("PK\u0001\u0002"), Buffer.from([20, 0]), common, rest, raw);
    at += 30 + raw.length + bytes.length;
  }
  const directory = Buffer.concat(heads);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", 0, "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, directory, end]);
}

export function copied(into, name) {
  copyFileSync(sample(name), join(into, name));
  return join(into, name);
}

export function written(path, bytes) {
  writeFileSync(path, bytes);
  return path;
}

// Nothing left the page, and nothing went wrong in it.
export function quiet(page) {
  const outside = page.requests.filter((url) => !url.startsWith("blob:") && !url.startsWith("file:"));
  assert.deepEqual(outside, []);
  assert.equal(page.requests.filter((url) => url.startsWith("file:")).length, 1, "only the page itself is read");
  assert.deepEqual(page.faults, []);
}

// Two sets of files are the same, name by name and byte by byte.
export function same(got, expected) {
  assert.deepEqual([...got.keys()].sort(), [...expected.keys()].sort());
  for (const [name, bytes] of expected) assert.ok(got.get(name).equals(bytes), name);
}
