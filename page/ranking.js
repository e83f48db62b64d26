// 排名: the ranking as a table to sort and to filter.
import { h, put, choice, searching, gradeChip } from "./dom.js";
import { sortable, sortValue } from "./table.js";
import { state, departmentName } from "./state.js";

export function rankingTab(view, openDepartment) {
  const kept = state.ranking;
  const place = h("div", {});
  const count = h("p", { class: "note", role: "status" });
  const firsts = view.book.framework.map(({ name }) => name);
  const columns = [
    { key: "rank", title: "名次", number: true, value: (at) => view.scores.departments[at].rank, cell: (at) => view.scores.departments[at].rank || "—" },
    { key: "code", title: "编码", value: (at) => view.scores.departments[at].code, cell: (at) => view.scores.departments[at].code || "" },
    { key: "name", title: "部门", value: (at) => view.scores.departments[at].name, cell: (at) => h("button", { type: "button", class: "link", click: () => openDepartment(at) }, departmentName(view, at)) },
    { key: "group", title: "主管部门", value: (at) => view.departments[at].group, cell: (at) => view.departments[at].group || "" },
    { key: "total", title: "总分", number: true, downFirst: true, value: (at) => sortValue(view.scores.departments[at].total), cell: (at) => totalCell(view, at) },
    { key: "grade", title: "等级", value: (at) => gradePlace(view, view.scores.departments[at].grade), cell: (at) => gradeChip(view, view.scores.departments[at].grade) },
    ...(view.scores.review && view.scores.review.adjusted ? recognized(view) : []),
    ...firsts.map((name) => ({ key: `of-${name}`, title: name, number: true, downFirst: true, value: (at) => sortValue(view.scores.departments[at].subtotals[name]), cell: (at) => view.scores.departments[at].subtotals[name] || "待定" })),
    { key: "losses", title: "失分最多", wide: true, cell: (at) => mostLost(view, at) },
  ];
  const draw = () => {
    const text = kept.text.trim();
    const rows = view.order.filter((at) => {
      const { name, code, grade } = view.scores.departments[at];
      return (!text || name.includes(text) || (code || "").includes(text)) && (!kept.group || view.departments[at].group === kept.group) && (!kept.grade || grade === kept.grade);
    });
    count.textContent = rows.length === view.order.length ? `${rows.length} 个部门` : `${view.order.length} 个部门中的 ${rows.length} 个`;
    const focused = document.activeElement && document.activeElement.dataset ? document.activeElement.dataset.sort : null;
    const more = rows.length - kept.limit;
    put(place, sortable({
      caption: "排名", columns, rows, order: kept.order, limit: kept.limit, attributes: (at) => ({ "data-department": at, class: "opens", click: (event) => { if (event.target.tagName !== "BUTTON") openDepartment(at); } }),
      onorder: (order) => { kept.order = order; draw(); },
    }), more > 0 ? h("button", { type: "button", class: "quiet", click: () => { kept.limit += 1000; draw(); } }, `再显示 ${Math.min(more, 1000)} 个（还有 ${more} 个）`) : null);
    if (focused) place.querySelector(`[data-sort="${CSS.escape(focused)}"]`).focus();
  };
  const groups = view.summary.groups.map(({ name }) => [name, name]);
  const grades = view.summary.grades.filter(({ count: many }) => many > 0).map(({ grade }) => [grade, grade]);
  const head = h("div", { class: "filters" },
    searching("部门名称或编码", kept.text, (text) => { kept.text = text; draw(); }),
    groups.length ? choice("主管部门", [["", "全部"], ...groups], kept.group, (group) => { kept.group = group; draw(); }) : null,
    choice("等级", [["", "全部"], ...grades], kept.grade, (grade) => { kept.grade = grade; draw(); }),
    count);
  draw();
  return [head, place];
}

// What the bureau recognizes, beside what the rules give.
function recognized(view) {
  const own = (at) => view.scores.departments[at].recognized;
  return [
    { key: "recognized", title: "认定总分", number: true, downFirst: true, value: (at) => sortValue(own(at).total), cell: (at) => own(at).total || "待定" },
    { key: "recognized-grade", title: "认定等级", value: (at) => gradePlace(view, own(at).grade), cell: (at) => gradeChip(view, own(at).grade) },
    { key: "recognized-rank", title: "认定名次", number: true, value: (at) => own(at).rank, cell: (at) => own(at).rank || "—" },
  ];
}

function totalCell(view, at) {
  const { total, scored_total: scored, scored_points: of } = view.scores.departments[at];
  return total || h("span", { class: "pending" }, "待定", h("small", {}, ` ${scored}／${of}`));
}

function gradePlace(view, grade) {
  const place = view.book.grades.findIndex((one) => one.name === grade);
  return place < 0 ? view.book.grades.length : place;
}

function mostLost(view, at) {
  if (view.departments[at].duplicate) return "编码或名称与别的行重复，不参加排名";
  if (!view.scores.departments[at].total) return `待补正：${view.departments[at].lacking.join("、")}`;
  const losses = [...view.departments[at].losses].sort((a, b) => Number(b.lost) - Number(a.lost)).slice(0, 2);
  return losses.map(({ indicator, lost }) => `${view.book.indicators[indicator].name} −${lost}`).join("；");
}
