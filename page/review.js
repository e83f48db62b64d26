// 自评复核: declared beside computed, and what the bureau said and recognizes of it, one line a department.
import { h, gradeChip } from "./dom.js";
import { inPieces } from "./table.js";
import { departmentName } from "./state.js";

export function reviewTab(view, openDepartment) {
  const { review: said, departments } = view.scores;
  const declared = new Map(view.reviews.map((review) => [review.department, review]));
  const rows = departments.map((_, at) => at).filter((at) => declared.has(at) || remarksOf(view, at).length > 0);
  const columns = [...(declared.size ? ofDeclared(declared) : []), { title: "核算总分", number: true, cell: (at) => departments[at].total || "待定" }, ...(declared.size ? ofDifference(view, declared) : []), ...(said ? ofRecognized(view) : [])];
  const differing = view.reviews.filter((review) => review.differs).length;
  const head = (column) => h("th", { scope: "col", class: column.number ? "number" : null }, column.title);
  return [
    declared.size ? h("p", { class: "note" }, `${declared.size} 个部门有自评，其中 ${differing} 个有不一致之处。`) : null,
    said ? h("p", { class: "note" }, `复核意见 ${said.given} 条：认可 ${said.accepted}，存疑 ${said.doubted}，退回 ${said.sent_back}${others(said)}；认定得分调整 ${said.departments_adjusted} 个部门 ${said.adjusted} 项。排名仍按核算得分。`)
      : h("p", { class: "note" }, "复核意见和认定得分，填在 评分结果.xlsx 的“自评复核”里；填好后把它拖到这里，意见就列出来。"),
    rows.length === 0 ? null : h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "自评复核" }, h("table", {},
      h("caption", { class: "offscreen" }, "自评复核"),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "部门"), columns.map(head))),
      inPieces(rows, (at) => h("tr", {},
        h("th", { scope: "row" }, h("button", { type: "button", class: "link", click: () => openDepartment(at) }, departmentName(view, at))),
        columns.map(({ number, wide, marked, cell }) => h("td", { class: [number ? "number" : "", wide ? "wide" : "", marked && marked(at) ? "differs" : ""].join(" ").trim() || null }, cell(at))))))),
    said && said.rest.length ? restOf(said.rest) : null,
  ];
}

// What was declared, of whoever declared anything.
function ofDeclared(declared) {
  return [["自评各项之和", "declared_sum"], ["自评总分", "declared_total"]].map(([title, key]) => ({ title, number: true, cell: (at) => (declared.has(at) ? declared.get(at)[key] || "未填" : "—") }));
}

// How it differs from what was computed.
function ofDifference(view, declared) {
  const differing = (at) => (declared.has(at) ? declared.get(at).items.map((item, index) => ({ item, index })).filter(({ item }) => item.differs) : []);
  return [
    { title: "差异", number: true, marked: (at) => differing(at).length > 0, cell: (at) => (declared.has(at) && declared.get(at).difference) || "—" },
    { title: "自评等级", cell: (at) => (declared.has(at) ? declared.get(at).declared_grade || "未填" : "—") },
    { title: "核算等级", cell: (at) => gradeChip(view, view.scores.departments[at].grade) },
    { title: "不一致的指标", wide: true, cell: (at) => differing(at).map(({ item, index }) => `${view.book.indicators[index].name} ${item.difference}（${item.verdict}）`).join("；") || (declared.has(at) && declared.get(at).differs ? "总分或等级不一致" : "") },
  ];
}

// Those of which none of the three was chosen.
function others({ given, accepted, doubted, sent_back: sentBack }) {
  const left = given - accepted - doubted - sentBack;
  return left ? `，未选的 ${left}` : "";
}

function ofRecognized(view) {
  const { departments } = view.scores;
  const own = (at) => departments[at].recognized;
  return [
    { title: "认定总分", number: true, marked: (at) => own(at).adjusted > 0, cell: (at) => own(at).total || "待定" },
    { title: "认定等级", cell: (at) => gradeChip(view, own(at).grade) },
    { title: "认定名次", number: true, cell: (at) => own(at).rank || "—" },
    { title: "复核意见", wide: true, cell: (at) => remarksOf(view, at).map(({ name, review }) => h("p", {}, `${name}：${words(review)}`)) },
  ];
}

function remarksOf(view, at) {
  return view.scores.departments[at].indicators.map(({ review }, index) => ({ name: view.book.indicators[index].name, review })).filter(({ review }) => review);
}

// What was said of one score, as it was written.
export function words({ opinion, comment, evidence, adjusted, recognized, reason }) {
  const score = adjusted ? `认定 ${adjusted}${recognized ? "" : "（不采用）"}` : null;
  return [opinion, comment, evidence ? `佐证材料${evidence}` : null, score, reason ? `理由：${reason}` : null].filter(Boolean).join("，");
}

// What has no place in this result.
function restOf(rest) {
  return h("section", { "aria-label": "没有位置的意见" }, h("h3", { class: "headline" }, `没有位置的意见（${rest.length}）`),
    h("ul", { class: "problems" }, rest.map((one) => h("li", {}, `${one.name || one.code || "未写部门"}　${one.indicator || ""}：${words(one)}`, h("br"), h("span", { class: "note" }, `${one.fate}。原样留在评分结果的“以往意见”里。`)))));
}
