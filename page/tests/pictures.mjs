// Takes a picture of every screen, into docs/pictures/page-*.png: node pictures.mjs, then
// pngquant --ext .png --force 64 ../../docs/pictures/page-*.png (Debian's pngquant) makes them small
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT, CITY, SMALL, sample, startBrowser, stopBrowser, open, choose, chooseIn, drop, scored, rested, jixiao, filesIn, written } from "./support.mjs";
import { figuresIn, filledIn, renamed, sheetOf, withCell, withText } from "./workbooks.mjs";

const kept = [];
const into = mkdtempSync(join(tmpdir(), "jixiao-pictures-"));
const page = await (async () => {
  await startBrowser();
  return open({ after: (done) => kept.push(done) }, { viewport: { width: 1366, height: 900 } });
})();
const shoot = async (name) => {
  await page.mouse.move(0, 0);
  await page.screenshot({ path: join(ROOT, "docs", "pictures", `page-${name}.png`) });
};
const tab = async (name) => {
  await page.getByRole("tab", { name }).click();
  await page.locator("#tabs").evaluate((tabs) => tabs.scrollIntoView({ block: "start" }));
};
const top = () => page.evaluate(() => window.scrollTo(0, 0));
const back = () => page.getByRole("button", { name: "回到开始" }).click();

await shoot("start");
await drop(page, join(ROOT, "sample-data", "README.md"));
await page.locator(".alert").waitFor();
await shoot("error");
await page.getByRole("button", { name: "知道了" }).click();

await choose(page, sample(SMALL), "选择名单");
await rested(page);
await shoot("forms");
await back();

// Forms that came back: one with a gap, one not at all, one that is no form.
jixiao(["template", "--departments", sample(SMALL), "-o", "发出"], into);
const figures = figuresIn(sample(SMALL));
figures.get("示例市博物馆").delete("政府采购计划金额");
mkdirSync(join(into, "交回"));
for (const [name, bytes] of filesIn(join(into, "发出"))) if (!name.includes("慈善")) written(join(into, "交回", name), filledIn(bytes, figures));
written(join(into, "交回", "说明.txt"), "请查收");
await choose(page, join(into, "交回"), "选择文件夹");
await rested(page);
await chooseIn(page, "#room", sample(SMALL), "选择部门名单");
await rested(page);
await shoot("collect");
await back();

await choose(page, [sample("示例市-2020.xlsx"), sample(CITY)], "选择各年工作簿");
await rested(page);
await shoot("compare");
await page.locator("#room h3.headline").evaluate((one) => one.scrollIntoView({ block: "start" }));
await shoot("movers");
await back();

await choose(page, written(join(into, "数据.xlsx"), renamed(readFileSync(sample(SMALL)), { 部门名称: "哪个部门", "政府采购计划金额（万元）": "采购计划", "实际采购金额（万元）": "采购实绩" })));
await page.getByRole("button", { name: "对一对表头" }).click();
await rested(page);
await page.locator("#room select").first().selectOption("部门名称");
await shoot("headers");
await back();

// A result that was changed since, and a rule book of one's own.
jixiao(["score", sample(CITY), "-o", "结果.xlsx"], into);
const result = readFileSync(join(into, "结果.xlsx"));
await choose(page, written(join(into, "改过.xlsx"), withCell(withCell(result, "BK11", 0.95, sheetOf(result, "基础数据")), "S14", 5, sheetOf(result, "评分结果"))), "选择评分结果");
await page.getByText(/处不同/).first().waitFor();
await rested(page);
await chooseIn(page, "#room", sample(CITY), "选择评分时用的工作簿");
await page.getByText(/逐格核对。/).waitFor();
await rested(page);
await shoot("verify");
await back();
jixiao(["rules", "export", "shenzhen-2021", "-o", "内置.xlsx"], into);
await choose(page, written(join(into, "本局规则.xlsx"), withText(withText(readFileSync(join(into, "内置.xlsx")), "等级", "B", "80", 75), "说明", null, "1.0", "本局 1")), "选择要检查的规则书");
await page.getByText("可以评分").waitFor();
await rested(page);
await shoot("rules");
await back();
await page.getByRole("button", { name: "在这里改内置的" }).click();
await page.getByText("可以评分").waitFor();
await page.getByRole("button", { name: "等级", exact: true }).click();
await page.locator(".cells input").nth(4).fill("七十五");
await page.locator(".cells input").nth(4).press("Enter");
await page.getByText("改正后才能评分").waitFor();
await rested(page);
await shoot("change-rules");
await back();

await choose(page, sample("示例市-2020.xlsx"), "选择上年的工作簿");
await choose(page, sample(CITY));
await scored(page);
await rested(page);
await shoot("result");
for (const [name, title] of [["ranking", "排名"], ["department", "部门"], ["indicators", "指标"], ["problems", "问题"], ["review", "自评复核"]]) {
  await tab(title);
  await shoot(name);
}
await tab("上年对比");
await page.getByText(/可以对比的/).waitFor();
await rested(page);
await shoot("lastyear");
await tab("疑问");
for (const [name, part] of [["distances", "差距与余量"], ["readings", "争议读法"], ["certainty", "名次把握"]]) {
  await page.getByRole("button", { name: part }).click();
  await page.getByRole("region", { name: part }).waitFor();
  await rested(page);
  await page.mouse.move(0, 0);
  await shoot(name);
}
await tab("部门");
await page.locator("#panel select").first().selectOption({ index: 24 });
await page.getByRole("button", { name: "试算：改一个数看看" }).click();
await rested(page);
await page.getByLabel("哪一个数").selectOption({ label: await page.getByLabel("哪一个数").locator("option", { hasText: "实际采购金额" }).innerText() });
await page.getByLabel("改成").fill("100");
await page.getByRole("button", { name: "算一算" }).click();
await rested(page);
await page.locator("#tabs").evaluate((tabs) => tabs.scrollIntoView({ block: "start" }));
await shoot("trial");
jixiao(["ledger", sample("示例市-2020.xlsx"), "-o", "上次台账.xlsx"], into);
await tab("整改与报告");
await choose(page, join(into, "上次台账.xlsx"), "选择上次的台账");
await page.getByText(/与上次的台账相比/).waitFor();
await rested(page);
await top();
await shoot("papers");
await page.getByRole("button", { name: "换一个工作簿" }).click();
await page.getByRole("button", { name: "不用 示例市-2020.xlsx" }).click();
await choose(page, sample(CITY));
await scored(page);
await rested(page);
await drop(page, sample("示例市-2020.xlsx"), CITY);
await page.getByText(/问题消除/).waitFor();
await rested(page);
await top();
await shoot("changes");
await page.emulateMedia({ colorScheme: "dark" });
await tab("部门");
await shoot("dark");
await page.emulateMedia({ colorScheme: "light" });
await page.setViewportSize({ width: 1024, height: 768 });
await top();
await shoot("small");
for (const done of kept) await done();
await stopBrowser();
