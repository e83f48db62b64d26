// The other doors: forms out, forms back, years, papers; the headers of a table; trials; and the whole year in the page alone.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ROOT, CITY, SMALL, sample, folder, jixiao, jixiaoJson, startBrowser, stopBrowser, open, until, choose, chooseIn, drop, scored, rested, quiet, same, view, download, unzipped, filesIn, copied, written, zipped } from "./support.mjs";
import { figuresIn, filledIn, renamed, withText } from "./workbooks.mjs";

const LAST = "示例市-2020.xlsx";

before(startBrowser);
after(stopBrowser);

const alerts = (page) => page.locator(".alert").allInnerTexts();

// Forms of the small sample, filled in; `change` may leave something out.
function filledForms(into, change = () => {}) {
  jixiao(["template", "--departments", sample(SMALL), "-o", "发出"], into);
  const figures = figuresIn(sample(SMALL));
  change(figures);
  mkdirSync(join(into, "交回"), { recursive: true });
  for (const [name, bytes] of filesIn(join(into, "发出"))) written(join(into, "交回", name), filledIn(bytes, figures));
  return filesIn(join(into, "交回"));
}

test("forms are byte for byte the command line's, with and without last year's figures", async (t) => {
  const into = folder(t);
  const page = await open(t);
  jixiao(["template", "--bureau", "--departments", sample(LAST), "-o", "汇总填报.xlsx"], into);
  jixiao(["template", "--blank", "-o", "空白填报表.xlsx"], into);
  for (const last of [null, LAST]) {
    const given = last ? ["--last-year", sample(last)] : [];
    const out = last ? "有上年" : "填报表";
    jixiao(["template", "--departments", sample(LAST), ...given, "-o", out], into);
    if (last) await choose(page, sample(last), "选择上年的工作簿");
    else await choose(page, sample(LAST), "选择名单");
    await until(page, (want) => !document.body.classList.contains("busy") && document.querySelector("#room:not([hidden])") && (!want || document.querySelector("#room").textContent.includes(want)), last);
    const got = await download(page, "forms-forms");
    assert.equal(got.name, "填报表.zip");
    same(unzipped(got.bytes), filesIn(join(into, out)));
  }
  for (const [what, name] of [["wide", "汇总填报.xlsx"], ["blank", "空白填报表.xlsx"]]) {
    await rested(page);
    const got = await download(page, `forms-${what}`);
    assert.equal(got.name, name);
    assert.ok(got.bytes.equals(readFileSync(join(into, name))), name);
  }
  quiet(page);
});

test("forms that came back as files, as a folder and as a zip give the command line's workbook", async (t) => {
  const into = folder(t);
  const forms = filledForms(into, (figures) => figures.get("示例市博物馆").delete("政府采购计划金额"));
  written(join(into, "交回", "说明.txt"), "不是表");
  jixiao(["collect", "交回", "-o", "汇总.xlsx", "--departments", sample(SMALL), "--return", "退回"], into);
  const expected = readFileSync(join(into, "汇总.xlsx"));
  // Windows packs names in GBK; 说明.txt is D5 B5 C3 F7 there.
  const gbk = (name) => (name === "说明.txt" ? [Buffer.from([0xcb, 0xb5, 0xc3, 0xf7, 0x2e, 0x74, 0x78, 0x74]), false] : [Buffer.from(name), true]);
  const zip = written(join(into, "交回.zip"), zipped([...forms, ["说明.txt", Buffer.from("不是表")]], gbk));
  const all = [...filesIn(join(into, "交回")).keys()].map((name) => join(into, "交回", name));
  for (const [label, given] of [["选择填报表", all], ["选择文件夹", join(into, "交回")], ["选择填报表", zip]]) {
    const page = await open(t);
    await choose(page, given, label);
    await rested(page);
    assert.deepEqual(await alerts(page), []);
    await chooseIn(page, "#room", sample(SMALL), "选择部门名单");
    await rested(page);
    const got = await download(page, "collect-book");
    assert.equal(got.name, "汇总.xlsx");
    assert.ok(got.bytes.equals(expected), `${label} ${given}`);
    await rested(page);
    same(unzipped((await download(page, "collect-returns")).bytes), filesIn(join(into, "退回")));
    await rested(page);
    assert.match(await page.locator("#room").innerText(), /说明\.txt/);
    // And to the score at once.
    await page.getByRole("button", { name: "去评分" }).click();
    await scored(page);
    await rested(page);
    assert.deepEqual((await view(page)).scores, jixiaoJson(["score", join(into, "汇总.xlsx")]));
    // And back to what was collected, to add a form that came late.
    await page.getByRole("button", { name: "回到收填报表" }).click();
    assert.ok(await page.getByRole("button", { name: "再加几份" }).isVisible());
    quiet(page);
  }
});

