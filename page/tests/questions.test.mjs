// What is asked of a score, last year beside it, results that come back, rule books of one's own.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { ROOT, CITY, SMALL, sample, folder, jixiao, jixiaoJson, startBrowser, stopBrowser, open, choose, chooseIn, drop, scored, rested, quiet, view, download, copied, written } from "./support.mjs";
import { sheetOf, withCell, withText } from "./workbooks.mjs";

const LAST = "示例市-2020.xlsx";
const EDGE = "示例市智慧教育中心";

before(startBrowser);
after(stopBrowser);

const tab = (page, name) => page.getByRole("tab", { name, exact: true }).click();
const told = (page) => page.locator("#panel").innerText();

test("what is asked of a score is answered as the command line answers it, and its workbook is the same", async (t) => {
  const into = folder(t);
  copied(into, CITY);
  jixiao(["whatif", CITY], into);
  const json = jixiaoJson(["whatif", sample(CITY)]);
  const own = json.departments.find(({ name }) => name === EDGE);
  const page = await open(t);
  await choose(page, sample(CITY));
  await scored(page);
  await rested(page);
  await tab(page, "疑问");
  await page.getByRole("region", { name: "差距与余量" }).waitFor();
  await rested(page);
  const row = page.locator("#panel tbody tr", { hasText: EDGE });
  assert.match(await row.innerText(), new RegExp(`${own.up.points}[\\s\\S]*一季度末支出进度（${own.headroom[0].changes[0].cell}）如为 ${own.headroom[0].changes[0].to}`));
  await page.getByLabel(/只看不到 0.5 分的/).check();
  const near = json.departments.filter(({ up, down }) => [up, down].some(({ points }) => points !== null && Number(points) < 0.5));
  assert.equal(await page.locator("#panel tbody tr").count(), near.length);
  // The other readings: each alone moves whom the command line says.
  await page.getByRole("button", { name: "争议读法" }).click();
  await page.getByRole("region", { name: "争议读法" }).waitFor();
  await rested(page);
  const open_ = json.readings.filter(({ settled }) => settled === null);
  for (const reading of open_) {
    const select = page.getByRole("combobox", { name: reading.indicator, exact: true });
    await select.selectOption({ label: reading.name });
    await rested(page);
    const standings = await page.evaluate(() => window.jixiaoState.questions.standings.departments);
    const { scores } = await view(page);
    const moved = standings.filter(({ difference }) => difference).map(({ department, total, grade }) => [scores.departments[department].name, total, grade]).sort();
    const expected = reading.moved.filter(({ total }) => total[0] !== total[1]).map(({ name, total, grade }) => [name, total[1], grade[1]]).sort();
    assert.deepEqual(moved, expected, reading.name);
    await page.getByRole("combobox", { name: reading.indicator, exact: true }).selectOption("0");
    await rested(page);
  }
  // How sure ranks are.
  await page.getByRole("button", { name: "名次把握" }).click();
  await page.getByRole("region", { name: "名次把握" }).waitFor();
  await rested(page);
  const line = await page.locator("#panel tbody tr", { hasText: EDGE }).innerText();
  assert.ok(line.includes(own.certainty.total[0]) && line.includes(own.certainty.total[1]), line);
  assert.ok(line.includes("良 17%，中 83%") || line.includes("17%"), line);
  const got = await download(page, "score-whatif");
  await rested(page);
  assert.equal(got.name, "示例市-2021-疑问.xlsx");
  assert.ok(got.bytes.equals(readFileSync(join(into, got.name))));
  // Another tolerance, here and there; one that is none is told.
  await page.getByRole("textbox", { name: "每项评定上下各差（分）" }).fill("0.5");
  await page.getByRole("button", { name: "按这个算" }).click();
  await page.getByText(/设想每项评定上下各 0.5 分/).waitFor();
  await rested(page);
  jixiao(["whatif", CITY, "--tolerance", "0.5", "--force"], into);
  assert.ok((await download(page, "score-whatif")).bytes.equals(readFileSync(join(into, got.name))));
  await rested(page);
  await page.getByRole("textbox", { name: "每项评定上下各差（分）" }).fill("很多");
  await page.getByRole("button", { name: "按这个算" }).click();
  await page.getByText("评定上下的分数应是大于 0、不超过 100 的数").waitFor();
  // A department's own page says it, too.
  await tab(page, "部门");
  await page.locator("#panel select").first().selectOption(String((await view(page)).scores.departments.findIndex(({ name }) => name === EDGE)));
  await page.getByText(/再得 0.03 分即为良：一季度末支出进度/).waitFor();
  quiet(page);
});

