// The redline page made easier to read: what did not change is folded, keys and buttons lead from
// change to change, and the old text can stand beside the new. Without it the page shows all of it.

const CHANGED = "ins, del, .change, .removed, .change-moved-from";
const FEWEST = 3; // passages without a change that are worth folding

const text = document.querySelector(".fn-redline");
if (text?.querySelector(CHANGED)) begin(text);

function begin(text) {
  const blocks = [...text.children];
  const changes = stops(text);
  const folds = fold(blocks);
  const rows = new Map(); // a change to its row, side by side
  let sides = null;
  let current = -1;
  let keys = true;

  const status = element("span", { className: "fn-tools__status", role: "status" });
  const previous = button("Previous", () => go(current < 0 ? changes.length - 1 : current - 1));
  const next = button("Next", () => go(current + 1));
  const whole = toggle("Unchanged text", (on) => setFolds(on));
  const beside = toggle("Side by side", (on) => setSides(on));
  const keyboard = toggle("Keys n, p", (on) => (keys = on), true);
  const tools = element("div", { className: "fn-tools", role: "group", ariaLabel: "Changes" });
  previous.ariaLabel = "Previous change";
  next.ariaLabel = "Next change";
  keyboard.classList.add("fn-tool--keys");
  tools.lang = "en";
  tools.dir = "ltr";
  tools.append(previous, next, status, ...(folds.length ? [whole] : []), beside, keyboard);
  text.before(tools);
  tell();

  // Before the theme's own keys, which lead to other pages.
  window.addEventListener("keydown", onKey, { capture: true });
  window.addEventListener("hashchange", showTarget);
  window.addEventListener("beforeprint", () => folds.forEach(openForPrint));
  window.addEventListener("afterprint", () => folds.forEach(closeAfterPrint));
  showTarget();

  function onKey(event) {
    const busy = event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented;
    if (!keys || busy || event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const step = { n: 1, j: 1, p: -1, k: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    (step > 0 ? next : previous).click();
  }

  function go(number) {
    current = (number + changes.length) % changes.length;
    show(changes[current]);
    tell();
  }

  function show(change) {
    document.querySelectorAll(".fn-current").forEach((each) => each.classList.remove("fn-current"));
    const place = sides ? rows.get(change) : change;
    place.tabIndex = -1;
    place.classList.add("fn-current");
    place.focus({ preventScroll: true });
    const tall = place.getBoundingClientRect().height > innerHeight / 2;
    place.scrollIntoView({ block: tall ? "start" : "center" });
  }

  function tell() {
    const many = `${changes.length} ${changes.length === 1 ? "change" : "changes"}`;
    status.textContent = current < 0 ? many : `Change ${current + 1} of ${changes.length}`;
  }

  function showTarget() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !text.contains(target)) return;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
    const number = changes.findIndex((change) => change === target || change.contains(target));
    if (number >= 0) go(number);
    else if (!sides) target.scrollIntoView();
  }

  function setFolds(open) {
    for (const each of document.querySelectorAll(".fn-fold")) each.open = open;
  }

  function setSides(on) {
    sides?.remove();
    rows.clear();
    sides = on ? sideBySide(blocks, changes, rows) : null;
    text.hidden = on;
    if (sides) text.after(sides);
    if (current >= 0) show(changes[current]);
  }
}

/* The places that "next" and "previous" lead to: each changed passage once. */
function stops(text) {
  const found = [...text.querySelectorAll('[id^="change-"]:not([id$="-from"])')].map((anchor) =>
    anchor.matches(".change") ? anchor : anchor.closest(".change") ?? anchor.parentElement,
  );
  return [...new Set(found)].filter((each) => each.matches(".change") || each.querySelector(CHANGED));
}

/* Put each long stretch of unchanged passages into a <details>, but for one at either end. */
function fold(blocks) {
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
  summary.append(inEnglish(`${blocks.length} unchanged passages`));
  if (heading) {
    summary.append(inEnglish(", with “"), heading.textContent.trim(), inEnglish("”"));
  }
  details.append(summary);
  blocks[0].before(details);
  details.append(...blocks);
  return details;
}

function openForPrint(fold) {
  if (fold.open) return;
  fold.open = true;
  fold.dataset.printed = "";
}

function closeAfterPrint(fold) {
  if (!("printed" in fold.dataset)) return;
  fold.open = false;
  delete fold.dataset.printed;
}

/* The old text in one column and the new one in the other, passage by passage. */
function sideBySide(blocks, changes, rows) {
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
      row.insertCell().append(before);
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
  for (const each of [copy, ...copy.querySelectorAll("[id]")]) each.removeAttribute("id");
  return copy;
}

function toggle(words, change, pressed = false) {
  const made = button(words, () => {
    const on = made.getAttribute("aria-pressed") !== "true";
    made.setAttribute("aria-pressed", String(on));
    change(on);
  });
  made.setAttribute("aria-pressed", String(pressed));
  return made;
}

function button(words, press) {
  const made = element("button", { type: "button", className: "fn-tool", textContent: words });
  made.addEventListener("click", press);
  return made;
}

function inEnglish(words) {
  return element("span", { lang: "en", textContent: words });
}

function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}
