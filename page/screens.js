// Which screen is shown: one at a time.
import { byId } from "./dom.js";

const SCREENS = ["start", "result", "room"];

// `door` is where files go that are dropped on it.
export function screen(name, door) {
  for (const one of SCREENS) byId(one).hidden = one !== name;
  if (door) byId(name).dataset.door = door;
}

export function shownScreen() {
  return SCREENS.find((one) => !byId(one).hidden);
}