test("last year stands beside the result, and its workbook is the command line's", async (t) => {
  const into = folder(t);
  copied(into, CITY);
  copied(into, LAST);
  jixiao(["compare", LAST, CITY], into);
  const page = await open(t);
  await choose(page, sample(CITY));
  await scored(page);
  await rested(page);
  assert.equal(await page.getByRole("tab", { name: "上年对比" }).count(), 0);
  await page.getByRole("button", { name: "换一个工作簿" }).click();
  await choose(page, sample(LAST), "选择上年的工作簿");
  await choose(page, sample(CITY));
  await scored(page);
  await rested(page);
  await tab(page, "上年对比");
  await page.getByText(/2020 → 2021　可以对比的 \d+ 个部门/).waitFor();
  await rested(page);
  const got = await download(page, "score-years");
  assert.equal(got.name, "示例市-2021-年度对比.xlsx");
  assert.ok(got.bytes.equals(readFileSync(join(into, got.name))));
  await rested(page);
  quiet(page);
  // A rule book that uses last year's figures shows them.
  const own = await open(t);
  await own.selectOption("#rules", "own");
  await choose(own, join(ROOT, "tests/rulebooks/good/上年数据.toml"), "选择规则书文件");
  await choose(own, sample(LAST), "选择上年的工作簿");
  await choose(own, sample(CITY));
  await scored(own);
  await rested(own);
  await tab(own, "上年对比");
  await own.getByRole("heading", { name: /规则书用到的上年数据（2020 年）/ }).waitFor();
  await rested(own);
  // The result that is fed back has the figures, and no workbook of last year.
  const result = written(join(into, "带上年.xlsx"), (await download(own, "score-result")).bytes);
  await rested(own);
  await own.getByRole("button", { name: "换一个工作簿" }).click();
  assert.equal(await own.getByRole("button", { name: `不用 ${LAST}` }).count(), 0);
  await choose(own, result);
  await scored(own);
  await rested(own);
  await tab(own, "上年对比");
  await own.getByRole("heading", { name: /规则书用到的上年数据（2020 年）/ }).waitFor();
  await rested(own);
  assert.equal(await own.getByText(/可以对比的/).count(), 0);
  quiet(own);
});

test("a result that comes back is verified as the command line does it", async (t) => {
  const into = folder(t);
  copied(into, CITY);
  jixiao(["score", CITY, "-o", "结果.xlsx"], into);
  const good = readFileSync(join(into, "结果.xlsx"));
  const page = await open(t);
  await choose(page, join(into, "结果.xlsx"), "选择评分结果");
  await page.getByText("没有发现改动").waitFor();
  await rested(page);
  // A figure of the data is changed, and a score.
  const sheet = (name) => sheetOf(good, name);
  const bad = written(join(into, "改过.xlsx"), withCell(withCell(good, "BK11", 0.99, sheet("基础数据")), "S14", 5, sheet("评分结果")));
  for (const input of [null, sample(CITY)]) {
    const expected = jixiaoJson(["verify", bad, ...(input ? ["--input", input] : [])]);
    assert.equal(expected.same, false);
    if (input) await chooseIn(page, "#room", input, "选择评分时用的工作簿");
    else await choose(page, bad, "核对另一份");
    await page.getByText(`有 ${expected.changes.length} 处不同`).waitFor();
    await rested(page);
    const rows = await page.locator("#room tbody tr").allInnerTexts();
    assert.equal(rows.length, expected.changes.length);
    for (const [index, { cell, is }] of expected.changes.entries()) {
      assert.ok((!cell || rows[index].includes(cell)) && rows[index].includes(is), `${rows[index]} ${cell} ${is}`);
    }
  }
  // What is none is told, and by which rules it was scored if those are wanted.
  await choose(page, sample(SMALL), "核对另一份");
  await page.getByText(/不是评分结果工作簿/).waitFor();
  await rested(page);
  const rules = written(join(into, "本局.toml"), "extends = \"shenzhen-2021\"\nid = \"本局\"\nname = \"本局规则\"\nversion = \"1\"\nyear = 2021\n");
  jixiao(["score", CITY, "--rules", rules, "-o", "本局结果.xlsx"], into);
  await page.getByRole("button", { name: "回到开始" }).click();
  await choose(page, join(into, "本局结果.xlsx"), "选择评分结果");
  await page.getByText(/请选择当时的规则书文件/).waitFor();
  await rested(page);
  await chooseIn(page, "#room", rules, "选择当时的规则书");
  await page.getByText("没有发现改动").waitFor();
  await rested(page);
  quiet(page);
});

