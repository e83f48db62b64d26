// Tables that read like a spreadsheet's: headers that stay, sorting by a click, numbers to the right.
import { h } from "./dom.js";

// columns: { key, title, number, value(row) for sorting, cell(row) for showing, wide, roomy: only where there is room }; `order` is { key, down } and is kept by the caller.
export function sortable({ caption, columns, rows, order, onorder, attributes, limit }) {
  const sorted = order.key ? inOrder(rows, columns.find((column) => column.key === order.key), order.down) : rows;
  const head = h("tr", {}, columns.map((column) => {
    const own = order.key === column.key;
    const sort = own ? (order.down ? "descending" : "ascending") : null;
    if (!column.value) return h("th", { scope: "col", class: column.number ? "number" : column.roomy ? "roomy" : null }, column.title);
    return h("th", { scope: "col", "aria-sort": sort, class: column.number ? "number" : null },
      h("button", {
        type: "button", class: "sort", "data-sort": column.key,
        click: () => onorder({ key: column.key, down: own ? !order.down : Boolean(column.downFirst) }),
      }, column.title, h("span", { "aria-hidden": "true", class: "arrow" }, own ? (order.down ? "▼" : "▲") : "")));
  }));
  const shownRows = limit ? sorted.slice(0, limit) : sorted;
  const body = inPieces(shownRows, (row) => h("tr", attributes ? attributes(row) : {}, columns.map((column, index) =>
    h(index === 0 && column.header ? "th" : "td", { class: column.number ? "number" : column.wide ? (column.roomy ? "wide roomy" : "wide") : column.key === "name" ? "named" : null, scope: index === 0 && column.header ? "row" : null }, column.cell(row)))));
  return h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": caption },
    h("table", {}, h("caption", { class: "offscreen" }, caption), h("thead", {}, head), body));
}

const AT_ONCE = 60;
const AT_A_TIME = 30;

// A body of rows; of many the first at once, the others some a frame, so that the page never stands still.
export function inPieces(items, row) {
  const body = h("tbody", {}, items.slice(0, AT_ONCE).map(row));
  const more = (from) => {
    if (from >= items.length) return;
    requestAnimationFrame(() => {
      if (!body.isConnected) return;
      body.append(...items.slice(from, from + AT_A_TIME).map(row));
      more(from + AT_A_TIME);
    });
  };
  more(AT_ONCE);
  return body;
}

// What has no value stands last, whichever way.
function inOrder(rows, column, down) {
  const sorted = rows.map((row, place) => ({ row, place, value: column.value(row) }));
  const lacks = ({ value }) => value === null || value === undefined || value === "";
  sorted.sort((a, b) => {
    if (lacks(a) || lacks(b)) return lacks(a) - lacks(b) || a.place - b.place;
    const less = typeof a.value === "number" ? a.value - b.value : String(a.value).localeCompare(String(b.value), "zh");
    return (down ? -less : less) || a.place - b.place;
  });
  return sorted.map(({ row }) => row);
}

// For sorting only: scores are shown as the texts that they come as.
export function sortValue(text) {
  return text === null || text === undefined ? null : Number(text);
}
