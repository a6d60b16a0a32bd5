// A redline made easier to read: what did not change is folded, keys and buttons lead from change
// to change, and the old text can stand beside the new. Without it a page shows all of it.

import { button, element, toggle, twice } from "./elements.js";
import { closeAfterPrint, fold, foldsOnPage, openForPrint } from "./folding.js";
import { sideBySide } from "./side-by-side.js";
import { count, direction, language, say } from "./speech.js";

const STEPS = { n: 1, j: 1, p: -1, k: -1 };
const PLACES = ".change-place"; // one for each change that the summary counts
const NO_TYPING = "input, textarea, select, [contenteditable]";
const chosen = { whole: false, beside: false, keys: true }; // kept from one redline of a page to the next

// Puts the tools above a redline, and returns what takes them away again.
export function readingTools(text) {
  if (!text.querySelector(PLACES)) return () => {};
  const reader = new Reader(text);
  return () => reader.end();
}

class Reader {
  #ended = new AbortController();
  #rows = new Map(); // a change to its row, side by side
  #sides = null;
  #current = -1;

  constructor(text) {
    this.text = text;
    this.blocks = [...text.children];
    this.changes = [...text.querySelectorAll(PLACES)];
    this.folds = fold(this.blocks);
    this.#addTools();
    this.#listen();
    if (chosen.whole) this.#setFolds(true);
    if (chosen.beside) this.#setSides(true);
    this.#showTarget();
  }

  end() {
    this.#ended.abort();
    this.#setSides(false);
    this.tools.remove();
  }

  #addTools() {
    const previous = { sign: "↑", words: say("Previous"), name: say("Previous change") };
    const next = { sign: "↓", words: say("Next"), name: say("Next change") };
    const whole = { words: say("Whole"), long: say("Whole text"), name: say("Whole text") };
    const beside = { words: say("Side by side"), name: say("Side by side") };
    const keys = { words: say("Keys n, p"), name: say("Keys n, p") };
    this.tools = element("div", { className: "fn-tools", role: "group", ariaLabel: say("Changes") });
    this.status = element("span", { className: "fn-tools__status", role: "status" });
    const keyboard = toggle(keys, chosen.keys, (on) => (chosen.keys = on));
    keyboard.classList.add("fn-tool--keys");
    keyboard.title = say("n leads to the next change, p to the one before");
    this.tools.lang = language;
    this.tools.dir = direction;
    this.tools.append(
      button(previous, () => this.#step(-1)),
      button(next, () => this.#step(1)),
      this.status,
      ...(this.folds.length
        ? [toggle(whole, chosen.whole, (on) => this.#setFolds((chosen.whole = on)))]
        : []),
      toggle(beside, chosen.beside, (on) => this.#setSides((chosen.beside = on))),
      keyboard,
    );
    this.text.before(this.tools);
    this.#tell();
    this.#keepClear();
  }

  // What lies under the page's head and the tools is told to the style, whatever their heights.
  #keepClear() {
    const head = document.querySelector(".md-header");
    const { style } = document.documentElement;
    const watch = new ResizeObserver(() => {
      style.setProperty("--fn-head-height", `${head?.offsetHeight ?? 0}px`);
      style.setProperty("--fn-tools-height", `${this.tools.offsetHeight}px`);
    });
    for (const each of [head, this.tools]) if (each) watch.observe(each);
    this.#ended.signal.addEventListener("abort", () => {
      watch.disconnect();
      style.removeProperty("--fn-tools-height");
    });
  }

  #listen() {
    const { signal } = this.#ended;
    // Before the theme's own keys, which lead to other pages.
    addEventListener("keydown", (event) => this.#onKey(event), { capture: true, signal });
    addEventListener("hashchange", () => this.#showTarget(), { signal });
    addEventListener("beforeprint", () => foldsOnPage().forEach(openForPrint), { signal });
    addEventListener("afterprint", () => foldsOnPage().forEach(closeAfterPrint), { signal });
  }

  #onKey(event) {
    const busy = event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented;
    const step = STEPS[event.key];
    if (!step || !chosen.keys || busy || event.target.closest?.(NO_TYPING)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.#step(step);
  }

  #step(by) {
    this.#go(this.#current < 0 && by < 0 ? -1 : this.#current + by);
  }

  #go(number) {
    this.#current = (number + this.changes.length) % this.changes.length;
    this.#show(this.changes[this.#current]);
    this.#tell();
  }

  #show(change) {
    document.querySelector(".fn-current")?.classList.remove("fn-current");
    const place = this.#sides ? this.#rows.get(change) : this.#passage(change);
    place.tabIndex = -1;
    place.classList.add("fn-current");
    place.focus({ preventScroll: true });
    const tall = place.offsetHeight > innerHeight / 2;
    place.scrollIntoView({ block: tall ? "start" : "center" });
    showMarks(place);
  }

  #tell() {
    const number = this.changes.length;
    if (this.#current < 0) {
      this.status.textContent = count("{number} change", "{number} changes", number);
      return;
    }
    const place = { place: this.#current + 1, number };
    this.status.replaceChildren(...twice(say("{place} of {number}", place), say("Change {place} of {number}", place)));
  }

  #showTarget() {
    const target = document.getElementById(fragment());
    if (!target || !this.text.contains(target)) return;
    for (let each = target.closest("details"); each; each = each.parentElement.closest("details")) {
      each.open = true;
    }
    const exact = this.changes.indexOf(target);
    const number = exact >= 0 ? exact : this.changes.findIndex((change) => this.#passage(change).contains(target));
    if (number >= 0) this.#go(number);
    else if (!this.#sides) target.scrollIntoView();
  }

  #setFolds(open) {
    for (const each of foldsOnPage()) each.open = open;
    this.#showAgain();
  }

  #setSides(on) {
    this.#sides?.remove();
    this.#rows.clear();
    this.#sides = on ? sideBySide(this.blocks, this.changes, this.#rows) : null;
    this.text.hidden = on;
    if (this.#sides) this.text.after(this.#sides);
    this.#showAgain();
  }

  #showAgain() {
    if (this.#current >= 0 && !this.#ended.signal.aborted) this.#show(this.changes[this.#current]);
  }

  // What is framed: the changed passage, and never the text that all of them stand in.
  #passage(change) {
    const passage = change.closest(".change") ?? change.parentElement;
    return passage === this.text ? (change.nextElementSibling ?? change) : passage;
  }
}

// The words that changed may stand behind the edge of a table that is wider than its room.
function showMarks(place) {
  const around = place.closest(".fn-scroll");
  for (const table of around ? [around] : place.querySelectorAll(".fn-scroll")) {
    const mark = [...place.querySelectorAll("ins, del")].find((each) => table.contains(each));
    const [room, cell] = [table, mark?.closest("td, th")].map((each) => each?.getBoundingClientRect());
    if (cell && cell.right > room.right) table.scrollLeft += Math.min(cell.right - room.right, cell.left - room.left);
    else if (cell && cell.left < room.left) table.scrollLeft += cell.left - room.left;
  }
}

// What the address names on this page; as it is written where it cannot be decoded.
function fragment() {
  const written = location.hash.slice(1);
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}