test("a rule workbook is checked, marked, held against the built-in one, and scores", async (t) => {
  const into = folder(t);
  const page = await open(t);
  jixiao(["rules", "export", "shenzhen-2021", "-o", "本局规则.xlsx"], into);
  const [exported] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "下载内置的" }).click()]);
  assert.equal(exported.suggestedFilename(), "本局规则.xlsx");
  const bytes = readFileSync(await exported.path());
  assert.ok(bytes.equals(readFileSync(join(into, "本局规则.xlsx"))));
  await rested(page);
  // A grade is given a lower bound; the version another name.
  const changed = written(join(into, "改了.xlsx"), withText(withText(bytes, "等级", "B", "80", 75), "说明", null, "1.0", "本局 1"));
  await choose(page, changed, "选择要检查的规则书");
  await rested(page);
  const differences = jixiaoJson(["rules", "diff", "shenzhen-2021", changed]);
  assert.ok(differences.changes.length >= 2, JSON.stringify(differences));
  await page.getByRole("heading", { name: `与内置规则书的不同（${differences.changes.length} 处）` }).waitFor();
  const rows = await page.getByRole("region", { name: "与内置规则书的不同" }).locator("tbody tr").allInnerTexts();
  for (const [index, { subject, effect_text: effect }] of differences.changes.entries()) assert.ok(rows[index].includes(subject) && rows[index].includes(effect), rows[index]);
  await page.getByText("可以评分").waitFor();
  // It is held against the other built-in one, too.
  await page.getByRole("combobox", { name: "对照" }).selectOption("shenzhen-2021a");
  await rested(page);
  const others = jixiaoJson(["rules", "diff", "shenzhen-2021a", changed]).changes.length;
  await page.getByRole("heading", { name: `与内置规则书的不同（${others} 处）` }).waitFor();
  await page.getByRole("button", { name: "用它评分" }).click();
  await choose(page, sample(CITY));
  await scored(page);
  await rested(page);
  assert.deepEqual((await view(page)).scores, jixiaoJson(["score", sample(CITY), "--rules", changed]));
  await page.getByRole("button", { name: "换一个工作簿" }).click();
  // A faulty one: findings with sheet and cell, the marked copy, and from a failed score to the check.
  const faulty = written(join(into, "错的.xlsx"), withText(bytes, "等级", "B", "80", "八十分"));
  await choose(page, faulty, "选择规则书文件");
  await choose(page, sample(SMALL));
  await page.getByText(/规则书“错的\.xlsx”有错误/).waitFor();
  await rested(page);
  await page.getByRole("button", { name: "检查规则书" }).click();
  await page.getByText(/个错误，改正后才能评分/).waitFor();
  await rested(page);
  try { jixiao(["rules", "check", "错的.xlsx", "-o", "标注.xlsx"], into); } catch (error) { assert.equal(error.status, 2); }
  const got = await download(page, "rules-marked");
  assert.equal(got.name, "标注.xlsx");
  assert.ok(got.bytes.equals(readFileSync(join(into, "标注.xlsx"))));
  await rested(page);
  assert.match(await page.getByRole("region", { name: "检查结果" }).innerText(), /“等级”表 [A-Z]+\d+/);
  quiet(page);
});

test("a year is compared by a rule book's file of its own, and renames are taken by ticking them", async (t) => {
  const into = folder(t);
  copied(into, CITY);
  copied(into, LAST);
  jixiao(["rules", "export", "shenzhen-2021a", "-o", "旧规则.xlsx"], into);
  jixiao(["compare", LAST, CITY, "--rules", "2020=旧规则.xlsx"], into);
  const name = "示例市-2021-年度对比.xlsx";
  const page = await open(t);
  await choose(page, [sample(LAST), sample(CITY)], "选择各年工作簿");
  await rested(page);
  await page.getByLabel(`${LAST} 的年度`).fill("2020");
  await page.getByLabel(`${LAST} 的规则书`).selectOption("own");
  await chooseIn(page, "#room", join(into, "旧规则.xlsx"), "选择规则书");
  await page.getByRole("button", { name: "对比", exact: true }).click();
  await rested(page);
  assert.ok((await download(page, "compare-book")).bytes.equals(readFileSync(join(into, name))));
  await rested(page);
  await page.getByLabel("示例市标准化研究所 → 示例市标准化研究院").check();
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "下载更名文件" }).click()]);
  assert.equal(file.suggestedFilename(), "更名.csv");
  written(join(into, "更名.csv"), readFileSync(await file.path()));
  await rested(page);
  await page.getByRole("button", { name: "采用勾选的，再对比一次" }).click();
  await page.getByText("更名.csv").waitFor();
  await rested(page);
  jixiao(["compare", LAST, CITY, "--rules", "2020=旧规则.xlsx", "--aliases", "更名.csv", "--force"], into);
  assert.ok((await download(page, "compare-book")).bytes.equals(readFileSync(join(into, name))));
  await rested(page);
  quiet(page);
});

