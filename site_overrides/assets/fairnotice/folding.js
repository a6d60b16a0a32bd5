// Long stretches of a redline that did not change, each behind one line that opens it.

import { element, inFrame } from "./elements.js";
import { count } from "./speech.js";

export const CHANGED = "ins, del, .change, .change-place, .removed, .change-moved-from";
const FEWEST = 3; // passages without a change that are worth folding

// Puts each long stretch of unchanged passages into a <details>, but for one at either end.
export function fold(blocks) {
  const folds = [];
  let stretch = [];
  for (const block of [...blocks, null]) {
    if (block && !block.matches(CHANGED) && !block.querySelector(CHANGED)) {
      stretch.push(block);
      continue;
    }
    const first = stretch[0] === blocks[0] ? 0 : 1;
    const inner = stretch.slice(first, block ? -1 : undefined);
    if (inner.length >= FEWEST) folds.push(folded(inner));
    stretch = [];
  }
  return folds;
}

function folded(blocks) {
  const details = element("details", { className: "fn-fold" });
  const summary = element("summary", {});
  const heading = blocks.find((each) => /^H[1-6]$/.test(each.tagName));
  const title = heading?.textContent.trim();
  const words = title
    ? count("{number} unchanged passage, with “{title}”", "{number} unchanged passages, with “{title}”", blocks.length, { title })
    : count("{number} unchanged passage", "{number} unchanged passages", blocks.length);
  summary.append(inFrame(words));
  details.append(summary);
  blocks[0].before(details);
  details.append(...blocks);
  return details;
}

export const foldsOnPage = () => [...document.querySelectorAll(".fn-fold")];

export function openForPrint(fold) {
  if (fold.open) return;
  fold.open = true;
  fold.dataset.printed = "";
}

export function closeAfterPrint(fold) {
  if (!("printed" in fold.dataset)) return;
  fold.open = false;
  delete fold.dataset.printed;
}
