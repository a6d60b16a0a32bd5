// The old text in one column and the new one in the other, passage by passage.

import { element } from "./elements.js";

// Where the redline has the old words, but not the paragraphs or columns that they stood in.
const OTHERWISE = {
  ".change-merged": "These words stood in more than one paragraph or item.",
  ".change-split": "These words and those that follow stood in one paragraph or item.",
  "thead .change": "The former table’s words, in the columns of the new one.",
};

// Returns the table; `rows` learns which of its rows shows which change.
export function sideBySide(blocks, changes, rows) {
  const table = element("table", { className: "fn-sides" });
  const head = table.createTHead().insertRow();
  for (const words of ["Before", "After"]) {
    head.append(element("th", { scope: "col", lang: "en", textContent: words }));
  }
  const body = table.createTBody();
  const seen = new Set();
  for (const block of blocks) {
    const details = block.parentElement.closest(".fn-fold");
    if (details) {
      if (!seen.has(details)) body.append(foldedRow(details));
      seen.add(details);
      continue;
    }
    for (const [part, before, after] of pieces(block)) {
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
    .map(([, words]) => element("p", { className: "fn-sides__note", lang: "en", dir: "ltr", textContent: words }));
}

function foldedRow(details) {
  const row = element("tr", {});
  const cell = row.insertCell();
  cell.colSpan = 2;
  cell.append(withoutIds(details.cloneNode(true)));
  return row;
}

/* A passage as it was and as it is; a list item by item. */
function* pieces(block) {
  if (!/^[OU]L$/.test(block.tagName)) {
    yield [block, side(block, "ins, .change-added"), side(block, "del, .removed")];
    return;
  }
  const counts = [block.start ?? 1, block.start ?? 1];
  for (const item of block.children) {
    const both = [side(item, "ins, .change-added"), side(item, "del, .removed")];
    yield [item, ...both.map((each, number) => listed(block, each, counts, number))];
  }
}

function listed(list, item, counts, number) {
  if (!item.textContent.trim()) return "";
  const shown = withoutIds(list.cloneNode(false));
  if (list.tagName === "OL") shown.start = counts[number]++;
  shown.append(item);
  return shown;
}

function side(block, leaving) {
  const copy = withoutIds(block.cloneNode(true));
  if (copy.matches(leaving)) return document.createTextNode("");
  copy.querySelectorAll(leaving).forEach((each) => each.remove());
  return copy.textContent.trim() || copy.querySelector("img") ? copy : document.createTextNode("");
}

function withoutIds(copy) {
  for (const each of [copy, ...copy.querySelectorAll("[id], .fn-current")]) {
    each.removeAttribute("id");
    each.classList.remove("fn-current");
  }
  return copy;
}
