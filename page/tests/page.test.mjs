// The page as its users meet it.
import assert from "node:assert/strict";
import { deflateRawSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { PAGE, ROOT, CITY, SMALL, CASES, sample, folder, jixiao, jixiaoJson, startBrowser, stopBrowser, open, until, choose, drop, scored, rested, quiet, same, view, download, unzipped, filesIn, copied, written } from "./support.mjs";

before(startBrowser);
after(stopBrowser);

test("the file is one, small enough, and forbids every connection", () => {
  const text = readFileSync(PAGE, "utf8");
  assert.ok(text.length <= 10_000_000, `${text.length} characters`);
  const [, policy] = text.match(/Content-Security-Policy" content="([^"]*)"/);
  const rules = Object.fromEntries(policy.split("; ").map((rule) => [rule.split(" ")[0], rule.split(" ").slice(1)]));
  assert.deepEqual(Object.keys(rules).sort(), ["base-uri", "default-src", "form-action", "script-src", "style-src", "worker-src"]);
  assert.deepEqual(rules["default-src"], ["'none'"]);
  assert.deepEqual(rules["worker-src"], ["blob:"]);
  for (const source of [...rules["script-src"], ...rules["style-src"]]) assert.match(source, /^'(sha256-[A-Za-z0-9+/=]{44}|wasm-unsafe-eval)'$/);
});

test("the policy stops a connection that is tried", async (t) => {
  const page = await open(t);
  const tried = await page.evaluate(() => Promise.all([
    fetch("https://example.com/").then(() => "went", () => "stopped"),
    new Promise((resolve) => { const image = new Image(); image.onload = () => resolve("went"); image.onerror = () => resolve("stopped"); image.src = "https://example.com/a.png"; }),
    Promise.resolve().then(() => { try { return navigator.sendBeacon("https://example.com/", "x") ? "queued" : "stopped"; } catch (error) { return "stopped"; } }),
  ]));
  assert.equal(tried[0], "stopped");
  assert.equal(tried[1], "stopped");
  assert.ok(page.faults.some((fault) => fault.includes("Content Security Policy")));
});

test("scores are those of the command line", async (t) => {
  const page = await open(t);
  for (const rules of ["shenzhen-2021", "shenzhen-2021a"]) {
    for (const missing of ["hold", "zero", "declared"]) {
      await page.selectOption("#rules", rules);
      await page.check(`input[value="${missing}"]`);
      for (const file of [CITY, SMALL, ...CASES]) {
        await choose(page, sample(file));
        await scored(page);
        await rested(page);
        const expected = jixiaoJson(["score", join("sample-data", file), "--rules", rules, "--missing", missing]);
        assert.deepEqual((await view(page)).scores, expected, `${file} ${rules} ${missing}`);
        await page.getByRole("button", { name: "换一个工作簿" }).click();
      }
    }
  }
  quiet(page);
});

test("a rule book of one's own, and last year's workbook where it wants it", async (t) => {
  const rules = join(ROOT, "tests/rulebooks/good/上年数据.toml");
  const page = await open(t);
  await page.selectOption("#rules", "own");
  await choose(page, rules, "选择规则书文件");
  for (const last of [null, "示例市-2020.xlsx"]) {
    if (last) await choose(page, sample(last), "选择上年的工作簿");
    await choose(page, sample(CITY));
    await scored(page);
    await rested(page);
    assert.equal(await page.locator(".alert").count(), 0, await page.locator("#message").innerText());
    const given = last ? ["--last-year", sample(last)] : [];
    assert.deepEqual((await view(page)).scores, jixiaoJson(["score", sample(CITY), "--rules", rules, ...given]));
    // The result tells what was chosen beside the file; the next workbook is not scored with it unasked.
    const about = await page.locator(".summary .about").innerText();
    assert.ok(about.includes("缺数据时：") && about.includes("上年的工作簿：示例市-2020.xlsx") === Boolean(last), about);
    await page.getByRole("button", { name: "换一个工作簿" }).click();
    assert.equal(await page.getByRole("button", { name: "不用 示例市-2020.xlsx" }).count(), 0);
  }
  // A year that is not before this one is refused.
  await choose(page, sample(CITY), "选择上年的工作簿");
  await choose(page, sample(CITY));
  await page.getByText(/上年工作簿“示例市-2021.xlsx”是 2021 年的，不早于要评的 2021 年/).waitFor();
  quiet(page);
});

test("a faulty rule book is told with its lines", async (t) => {
  const rules = written(join(folder(t), "坏的.toml"), "extends = \"shenzhen-2021\"\nid = 5\n");
  const page = await open(t);
  await page.selectOption("#rules", "own");
  await choose(page, rules, "选择规则书文件");
  await choose(page, sample(SMALL));
  const alert = page.locator(".alert");
  await alert.waitFor();
  assert.match(await alert.innerText(), /规则书“坏的\.toml”有错误[\s\S]*第 2 行/);
});

test("downloads are byte for byte the command line's", async (t) => {
  for (const file of [CITY, SMALL]) {
    const into = folder(t);
    copied(into, file);
    const stem = file.replace(".xlsx", "");
    jixiao(["score", file], into);
    jixiao(["scorecard", file], into);
    jixiao(["scorecard", file, "-o", `${stem}-评分表.xlsx`], into);
    jixiao(["ledger", file], into);
    jixiao(["report", file], into);
    jixiao(["report", "--bureau", file], into);
    jixiao(["check", file, "--return", `${stem}-退回`, "-o", `${stem}-问题清单.xlsx`], into);
    const page = await open(t);
    await choose(page, sample(file));
    await scored(page);
    const whole = [["result", "评分结果.xlsx"], ["scorecards-book", "评分表.xlsx"], ["ledger", "整改台账.xlsx"], ["bureau", "汇总报告.docx"], ["problems", "问题清单.xlsx"]];
    const made = new Map();
    for (const [what, ending] of whole) {
      const got = await download(page, `score-${what}`);
      await rested(page);
      assert.equal(got.name, `${stem}-${ending}`);
      assert.ok(got.bytes.equals(readFileSync(join(into, got.name))), got.name);
      made.set(got.name, got.bytes);
    }
    for (const [what, ending] of [["scorecards", "评分表"], ["reports", "自评报告"], ["returns", "退回"]]) {
      const got = await download(page, `score-${what}`);
      await rested(page);
      assert.equal(got.name, `${stem}-${ending}.zip`);
      same(unzipped(got.bytes), filesIn(join(into, `${stem}-${ending}`)));
    }
    const all = unzipped((await download(page, "score-all")).bytes);
    const expected = new Map([...made].filter(([name]) => !name.endsWith("评分表.xlsx")));
    for (const inner of ["评分表", "自评报告", "退回"]) {
      for (const [name, bytes] of filesIn(join(into, `${stem}-${inner}`))) expected.set(`${stem}-${inner}/${name}`, bytes);
    }
    same(all, expected);
    quiet(page);
  }
});

test("a corrected file takes the place of the first, and what changed is told", async (t) => {
  const page = await open(t);
  await choose(page, sample(CITY));
  await scored(page);
  await drop(page, sample(CITY));
  await page.getByText("得分和问题都没有变化").waitFor();
  await drop(page, sample("示例市-2020.xlsx"), CITY);
  await page.getByText(/问题消除 \d+ 个，新增 \d+ 个；得分有变的部门 \d+ 个/).waitFor();
  await rested(page);
  assert.equal(await page.locator(".alert").count(), 0);
  assert.ok(await page.getByRole("heading", { name: "消除的问题" }).isVisible());
  const changes = await page.evaluate(() => window.jixiaoState.changes);
  const [before, later] = [CITY, "示例市-2020.xlsx"].map((file) => jixiaoJson(["score", join("sample-data", file)]));
  const told = ({ problems }) => problems.length;
  assert.equal(changes.fresh.length - changes.gone.length, told(later) - told(before));
  assert.ok(changes.moved.length > 10);
  for (const { name, total } of changes.moved) {
    assert.ok(before.departments.some((one) => one.total === total[0]), name);
    assert.ok(later.departments.some((one) => one.name === name && one.total === total[1]), name);
  }
  quiet(page);
});

// A zip of one part that unpacks to very much.
function bomb() {
  const part = deflateRawSync(Buffer.alloc(300 << 20));
  const name = Buffer.from("xl/worksheets/sheet1.xml");
  const head = (signature, size) => { const bytes = Buffer.alloc(size); bytes.writeUInt32LE(signature, 0); return bytes; };
  const local = head(0x04034b50, 30);
  local.writeUInt16LE(8, 8); local.writeUInt32LE(part.length, 18); local.writeUInt32LE(300 << 20, 22); local.writeUInt16LE(name.length, 26);
  const central = head(0x02014b50, 46);
  central.writeUInt16LE(8, 10); central.writeUInt32LE(part.length, 20); central.writeUInt32LE(300 << 20, 24); central.writeUInt16LE(name.length, 28);
  const end = head(0x06054b50, 22);
  end.writeUInt16LE(1, 8); end.writeUInt16LE(1, 10); end.writeUInt32LE(46 + name.length, 12); end.writeUInt32LE(30 + name.length + part.length, 16);
  return Buffer.concat([local, name, part, central, name, end]);
}

test("hostile files give the program's sentence and no more", async (t) => {
  const into = folder(t);
  const good = readFileSync(sample(SMALL));
  const files = {
    "截断.xlsx": good.subarray(0, good.length / 2),
    "空.xlsx": Buffer.alloc(0),
    "炸弹.xlsx": bomb(),
    "<script>document.title='x'<\u2215script>.xlsx": Buffer.from("<html><script>alert(1)</script></html>"),
    "表\u202Exslx.exe.xlsx": Buffer.from("MZ\u0000\u0001\u0002\u0000 not a workbook", "latin1"),
    "<img src=x onerror=alert(1)>.xlsx": good.subarray(0, 100),
  };
  const page = await open(t);
  for (const [name, bytes] of Object.entries(files)) {
    const path = written(join(into, name), bytes);
    await drop(page, path, name);
    const alert = page.locator(".alert");
    await alert.waitFor();
    await rested(page);
    const text = await alert.innerText();
    let expected = "";
    try { jixiao(["score", name], into); } catch (error) { expected = error.stderr.toString(); }
    assert.ok(expected.length > 10);
    // What is to be done about a limit is an option there and a box here.
    assert.ok(expected.includes(text.split("\n")[0].trim().split("；文件确实这样大时")[0]), `${text}\n${expected}`);
    assert.ok(!text.includes("--limits"));
    assert.ok(!text.includes("\u202E"));
    assert.equal(await page.locator("main img, main script").count(), 0);
    assert.equal(await page.title(), "绩效：部门整体支出绩效评分");
    await page.getByRole("button", { name: "知道了" }).click();
  }
  // And it still works.
  await choose(page, sample(SMALL));
  await scored(page);
  quiet(page);
});

test("wider bounds let through what the usual ones let through", async (t) => {
  const page = await open(t);
  await page.getByText("不常用的").click();
  await page.getByLabel("放宽文件限度").check();
  await choose(page, sample(SMALL));
  await scored(page);
  assert.deepEqual((await view(page)).scores, jixiaoJson(["score", sample(SMALL), "--limits", "large"]));
  quiet(page);
});

test("a file of another kind is told for what it is", async (t) => {
  const into = folder(t);
  copied(into, SMALL);
  jixiao(["ledger", SMALL, "-o", "台账.xlsx"], into);
  const page = await open(t);
  await choose(page, join(into, "台账.xlsx"));
  await page.getByText("“台账.xlsx”是整改台账，不是装有各部门数据的工作簿。要接着它做新的台账，请到“整改与报告”").waitFor();
  quiet(page);
});

test("a fault ends in a plain sentence, and the page goes on", async (t) => {
  const page = await open(t);
  await choose(page, sample(SMALL));
  await scored(page);
  const reason = await page.evaluate(() => window.jixiaoState.ask("panic").then(() => null, (one) => one));
  assert.match(reason.fault, /试验用的故障/);
  await page.evaluate((one) => window.jixiaoState.told(one), reason);
  await page.getByText("程序内部出错").waitFor();
  assert.ok(await page.getByRole("button", { name: "复制提示" }).isVisible());
  // The Worker was started anew and knows nothing; the download scores again first.
  const got = await download(page, "score-result");
  const into = folder(t);
  copied(into, SMALL);
  jixiao(["score", SMALL], into);
  assert.ok(got.bytes.equals(readFileSync(join(into, got.name))));
});

test("the keyboard alone suffices", async (t) => {
  const page = await open(t);
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim());
  const tabTo = async (text) => {
    for (let step = 0; step < 60; step += 1) {
      await page.keyboard.press("Tab");
      if ((await focused()).startsWith(text)) return;
    }
    assert.fail(`Tab never came to ${text}`);
  };
  await tabTo("看一个示例");
  await page.keyboard.press("Enter");
  await scored(page);
  await rested(page);
  await page.evaluate(() => document.activeElement.blur());
  await tabTo("排名");
  for (const tab of ["部门", "指标", "问题"]) {
    await page.keyboard.press("ArrowRight");
    assert.equal(await focused(), tab);
  }
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await tabTo("部门");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("th[aria-sort=ascending]").innerText(), "部门▲");
  await page.keyboard.press("Tab");
  const name = await page.evaluate(() => document.querySelector("#panel tbody .link").textContent);
  await tabTo(name);
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#panel h2").innerText(), name);
  quiet(page);
});

for (const scheme of ["light", "dark"]) {
  test(`axe finds nothing on any screen (${scheme})`, async (t) => {
    const axe = readFileSync(join(ROOT, "page/tests/node_modules/axe-core/axe.min.js"), "utf8");
    const page = await open(t, { colorScheme: scheme, bypassCSP: true });
    const clean = async (screen) => {
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run());
      assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html, failureSummary }) => `${html} ${failureSummary}`)]), [], screen);
    };
    await clean("开始");
    await drop(page, sample(CASES[0]).replace(CASES[0], "README.md"), "README.md");
    await page.locator(".alert").waitFor();
    await clean("出错");
    await choose(page, sample(CITY));
    await scored(page);
    await rested(page);
    for (const tab of ["排名", "部门", "指标", "问题", "自评复核"]) {
      await page.getByRole("tab", { name: tab }).click();
      await clean(tab);
    }
    await drop(page, sample("示例市-2020.xlsx"));
    await page.getByText(/问题消除/).waitFor();
    await rested(page);
    await clean("改了什么");
  });
}