test("of two different forms of one department the user chooses one", async (t) => {
  const into = folder(t);
  const forms = [...filledForms(into)];
  const other = filledIn(readFileSync(join(into, "发出", forms[0][0])), new Map([...figuresIn(sample(SMALL))].map(([name, own]) => [name, new Map([...own, ["政府采购计划金额", 12345]])])));
  const second = written(join(into, "交回", "另一份.xlsx"), other);
  const page = await open(t);
  await choose(page, [join(into, "交回", forms[0][0]), second], "选择填报表");
  await rested(page);
  assert.match(await page.locator("#room .about").innerText(), /重复 1/);
  await page.getByRole("button", { name: "采用 另一份.xlsx" }).click();
  await rested(page);
  assert.match(await page.locator("#room .about").innerText(), /已交 1.*重复 0/);
  jixiao(["collect", `交回/${forms[0][0]}`, "交回/另一份.xlsx", "-o", "汇总.xlsx", "--prefer", "交回/另一份.xlsx"], into);
  quiet(page);
});

test("a department that changed its name on its form is told, and its rename becomes a file; the list filters", async (t) => {
  const into = folder(t);
  filledForms(into);
  const [name] = [...filesIn(join(into, "交回")).keys()].filter((one) => one.includes("示例市博物馆"));
  const path = join(into, "交回", name);
  written(path, withText(readFileSync(path), "填报表", "C", "示例市博物馆", "示例市博物院"));
  const page = await open(t);
  await choose(page, join(into, "交回"), "选择文件夹");
  await rested(page);
  assert.match(await page.locator("#room").innerText(), /被改动，没有采用/);
  await page.getByLabel("示例市博物馆 → 示例市博物院").check();
  const [got] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "下载更名文件" }).click()]);
  assert.equal(got.suggestedFilename(), "更名.csv");
  assert.equal(readFileSync(await got.path(), "utf8"), "\uFEFF原名称,现名称\r\n示例市博物馆,示例市博物院\r\n");
  await rested(page);
  await page.getByRole("combobox", { name: "情况", exact: true }).selectOption("被改动，没有采用");
  assert.equal(await page.locator("#room .fates tbody tr").count(), 1);
  await page.getByRole("combobox", { name: "情况", exact: true }).selectOption("");
  await page.getByRole("searchbox", { name: "部门或文件" }).fill("慈善");
  assert.equal(await page.locator("#room .fates tbody tr").count(), 1);
  quiet(page);
});