for (const scheme of ["light", "dark"]) {
  test(`axe finds nothing where questions are answered (${scheme})`, async (t) => {
    const axe = readFileSync(join(ROOT, "page/tests/node_modules/axe-core/axe.min.js"), "utf8");
    const into = folder(t);
    copied(into, CITY);
    jixiao(["score", CITY, "-o", "结果.xlsx"], into);
    jixiao(["rules", "export", "shenzhen-2021", "-o", "本局规则.xlsx"], into);
    const page = await open(t, { colorScheme: scheme, bypassCSP: true });
    const clean = async (screen) => {
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run());
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html, failureSummary }) => `${html} ${failureSummary}`)]), [], screen);
      const [wide, has] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      assert.ok(wide <= has, `${screen}: ${wide} of ${has}`);
    };
    await choose(page, written(join(into, "改过.xlsx"), withCell(readFileSync(join(into, "结果.xlsx")), "S14", 5, sheetOf(readFileSync(join(into, "结果.xlsx")), "评分结果"))), "选择评分结果");
    await page.getByText(/处不同/).first().waitFor();
    await rested(page);
    await clean("核对结果");
    await page.getByRole("button", { name: "回到开始" }).click();
    await choose(page, written(join(into, "错的.xlsx"), withText(readFileSync(join(into, "本局规则.xlsx")), "等级", "B", "80", "八十分")), "选择要检查的规则书");
    await page.getByText(/改正后才能评分/).waitFor();
    await rested(page);
    await clean("规则书");
    await page.getByRole("group", { name: "表" }).getByRole("button", { name: "计分" }).click();
    await clean("改规则");
    await page.getByRole("button", { name: "回到开始" }).click();
    await choose(page, sample(LAST), "选择上年的工作簿");
    await choose(page, sample(CITY));
    await scored(page);
    await rested(page);
    await tab(page, "上年对比");
    await page.getByText(/可以对比的/).waitFor();
    await rested(page);
    await clean("上年对比");
    await tab(page, "疑问");
    for (const part of ["差距与余量", "争议读法", "名次把握"]) {
      await page.getByRole("button", { name: part }).click();
      await page.getByRole("region", { name: part }).waitFor();
      await rested(page);
      await clean(part);
    }
    await tab(page, "部门");
    await page.getByText(/各种读法下/).waitFor();
    await clean("部门");
  });
}

test("what the bureau wrote into a result is shown, stays where the data are corrected, and may be chosen beside them", async (t) => {
  const into = folder(t);
  copied(into, SMALL);
  jixiao(["score", SMALL, "-o", "结果.xlsx"], into);
  let reviewed = readFileSync(join(into, "结果.xlsx"));
  const sheet = sheetOf(reviewed, "自评复核");
  // The second department's first indicator, and the third's, which is recognized with another score.
  for (const [cell, value] of [["I31", "存疑"], ["J31", "请补充依据<b>"], ["I52", "认可"], ["L52", 4], ["M52", "已见批复"]]) reviewed = withCell(reviewed, cell, value, sheet);
  const path = written(join(into, "复核过.xlsx"), reviewed);
  jixiao(["score", SMALL, "--review", "复核过.xlsx", "-o", "带意见.xlsx"], into);
  const { review } = jixiaoJson(["score", join(into, SMALL), "--review", path]);
  assert.equal(review.given, 2);
  const page = await open(t);
  const shown = async () => {
    await scored(page);
    await rested(page);
    assert.deepEqual((await view(page)).scores.review, review);
    assert.ok((await download(page, "score-result")).bytes.length > 0);
    await rested(page);
  };
  // A result that was written into, dropped as it is.
  await choose(page, path);
  await shown();
  await tab(page, "自评复核");
  await page.getByText("复核意见 2 条：认可 1，存疑 1，退回 0；认定得分调整 1 个部门 1 项").waitFor();
  assert.match(await told(page), /存疑，请补充依据<b>/);
  assert.match(await told(page), /认可，认定 4，理由：已见批复/);
  await tab(page, "排名");
  assert.equal(await page.getByRole("columnheader", { name: "认定总分" }).count(), 1);
  await tab(page, "部门");
  await page.locator("#panel select").first().selectOption("2");
  assert.match(await told(page), /认定 [\d.]+，.，第 \d 名[\s\S]*认可，认定 4，理由：已见批复/);
  // Corrected data in its place: what was written stays, as the command line keeps it.
  await drop(page, sample(SMALL));
  await page.getByText("与上一个文件相比，得分和问题都没有变化。").waitFor();
  await shown();
  assert.ok((await download(page, "score-result")).bytes.equals(readFileSync(join(into, "带意见.xlsx"))));
  await rested(page);
  // The same by choosing it beside the data.
  await page.getByRole("button", { name: "换一个工作簿" }).click();
  await choose(page, path, "选择复核过的评分结果");
  await choose(page, sample(SMALL));
  await shown();
  quiet(page);
});

