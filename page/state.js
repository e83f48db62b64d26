// What the page shows, and what was chosen in it. Nothing of it outlives the page.

export const state = {
  choices: null,
  // What was scored: the request and the files, to be scored again where the Worker had to be started anew.
  scored: null,
  replay: false,
  view: null,
  changes: null,
  tab: "ranking",
  department: 0,
  indicator: 0,
  ranking: null,
  problems: null,
};

export function showNew(view, changes) {
  state.view = view;
  state.changes = changes;
  if (!changes) {
    state.tab = "ranking";
    state.department = view.order[0] || 0;
    state.indicator = 0;
    state.ranking = { text: "", group: "", grade: "", order: { key: "", down: false } };
    state.problems = { severity: "", code: "", department: "", text: "", limit: 300 };
  }
  state.department = Math.min(state.department, view.scores.departments.length - 1);
  if (state.tab === "review" && view.reviews.length === 0) state.tab = "ranking";
}

// A department's name, told apart from others of the same name.
export function departmentName(view, place) {
  const { name, code, row } = view.scores.departments[place];
  return view.departments[place].duplicate ? `${name}（${code ? `${code}，` : ""}第 ${row} 行）` : name;
}

export function problemText(problem) {
  const place = problem.cell ? `${problem.sheet} ${problem.cell}` : problem.sheet;
  return `[${problem.code}] ${place}：${problem.message}。${problem.advice}`;
}
