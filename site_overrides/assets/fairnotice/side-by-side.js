// The old text in one column and the new one in the other, passage by passage.

import { element } from "./elements.js";
import { FormerText } from "./former-text.js";
import { direction, language, say } from "./speech.js";

// Where the redline has the old words, but nothing tells which paragraphs they stood in.
const OTHERWISE = {
  ".change-merged:not([data-was])": say("These words stood in more than one paragraph or item."),
  ".change-split:not([data-was])": say("These words and those that follow stood in one paragraph or item."),
};

// Returns the table; `rows` learns which of its rows shows which change.
export function sideBySide(blocks, changes, rows) {
  const table = element("table", { className: "fn-sides" });
  const head = table.createTHead().insertRow();
  for (const words of [say("Before"), say("After")]) {
    head.append(element("th", { scope: "col", lang: language, dir: direction, textContent: words }));
  }
  const body = table.createTBody();
  const former = new FormerText(blocks);
  const seen = new Set();
  for (const block of blocks) {
    const details = block.parentElement.closest(".fn-fold");
    if (details) {
      if (!seen.has(details)) body.append(foldedRow(details));
      seen.add(details);
      continue;
    }
    for (const [part, before, after] of pieces(block, former)) {
      const row = body.insertRow();
      row.insertCell().append(before, ...notes(part));
      row.insertCell().append(after);
      for (const change of changes) {
        if (part === change || part.contains(change) || change.contains(part)) {
          if (!rows.has(change)) rows.set(change, row);
        }
      }
    }
  }
  return table;
}

function notes(part) {
  return Object.entries(OTHERWISE)
    .filter(([selector]) => part.matches(selector) || part.querySelector(selector))
    .map(([, words]) => element("p", { className: "fn-sides__note", lang: language, dir: direction, textContent: words }));
}

function foldedRow(details) {
  const row = element("tr", {});
  const cell = row.insertCell();
  cell.colSpan = 2;
  cell.append(withoutIds(details.cloneNode(true)));
  return row;
}

/* A passage as it was and as it is; a list item by item. */
function* pieces(block, former) {
  if (!/^[OU]L$/.test(block.tagName)) {
    yield [block, together(former.of(block)), together([present(block)])];
    return;
  }
  const counts = [block.start ?? 1, block.start ?? 1];
  for (const item of block.children) {
    const both = [former.of(item), [present(item)]];
    yield [item, ...both.map((each, number) => listed(block, each.filter(says), counts, number))];
  }
}

function listed(list, items, counts, number) {
  if (!items.length) return "";
  const shown = withoutIds(list.cloneNode(false));
  if (list.tagName === "OL") shown.start = counts[number];
  counts[number] += items.length;
  shown.append(...items.map(withoutIds));
  return shown;
}

function together(elements) {
  const shown = document.createDocumentFragment();
  shown.append(...elements.filter(says).map(withoutIds));
  return shown;
}

const says = (each) => each.textContent.trim() || each.querySelector("img");

function present(block) {
  const gone = "del, .removed";
  const copy = block.matches(gone) ? block.cloneNode(false) : block.cloneNode(true);
  copy.querySelectorAll(gone).forEach((each) => each.remove());
  return copy;
}

function withoutIds(copy) {
  for (const each of [copy, ...copy.querySelectorAll("[id], .fn-current")]) {
    each.removeAttribute("id");
    each.classList.remove("fn-current");
  }
  return copy;
}