test("odd figures are told, and are not where somebody does not want them", async (t) => {
  const into = folder(t);
  const odd = ({ scores }) => scores.problems.filter(({ code }) => /^V1[2-6]$/.test(code));
  const page = await open(t);
  await choose(page, sample(CITY));
  await scored(page);
  await rested(page);
  const told_ = odd(await view(page));
  assert.deepEqual(told_, odd({ scores: jixiaoJson(["score", sample(CITY)]) }));
  assert.ok(told_.length > 0);
  await page.getByRole("button", { name: "换一个工作簿" }).click();
  await page.getByText("不常用的").click();
  await page.getByLabel("不提示异常数据").check();
  await choose(page, copied(into, CITY));
  await scored(page);
  await rested(page);
  assert.deepEqual(odd(await view(page)), []);
  jixiao(["score", CITY, "--no-anomalies"], into);
  assert.ok((await download(page, "score-result")).bytes.equals(readFileSync(join(into, "示例市-2021-评分结果.xlsx"))));
  await rested(page);
  quiet(page);
});

test("a built-in rule book is changed cell by cell, told what it changes, saved, and scores", async (t) => {
  const into = folder(t);
  jixiao(["rules", "export", "shenzhen-2021", "-o", "内置.xlsx"], into);
  const own = written(join(into, "本局规则.xlsx"), withText(withText(readFileSync(join(into, "内置.xlsx")), "等级", "B", "80", 75), "说明", null, "1.0", "本局 1"));
  const page = await open(t);
  const type = async (sheet, was, text) => {
    await page.getByRole("group", { name: "表" }).getByRole("button", { name: sheet, exact: true }).click();
    const cell = page.locator(`.cells input`);
    const at = await cell.evaluateAll((all, value) => all.findIndex((one) => one.value === value), was);
    await cell.nth(at).fill(text);
    await cell.nth(at).press("Enter");
    await rested(page);
  };
  await page.getByRole("button", { name: "在这里改内置的" }).click();
  await page.getByText("可以评分").waitFor();
  await rested(page);
  // What makes no sense is told at once, and can be taken back.
  await type("等级", "80", "八十");
  await page.getByText(/个错误，改正后才能评分/).waitFor();
  assert.ok(await page.getByRole("button", { name: "用它评分" }).isDisabled());
  assert.match(await page.getByRole("region", { name: "检查结果" }).innerText(), /“等级”表 B\d+/);
  await page.getByRole("button", { name: /^不改 等级/ }).click();
  await page.getByText("可以评分").waitFor();
  await rested(page);
  await type("等级", "80", "75");
  await type("说明", "1.0", "本局 1");
  const differences = jixiaoJson(["rules", "diff", "shenzhen-2021", own]);
  await page.getByRole("heading", { name: `与内置规则书的不同（${differences.changes.length} 处）` }).waitFor();
  const saved = await download(page, "rules-changed");
  await rested(page);
  assert.equal(saved.name, "本局规则.xlsx");
  jixiao(["rules", "convert", own, "同样的.xlsx"], into);
  assert.ok(saved.bytes.equals(readFileSync(join(into, "同样的.xlsx"))));
  await page.getByRole("button", { name: "用它评分" }).click();
  await page.locator("#start").waitFor();
  await choose(page, sample(SMALL));
  await scored(page);
  await rested(page);
  assert.deepEqual((await view(page)).scores, jixiaoJson(["score", sample(SMALL), "--rules", own]));
  quiet(page);
});
