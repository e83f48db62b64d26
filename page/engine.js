// The Worker: started, asked, stopped, and started anew after a fault.
import { byId } from "./dom.js";

const waiting = new Map();
let worker = null;
let lastId = 0;
let onProgress = () => {};
let onLost = () => {};

async function unpackedText(base64) {
  const packed = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).text();
}

let workerUrl = null;

// `progress` is told how far the work is, `lost` that a fresh Worker knows nothing of what was scored.
export async function startEngine(progress, lost) {
  if (progress) onProgress = progress;
  if (lost) onLost = lost;
  if (!workerUrl) {
    const script = await unpackedText(byId("worker").textContent.trim());
    workerUrl = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
  }
  worker = new Worker(workerUrl);
  worker.onmessage = ({ data }) => answered(data);
  worker.onerror = (event) => stopAll({ fault: event.message || "Worker" });
  await ask("start", byId("wasm").textContent.trim());
}

export function ask(what, argument) {
  lastId += 1;
  const id = lastId;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject, ahead: new Map() });
    worker.postMessage({ id, what, argument });
  });
}

function answered(data) {
  if (data.progress) {
    onProgress(data.progress);
    return;
  }
  if ("fault" in data) {
    stopAll({ fault: data.fault });
    return;
  }
  const { resolve, reject, ahead } = waiting.get(data.id) || {};
  if (!resolve) return;
  if (data.some) {
    const place = data.place.join("\n");
    const known = ahead.get(place);
    if (known) known.list.push(...data.some);
    else ahead.set(place, { place: data.place, list: data.some });
    return;
  }
  waiting.delete(data.id);
  for (const { place, list } of ahead.values()) {
    const holder = place.slice(0, -1).reduce((one, key) => one[key], data.value);
    holder[place[place.length - 1]] = list;
  }
  if (data.failure) reject({ failure: data.failure });
  else resolve(data.value);
}

// Ends the Worker, tells everyone who waits for it why, and leaves a fresh one.
function stopAll(reason) {
  worker.terminate();
  onLost();
  const left = [...waiting.values()];
  waiting.clear();
  const fresh = startEngine();
  for (const { reject } of left) fresh.then(() => reject(reason), () => reject(reason));
}

export function cancelEngine() {
  stopAll({ cancelled: true });
}