test("the city is on the screen soon after the drop", async (t) => {
  const page = await open(t);
  const times = [];
  for (let round = 0; round < 3; round += 1) {
    await drop(page, sample(CITY));
    await until(page, (many) => Number(document.documentElement.dataset.rounds) === many, round + 1);
    times.push(Number(await page.evaluate(() => document.documentElement.dataset.took)));
  }
  t.diagnostic(`from the drop to the screen: ${times.join(", ")} ms (wanted: 2000)`);
  assert.ok(Math.min(...times) < 10_000, times.join(", "));
});

test("the views filter, sort and open", async (t) => {
  const page = await open(t);
  await choose(page, sample(CITY));
  await scored(page);
  await page.getByRole("searchbox", { name: "部门名称或编码" }).fill("教育局");
  const { order, scores } = await view(page);
  const wanted = order.filter((at) => scores.departments[at].name.includes("教育局")).length;
  assert.equal(await page.locator("#panel tbody tr").count(), wanted);
  await page.locator("#panel tbody tr .link").first().click();
  assert.match(await page.locator("#panel h2").innerText(), /教育局/);
  assert.equal(await page.locator("#panel .indicators tbody tr").count(), 24);
  await page.getByRole("tab", { name: "问题" }).click();
  await page.getByLabel("级别").selectOption("error");
  await until(page, (many) => document.querySelectorAll("#panel tbody tr").length === many, Math.min(300, scores.problems.filter(({ severity }) => severity === "error").length));
  await page.getByRole("tab", { name: "指标" }).click();
  await page.getByRole("button", { name: "项目完成及时性" }).click().catch(() => page.locator("#panel tbody .link").nth(5).click());
  assert.equal(await page.locator(".histogram").count(), 1);
  quiet(page);
});