test("years side by side are the command line's, in every way of saying which year is meant", async (t) => {
  const into = folder(t);
  copied(into, CITY);
  copied(into, LAST);
  jixiao(["compare", LAST, CITY], into);
  const page = await open(t);
  await choose(page, [sample(CITY), sample(LAST)], "选择各年工作簿");
  await rested(page);
  assert.deepEqual(await alerts(page), []);
  const got = await download(page, "compare-book");
  assert.equal(got.name, "示例市-2021-年度对比.xlsx");
  assert.ok(got.bytes.equals(readFileSync(join(into, got.name))));
  await rested(page);
  const json = jixiaoJson(["compare", sample(LAST), sample(CITY)]);
  const step = await page.getByText(/2020 → 2021　可以对比的 \d+ 个部门/).innerText();
  const compared = json.departments.filter(({ changes }) => changes[0].total !== null);
  assert.match(step, new RegExp(`可以对比的 ${compared.length} 个部门`));
  await until(page, (many) => document.querySelectorAll('[aria-label="升降"] tbody tr').length === many, compared.length);
  // Renamed departments.
  const renames = written(join(into, "更名.csv"), "原名称,现名称\n示例市标准化研究所,示例市标准化研究院\n");
  await choose(page, renames, "选择更名文件");
  await rested(page);
  jixiao(["compare", LAST, CITY, "--aliases", "更名.csv", "--force"], into);
  assert.ok((await download(page, "compare-book")).bytes.equals(readFileSync(join(into, got.name))));
  await rested(page);
  // The same workbook twice cannot stand beside itself.
  await page.getByRole("button", { name: "回到开始" }).click();
  await choose(page, [sample(CITY), sample(CITY)], "选择各年工作簿");
  await rested(page);
  assert.match((await alerts(page)).join(), /都是 2021 年的数据。请各选一个年度/);
  quiet(page);
});

test("last round's ledger is carried over as the command line does it", async (t) => {
  const into = folder(t);
  copied(into, CITY);
  copied(into, LAST);
  jixiao(["ledger", LAST, "-o", "上次.xlsx"], into);
  jixiao(["ledger", CITY, "--last", "上次.xlsx"], into);
  const expected = readFileSync(join(into, "示例市-2021-整改台账.xlsx"));
  const page = await open(t);
  await choose(page, join(into, "上次.xlsx"), "上次的台账");
  await choose(page, sample(CITY), "选择要整改的工作簿");
  await scored(page, false);
  await rested(page);
  await page.getByText(/仍有失分 \d+ 条，新增 \d+ 条，已消除 \d+ 条/).waitFor();
  assert.ok((await download(page, "score-ledger")).bytes.equals(expected));
  await rested(page);
  // Chosen afterwards it is the same; a file that is none is told, and what was there stays.
  await page.getByRole("button", { name: "不用 上次.xlsx" }).click();
  await rested(page);
  await choose(page, sample(SMALL), "选择上次的台账");
  await page.getByText("里没有找到整改台账").waitFor();
  await choose(page, join(into, "上次.xlsx"), "选择上次的台账");
  await rested(page);
  assert.ok((await download(page, "score-ledger")).bytes.equals(expected));
  await rested(page);
  // A scored workbook does, too.
  jixiao(["score", CITY], into);
  jixiao(["ledger", "示例市-2021-评分结果.xlsx", "-o", "再做.xlsx", "--last", "上次.xlsx"], into);
  await page.getByRole("button", { name: "换一个工作簿" }).click();
  await choose(page, join(into, "上次.xlsx"), "上次的台账");
  await choose(page, join(into, "示例市-2021-评分结果.xlsx"), "选择要整改的工作簿");
  await scored(page, false);
  await rested(page);
  assert.ok((await download(page, "score-ledger")).bytes.equals(readFileSync(join(into, "再做.xlsx"))));
  quiet(page);
});

