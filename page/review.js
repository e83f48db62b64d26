// 自评复核: declared beside computed, one line a department.
import { h, gradeChip } from "./dom.js";
import { inPieces } from "./table.js";
import { departmentName } from "./state.js";

export function reviewTab(view, openDepartment) {
  const differing = view.reviews.filter(({ differing: count }) => count > 0).length;
  const titles = ["自评各项之和", "自评总分", "核算总分", "差异"];
  return [
    h("p", { class: "note" }, `${view.reviews.length} 个部门有自评，其中 ${differing} 个与核算不一致。`),
    h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "自评复核" }, h("table", {},
      h("caption", { class: "offscreen" }, "自评复核"),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "部门"), titles.map((title) => h("th", { scope: "col", class: "number" }, title)),
        ["自评等级", "核算等级", "不一致的指标"].map((title) => h("th", { scope: "col" }, title)))),
      inPieces(view.reviews, (review) => {
        const scored = view.scores.departments[review.department];
        const lines = review.items.map((item, index) => ({ item, index })).filter(({ item }) => item.differs);
        return h("tr", {},
          h("th", { scope: "row" }, h("button", { type: "button", class: "link", click: () => openDepartment(review.department) }, departmentName(view, review.department))),
          h("td", { class: "number" }, review.declared_sum), h("td", { class: "number" }, review.declared_total || "未填"),
          h("td", { class: "number" }, scored.total || "待定"), h("td", { class: `number ${lines.length ? "differs" : ""}` }, review.difference || "—"),
          h("td", {}, review.declared_grade || "未填"), h("td", {}, gradeChip(view, scored.grade)),
          h("td", { class: "wide" }, lines.map(({ item, index }) => `${view.book.indicators[index].name} ${item.difference}（${item.verdict}）`).join("；")));
      }))),
  ];
}
