// Runs in the Worker, after the script that wasm-bindgen writes: unpacks the program, and answers one request after the other.

let panicked = "";
self.tellProgress = (stage, done, of) => self.postMessage({ progress: { stage, done, of } });
self.tellPanic = (message) => {
  panicked = message;
};

async function unpacked(base64) {
  const packed = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).arrayBuffer();
}

let desk = null;
let started = null;

async function start(base64) {
  await wasm_bindgen({ module_or_path: await unpacked(base64) });
  desk = new wasm_bindgen.Desk();
}

function taken(file) {
  const bytes = file.take();
  const name = file.name;
  file.free();
  return { name, bytes };
}

const answers = {
  choices: () => JSON.parse(wasm_bindgen.choices()),
  sample: () => taken(wasm_bindgen.sample()),
  run({ task, request, files }) {
    const tray = new wasm_bindgen.Tray();
    for (const { purpose, name, bytes } of files) tray.add(purpose, name, new Uint8Array(bytes));
    return JSON.parse(desk.run(task, JSON.stringify(request), tray));
  },
  download: ({ task, what }) => taken(desk.download(task, what)),
  clear: ({ task }) => desk.clear(task),
  // For the tests: a panic, as a fault in the program would be one.
  panic: () => wasm_bindgen.fault(),
};

// Long lists of an answer go before it, some at a time: a page that takes all of a thousand departments at once stands still meanwhile.
const SOME = 25;

function sentAhead(id, holder, path) {
  for (const [key, value] of Object.entries(holder)) {
    const place = [...path, key];
    if (Array.isArray(value) && value.length > SOME) {
      holder[key] = [];
      for (let at = 0; at < value.length; at += SOME) self.postMessage({ id, place, some: value.slice(at, at + SOME) });
    } else if (value && typeof value === "object" && !ArrayBuffer.isView(value)) sentAhead(id, value, place);
  }
}

self.onmessage = async ({ data: { id, what, argument } }) => {
  try {
    if (what === "start") {
      started = start(argument);
      await started;
      self.postMessage({ id, value: null });
      return;
    }
    await started;
    const value = answers[what](argument);
    if (value && !value.bytes) sentAhead(id, value, []);
    self.postMessage({ id, value }, value && value.bytes ? [value.bytes.buffer] : []);
  } catch (error) {
    // The program's own failures are texts; everything else is a fault, after which nothing in here can be trusted.
    if (typeof error === "string") self.postMessage({ id, failure: JSON.parse(error) });
    else self.postMessage({ id, fault: panicked || String(error) });
  }
};