test("a table of other headers is matched once, and reads by itself from then on", async (t) => {
  const into = folder(t);
  const names = { 部门名称: "哪个部门", 政府采购计划金额: "采购计划", 实际采购金额: "采购实绩" };
  const clumsy = written(join(into, "数据.xlsx"), renamed(readFileSync(sample(SMALL)), { 部门名称: "哪个部门", "政府采购计划金额（万元）": "采购计划", "实际采购金额（万元）": "采购实绩" }));
  const page = await open(t);
  await choose(page, clumsy);
  await page.getByRole("button", { name: "对一对表头" }).click();
  await rested(page);
  for (const [wanted, header] of Object.entries(names)) {
    const row = page.locator("#room tr", { has: page.getByRole("rowheader", { name: header, exact: true }) }).first();
    assert.ok((await row.locator("td.wide").innerText()).length > 0);
    await row.locator("select").selectOption(wanted);
  }
  const [got] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "保存对应文件" }).click()]);
  assert.equal(got.suggestedFilename(), "对应.toml");
  const mapping = written(join(into, "对应.toml"), readFileSync(await got.path()));
  await rested(page);
  await page.getByRole("button", { name: "照这样评分" }).click();
  await scored(page);
  await rested(page);
  // The command line says the same with the file, and so does the page when it is chosen.
  const expected = jixiaoJson(["score", clumsy, "--columns", mapping]);
  const { scores } = await view(page);
  assert.deepEqual(scores, expected);
  assert.equal(scores.problems.filter(({ code }) => code === "H10").length, 3);
  const plain = jixiaoJson(["score", sample(SMALL)]);
  assert.deepEqual(scores.departments.map(({ total }) => total), plain.departments.map(({ total }) => total));
  jixiao(["score", clumsy, "--columns", mapping, "-o", "结果.xlsx"], into);
  assert.ok((await download(page, "score-result")).bytes.equals(readFileSync(join(into, "结果.xlsx"))));
  quiet(page);
  const again = await open(t);
  await again.getByText("不常用的").click();
  await choose(again, mapping, "选择对应文件");
  await choose(again, clumsy);
  await scored(again);
  await rested(again);
  assert.deepEqual((await view(again)).scores, expected);
});

test("a mapping and a rule book are remembered only where it is asked for, and forgotten", async (t) => {
  const into = folder(t);
  const rules = written(join(into, "本局.toml"), "extends = \"shenzhen-2021\"\nid = \"本局\"\nname = \"本局规则\"\nversion = \"1\"\nyear = 2021\n");
  const page = await open(t);
  await page.selectOption("#rules", "own");
  await choose(page, rules, "选择规则书文件");
  await page.reload();
  await until(page, () => document.documentElement.dataset.ready === "yes");
  assert.notEqual(await page.locator("#rules").inputValue(), "own");
  await page.selectOption("#rules", "own");
  await choose(page, rules, "选择规则书文件");
  await page.getByRole("button", { name: "下次打开还用这本" }).click();
  await page.getByText("已记住").waitFor();
  await page.reload();
  await until(page, () => document.documentElement.dataset.ready === "yes");
  assert.equal(await page.locator("#rules").inputValue(), "own");
  await page.getByText("本局.toml", { exact: true }).waitFor();
  await page.getByRole("button", { name: "忘掉记住的内容" }).click();
  await page.reload();
  await until(page, () => document.documentElement.dataset.ready === "yes");
  assert.notEqual(await page.locator("#rules").inputValue(), "own");
});

test("a trial gives what the corrected file would give, and touches nothing", async (t) => {
  const into = folder(t);
  const page = await open(t);
  await choose(page, sample(CITY));
  await scored(page);
  await rested(page);
  const before_ = await download(page, "score-result");
  await rested(page);
  await page.getByRole("tab", { name: "部门" }).click();
  const { order, scores } = await view(page);
  const name = scores.departments[order[5]].name;
  await page.locator("#panel select").first().selectOption(String(order[5]));
  await page.getByRole("button", { name: "试算：改一个数看看" }).click();
  await rested(page);
  await page.getByLabel("哪一个数").selectOption({ label: await page.getByLabel("哪一个数").locator("option", { hasText: "实际采购金额" }).innerText() });
  await page.getByLabel("改成").fill("1");
  await page.getByRole("button", { name: "算一算" }).click();
  await rested(page);
  const told = await page.locator(".outcome").innerText();
  assert.match(told, /^试算/);
  // The same change made in the file.
  const cell = (await page.locator(".trial .filters").innerText()).match(/基础数据 ([A-Z]+\d+)/)[1];
  const { withCell } = await import("./workbooks.mjs");
  const changed = written(join(into, "改了.xlsx"), withCell(readFileSync(sample(CITY)), cell, 1));
  const mended = jixiaoJson(["score", changed]).departments.find((one) => one.name === name);
  const old = scores.departments[order[5]];
  assert.ok(told.includes(`${old.total} → ${mended.total}`), `${told} ${mended.total}`);
  assert.notEqual(old.total, mended.total);
  assert.ok(told.includes(`名次 ${old.rank} → ${mended.rank}`), told);
  // What is shown and what is downloaded is as before.
  assert.deepEqual((await view(page)).scores, scores);
  assert.ok((await download(page, "score-result")).bytes.equals(before_.bytes));
  quiet(page);
});

