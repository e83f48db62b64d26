// What the page shows, and what was chosen in it. Nothing of it outlives the page but what was to be remembered.

export const state = {
  choices: null,
  // What the Worker was asked for, by task: the request and the files, to be asked again where it had to be started anew.
  jobs: {},
  // The tasks that a fresh Worker knows nothing of.
  lost: new Set(),
  // The file that is shown, of `score`.
  file: null,
  view: null,
  changes: null,
  ledger: null,
  tab: "ranking",
  department: 0,
  indicator: 0,
  ranking: null,
  problems: null,
  trial: null,
  // What was asked of the score, and how it is looked at.
  questions: null,
  // Whether there is something of the year before, and what, once it was looked at.
  hasLastYear: false,
  lastYear: null,
};

// What is chosen for one workbook, before anything is.
export const OF_ONE_WORKBOOK = { year: "", lastFile: null, reviewFile: null, ledgerFile: null, aliasesFile: null };

// What is chosen on the first screen: the rest says how one scores.
export const chosen = { rules: "", rulesFile: null, missing: "", large: false, quietFigures: false, headersFile: null, ...OF_ONE_WORKBOOK };

// The ways from screen to screen; main fills them in.
export const go = {};

export function showNew({ view, changes, ledger, last_year: hasLastYear }) {
  state.view = view;
  state.changes = changes;
  state.ledger = ledger;
  state.trial = null;
  state.hasLastYear = hasLastYear;
  state.lastYear = null;
  state.questions = {
    part: "distances", tolerance: "", disputesFile: null, text: "", near: false, order: { key: "", down: false }, ...(changes ? state.questions : {}),
    limit: 100, distances: null, readings: null, certainty: null, disputes: null, chosen: [], standings: null, own: new Map(),
  };
  if (!changes) {
    state.tab = "ranking";
    state.department = view.order[0] || 0;
    state.indicator = 0;
    state.ranking = { text: "", group: "", grade: "", order: { key: "", down: false }, limit: 100 };
    state.problems = { severity: "", code: "", department: "", text: "", limit: 300 };
  }
  state.department = Math.min(state.department, view.scores.departments.length - 1);
  if ((state.tab === "review" && !reviewed(view)) || (state.tab === "lastyear" && !hasLastYear)) state.tab = "ranking";
}

// Whether somebody declared scores, or the bureau said something of scores.
export function reviewed(view) {
  return view.reviews.length > 0 || Boolean(view.scores.review);
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
