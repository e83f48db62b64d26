// Takes a picture of every screen, into docs/pictures/page-*.png: node pictures.mjs, then
// pngquant --ext .png --force 64 ../../docs/pictures/page-*.png (Debian's pngquant) makes them small
import { join } from "node:path";
import { ROOT, CITY, sample, startBrowser, stopBrowser, open, choose, drop, scored, rested } from "./support.mjs";

const kept = [];
const page = await (async () => {
  await startBrowser();
  return open({ after: (done) => kept.push(done) }, { viewport: { width: 1366, height: 900 } });
})();
const shoot = (name, fullPage = false) => page.screenshot({ path: join(ROOT, "docs", "pictures", `page-${name}.png`), fullPage });
const tab = async (name) => {
  await page.getByRole("tab", { name }).click();
  await page.locator("#tabs").evaluate((tabs) => tabs.scrollIntoView({ block: "start" }));
};

await shoot("start");
await drop(page, join(ROOT, "sample-data", "README.md"));
await page.locator(".alert").waitFor();
await shoot("error");
await choose(page, sample(CITY));
await scored(page);
await rested(page);
await shoot("result");
for (const [name, title] of [["ranking", "排名"], ["department", "部门"], ["indicators", "指标"], ["problems", "问题"], ["review", "自评复核"]]) {
  await tab(title);
  await shoot(name);
}
await drop(page, sample("示例市-2020.xlsx"), CITY);
await page.getByText(/问题消除/).waitFor();
await rested(page);
await page.evaluate(() => window.scrollTo(0, 0));
await shoot("changes");
await page.emulateMedia({ colorScheme: "dark" });
await tab("部门");
await shoot("dark");
await page.emulateMedia({ colorScheme: "light" });
await page.setViewportSize({ width: 1024, height: 768 });
await page.evaluate(() => window.scrollTo(0, 0));
await shoot("small");
for (const done of kept) await done();
await stopBrowser();