test("work that is cancelled leaves what is shown, and the page goes on", async (t) => {
  const page = await open(t);
  await choose(page, sample(CITY));
  await scored(page);
  await rested(page);
  await page.click('[data-download="score-reports"]');
  await page.getByRole("button", { name: "取消" }).click();
  await page.getByText("已取消").waitFor();
  await rested(page);
  assert.ok(await page.locator("#panel table").isVisible());
  const into = folder(t);
  copied(into, CITY);
  jixiao(["score", CITY], into);
  assert.ok((await download(page, "score-result")).bytes.equals(readFileSync(join(into, "示例市-2021-评分结果.xlsx"))));
  quiet(page);
});

test("the whole year goes by in the page alone", async (t) => {
  const into = folder(t);
  const page = await open(t);
  // Forms out.
  await choose(page, sample(SMALL), "选择名单");
  await rested(page);
  const forms = unzipped((await download(page, "forms-forms")).bytes);
  assert.equal(forms.size, 6);
  // Filled in, one of them with a figure left out, one not at all.
  const figures = figuresIn(sample(SMALL));
  const gap = "示例市博物馆";
  const short = new Map([...figures].map(([name, own]) => [name, new Map(own)]));
  short.get(gap).delete("政府采购计划金额");
  mkdirSync(join(into, "第一轮"));
  for (const [name, bytes] of forms) if (!name.includes("示例市慈善事务中心")) written(join(into, "第一轮", name), filledIn(Buffer.from(bytes), short));
  // Back.
  await page.getByRole("button", { name: "回到开始" }).click();
  await choose(page, join(into, "第一轮"), "选择文件夹");
  await rested(page);
  await chooseIn(page, "#room", sample(SMALL), "选择部门名单");
  await rested(page);
  assert.match(await page.locator("#room .about").innerText(), /已交 5.*没有交 1/);
  const returns = unzipped((await download(page, "collect-returns")).bytes);
  await rested(page);
  const [back] = [...returns].filter(([name]) => name.includes(gap));
  assert.match(back[0], /第2次/);
  // Scored: the gap is an error, the indicator waits.
  await page.getByRole("button", { name: "去评分" }).click();
  await scored(page);
  await rested(page);
  assert.equal((await view(page)).scores.departments.find(({ name }) => name === gap).total, null);
  // The second round: the gap is filled in the form that went back, and the last form comes.
  await page.getByRole("button", { name: "换一个工作簿" }).click();
  mkdirSync(join(into, "第二轮"));
  for (const [name, bytes] of forms) written(join(into, "第二轮", name), filledIn(Buffer.from(bytes), short));
  written(join(into, "第二轮", back[0]), filledIn(Buffer.from(back[1]), figures));
  await choose(page, join(into, "第二轮"), "选择文件夹");
  await rested(page);
  await chooseIn(page, "#room", sample(SMALL), "选择部门名单");
  await rested(page);
  assert.match(await page.locator("#room .about").innerText(), /已交 6.*没有交 0/);
  await page.getByRole("button", { name: "去评分" }).click();
  await scored(page);
  await rested(page);
  const plan = (problem) => problem.message.includes("政府采购计划金额");
  assert.deepEqual((await view(page)).scores.problems.filter(plan).filter(({ severity }) => severity === "error"), []);
  // Papers.
  const all = unzipped((await download(page, "score-all")).bytes);
  await rested(page);
  assert.ok([...all.keys()].some((name) => name.startsWith("汇总-自评报告/")) && all.has("汇总-整改台账.xlsx") && all.has("汇总-评分结果.xlsx"));
  // Next year the ledger is carried over, and the years stand side by side.
  written(join(into, "台账.xlsx"), all.get("汇总-整改台账.xlsx"));
  await page.getByRole("tab", { name: "整改与报告" }).click();
  await choose(page, join(into, "台账.xlsx"), "选择上次的台账");
  await page.getByText(/与上次的台账相比/).waitFor();
  await rested(page);
  quiet(page);
});

