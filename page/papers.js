// 整改与报告: what is to be mended, and what became of last round's ledger.
import { h, put } from "./dom.js";
import { state, chosen, problemText } from "./state.js";
import { WORKBOOKS, slot } from "./files.js";
import { doing, run, standing } from "./work.js";

export function papersTab() {
  const place = h("div", {});
  const draw = () => {
    const { entries, lost, pending, compared, problems } = state.ledger;
    put(place,
      h("p", { class: "headline" }, `整改台账里有失分 ${entries} 条，共 ${lost} 分；待补数据 ${pending} 条。台账、自评报告、汇总报告、问题清单、退回的表都在上面的“下载”里。`),
      h("div", { class: "slots" },
        h("div", {}, h("h3", {}, "上次的台账"), slot("选择上次的台账", WORKBOOKS, chosen.ledgerFile, (file) => takeLedger({ ledgerFile: file }, draw), "没有选择"),
          h("p", { class: "note" }, "带入上次填写的责任人、期限、状态和备注，标明哪些已消除、哪些是新增。")),
        h("div", {}, h("h3", {}, "更名的部门"), slot("选择更名文件", ".csv,.txt,.tsv,.xlsx", chosen.aliasesFile, (file) => takeLedger({ aliasesFile: file }, draw), "没有选择"),
          h("p", { class: "note" }, "每行一对：原名称,现名称。上次台账里用的是原名称时才要。"))),
      compared ? h("section", { "aria-label": "与上次的台账相比" }, h("h3", {}, "与上次的台账相比"), h("p", {}, `仍有失分 ${compared.still} 条，新增 ${compared.fresh} 条，已消除 ${compared.mended} 条${compared.others ? `，其他以往条目 ${compared.others} 条（见台账的“以往条目”）` : ""}。`)) : null,
      problems.length ? h("ul", { class: "problems" }, problems.map((problem) => h("li", {}, problemText(problem)))) : null);
  };
  draw();
  return [place];
}

async function takeLedger(changed, draw) {
  const wanted = { ledgerFile: chosen.ledgerFile, aliasesFile: chosen.aliasesFile, ...changed };
  const files = [{ purpose: "ledger", file: wanted.ledgerFile }, { purpose: "aliases", file: wanted.aliasesFile }];
  await doing("读取台账", async () => {
    await standing("score");
    state.ledger = await run("ledger", {}, files);
    Object.assign(chosen, wanted);
    const job = state.jobs.score;
    job.files = [...job.files.filter(({ purpose }) => purpose !== "ledger" && purpose !== "aliases"), ...files];
    draw();
  });
}