// The longest that the page's own thread worked in one go while something was done, in milliseconds of processor time: what else goes
// on on the machine does not count. Beside it the longest time without a frame, which does depend on that.
async function busiest(page, act) {
  const browser = page.context().browser();
  await page.evaluate(() => {
    window.frames_ = { longest: 0, last: performance.now(), going: true };
    const frame = (now) => { window.frames_.longest = Math.max(window.frames_.longest, now - window.frames_.last); window.frames_.last = now; if (window.frames_.going) requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
  });
  await browser.startTracing(page, { categories: ["disabled-by-default-devtools.timeline"] });
  await act();
  await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
  const frames = await page.evaluate(() => { window.frames_.going = false; return window.frames_.longest; });
  const { traceEvents: events } = JSON.parse((await browser.stopTracing()).toString());
  const own = new Set(events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain").map(({ pid, tid }) => `${pid} ${tid}`));
  const tasks = events.filter(({ name, ph, pid, tid }) => name === "RunTask" && ph === "X" && own.has(`${pid} ${tid}`));
  assert.ok(tasks.length > 0, "the trace has tasks");
  return { busy: Math.max(...tasks.map(({ tdur }) => (tdur || 0) / 1000)), frames };
}

test("a thousand departments do not freeze the page", async (t) => {
  const into = folder(t);
  const { manyTimes } = await import("./workbooks.mjs");
  const path = written(join(into, "千.xlsx"), manyTimes(readFileSync(sample(CITY)), 1000));
  const page = await open(t);
  const idle = await busiest(page, () => page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 2000); })));
  // What a slow machine is told by: thirty thousand cells drawn at once.
  const beside = await busiest(page, () => page.evaluate(() => {
    const table = document.createElement("table");
    for (let row = 0; row < 3000; row += 1) {
      const line = table.insertRow();
      for (let column = 0; column < 10; column += 1) line.insertCell().textContent = String(row * column);
    }
    document.body.append(table);
    table.getBoundingClientRect();
    table.remove();
  }));
  const allowed = Math.max(100, beside.busy / 4);
  const told = (name, { busy, frames }) => t.diagnostic(`${name}: at most ${Math.round(busy)} ms in one go, ${Math.round(frames)} ms without a frame (idle: ${Math.round(idle.frames)}; allowed: ${Math.round(allowed)})`);
  const measured = [["评分", await busiest(page, async () => { await choose(page, path); await scored(page); await rested(page); })]];
  assert.ok((await view(page)).scores.departments.length >= 1000);
  for (const name of ["部门", "指标", "问题", "自评复核", "整改与报告", "排名"]) {
    measured.push([name, await busiest(page, async () => {
      await page.getByRole("tab", { name }).click();
      // Long lists go on being drawn after the first rows are there.
      await page.evaluate(() => new Promise((resolve) => { setTimeout(resolve, 500); }));
    })]);
  }
  measured.push(["争议读法", await busiest(page, async () => {
    await page.evaluate(() => { window.jixiaoState.questions.part = "readings"; });
    await page.getByRole("tab", { name: "疑问" }).click();
    await page.getByRole("region", { name: "争议读法" }).waitFor({ timeout: 120000 });
    await rested(page);
  })]);
  for (const one of measured) told(...one);
  for (const [name, { busy }] of measured) assert.ok(busy <= allowed, `${name}: ${busy} ms in one go`);
  quiet(page);
});

for (const scheme of ["light", "dark"]) {
  test(`axe finds nothing behind any door (${scheme})`, async (t) => {
    const axe = readFileSync(join(ROOT, "page/tests/node_modules/axe-core/axe.min.js"), "utf8");
    const into = folder(t);
    const forms = filledForms(into, (figures) => figures.get("示例市博物馆").delete("政府采购计划金额"));
    const page = await open(t, { colorScheme: scheme, bypassCSP: true });
    const clean = async (screen) => {
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run());
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html, failureSummary }) => `${html} ${failureSummary}`)]), [], screen);
    };
    await page.getByText("不常用的").click();
    await clean("开始");
    await choose(page, sample(SMALL), "选择名单");
    await rested(page);
    await clean("发填报表");
    await page.getByRole("button", { name: "回到开始" }).click();
    await choose(page, [...forms.keys()].map((name) => join(into, "交回", name)), "选择填报表");
    await rested(page);
    await clean("收填报表");
    await page.getByRole("button", { name: "回到开始" }).click();
    await choose(page, [sample(CITY), sample(LAST)], "选择各年工作簿");
    await rested(page);
    await clean("两年对比");
    await page.getByRole("button", { name: "回到开始" }).click();
    await choose(page, sample(CITY), "选择要整改的工作簿");
    await scored(page, false);
    await rested(page);
    await clean("整改与报告");
    await page.getByRole("tab", { name: "部门" }).click();
    await page.getByRole("button", { name: "试算：改一个数看看" }).click();
    await rested(page);
    await page.getByLabel("改成").fill("0");
    await page.getByRole("button", { name: "算一算" }).click();
    await rested(page);
    await clean("试算");
    await page.getByRole("button", { name: "换一个工作簿" }).click();
    await choose(page, written(join(into, "数据.xlsx"), renamed(readFileSync(sample(SMALL)), { 部门名称: "哪个部门" })));
    await page.getByRole("button", { name: "对一对表头" }).click();
    await rested(page);
    await clean("对一对表头");
  });
}

test("at 200% zoom nothing is cut off, and paper shows what is read", async (t) => {
  const into = folder(t);
  const forms = filledForms(into);
  // 1366×768 at 200%.
  const page = await open(t, { viewport: { width: 683, height: 384 } });
  const fits = async (screen) => {
    const [wide, has] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    assert.ok(wide <= has, `${screen}: ${wide} of ${has}`);
  };
  await fits("开始");
  await choose(page, sample(SMALL), "选择名单");
  await rested(page);
  await fits("发填报表");
  await page.getByRole("button", { name: "回到开始" }).click();
  await choose(page, [...forms.keys()].map((name) => join(into, "交回", name)), "选择填报表");
  await rested(page);
  await fits("收填报表");
  await page.getByRole("button", { name: "回到开始" }).click();
  await choose(page, [sample(CITY), sample(LAST)], "选择各年工作簿");
  await rested(page);
  await fits("两年对比");
  await page.getByRole("button", { name: "回到开始" }).click();
  await choose(page, written(join(into, "数据.xlsx"), renamed(readFileSync(sample(SMALL)), { 部门名称: "哪个部门" })));
  await page.getByRole("button", { name: "对一对表头" }).click();
  await rested(page);
  await fits("对一对表头");
  await page.getByRole("button", { name: "回到开始" }).click();
  await choose(page, sample(CITY));
  await scored(page);
  await rested(page);
  for (const tab of ["排名", "部门", "指标", "问题", "自评复核", "整改与报告"]) {
    await page.getByRole("tab", { name: tab }).click();
    await fits(tab);
  }
  await page.getByRole("tab", { name: "部门" }).click();
  await page.emulateMedia({ media: "print" });
  for (const hidden of [".downloads", ".tabs", ".trial", ".filters"]) assert.equal(await page.locator(`#result ${hidden}`).first().isVisible(), false, hidden);
  assert.ok(await page.locator("#panel table.indicators").isVisible());
  quiet(page);
});

test("hostile archives give a sentence and no more", async (t) => {
  const into = folder(t);
  const page = await open(t);
  const bad = [["坏的.zip", Buffer.from("PK\u0003\u0004 no archive"), "已损坏或不是 zip 格式"], ["不是.zip", Buffer.from("not even that"), "1 个文件"]];
  for (const [name, bytes, told] of bad) {
    await choose(page, written(join(into, name), bytes), "选择填报表");
    await rested(page);
    assert.ok((await page.locator("main").innerText()).includes(told), name);
    const back = page.getByRole("button", { name: "回到开始" });
    if (await back.isVisible()) await back.click();
  }
  quiet(page);
});
