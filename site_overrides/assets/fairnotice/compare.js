// The compare page: two pickers, an address that can be shared, and the redline of the two texts.

import { element } from "./elements.js";
import { readingTools } from "./reading-tools.js";
import { count, listed, pieces, say } from "./speech.js";

const SECONDS = 20;
const KINDS = {
  added: (n) => count("{number} added", "{number} added", n),
  removed: (n) => count("{number} removed", "{number} removed", n),
  reworded: (n) => count("{number} reworded", "{number} reworded", n),
  moved: (n) => count("{number} moved", "{number} moved", n),
  "moved-reworded": (n) => count("{number} moved and reworded", "{number} moved and reworded", n),
  renumbered: (n) => count("{number} renumbered", "{number} renumbered", n),
  split: (n) => count("{number} split", "{number} split", n),
  merged: (n) => count("{number} merged", "{number} merged", n),
};
// What screen readers hear of a mark; the comparison itself speaks English.
const SPOKEN = {
  "[added:": say("[added:"),
  "[removed:": say("[removed:"),
  "[moved here:": say("[moved here:"),
  "[moved away:": say("[moved away:"),
};
const part = (name) => document.getElementById(`fn-${name}`);
const page = part("compare");
const pickers = { from: part("from"), to: part("to") };
let file = null;
let worker = null;
let timer = 0;
let takeToolsAway = () => {};

function tell(words) {
  part("status").textContent = words;
}

// Links of the file are relative to where it stands; the page is elsewhere.
function resolveLinks(root, base) {
  for (const [selector, name] of [["a[href]", "href"], ["img[src]", "src"]])
    for (const each of root.querySelectorAll(selector)) {
      const written = each.getAttribute(name);
      if (written.startsWith("#")) each.removeAttribute(name);
      else each.setAttribute(name, new URL(written, base).href);
    }
}

// As on every other page of the site: a table can be scrolled by itself, with the keyboard too.
function letTablesScroll(root) {
  const tables = [...root.querySelectorAll("table")].filter((table) => !table.parentElement.closest("table"));
  tables.forEach((table, at) => {
    const ariaLabel = say("Table {number}", { number: String(at + 1) });
    const region = element("div", { className: "fn-scroll", role: "region", ariaLabel, tabIndex: 0 });
    table.classList.add("fn-table");
    table.replaceWith(region);
    region.append(table);
  });
}

async function readFile() {
  const address = new URL(page.dataset.file, document.baseURI);
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(say("the texts could not be loaded ({status})", { status: String(answer.status) }));
  const told = await answer.json();
  if (!Array.isArray(told?.texts_of) || !told.clauses) throw new Error(say("the texts are not there"));
  return { address, ...told };
}

function end() {
  worker?.terminate();
  worker = null;
  clearTimeout(timer);
}

// Where the words of links lead now and led before: as text, since the old page may be another's today.
function showLinks(links) {
  const target = (written) => {
    const whole = new URL(written, file.address).href;
    return element("code", { dir: "ltr", textContent: whole });
  };
  part("links").replaceChildren(
    ...links.map(({ old, fresh, words }) => {
      const item = element("li", {});
      const named = words || say("Words that were a link");
      if (!old) item.append(...pieces("{words} from no link to {new}", { words: named, new: target(fresh) }));
      else if (!fresh) item.append(...pieces("{words} from {old} to no link", { words: named, old: target(old) }));
      else item.append(...pieces("{words} from {old} to {new}", { words: named, old: target(old), new: target(fresh) }));
      return item;
    }),
  );
  part("led").hidden = !links.length;
  const number = links.length;
  return number ? count("{number} link leads elsewhere.", "{number} links lead elsewhere.", number) : "";
}

function show({ html, counts, links }) {
  const target = part("redline");
  takeToolsAway();
  target.innerHTML = html; // made of texts cleaned when the site was built, words escaped
  resolveLinks(target, file.address);
  letTablesScroll(target);
  for (const each of target.querySelectorAll(".fn-spoken")) {
    const spoken = SPOKEN[each.textContent.trim()];
    if (spoken) each.textContent = ` ${spoken} `;
  }
  const told = Object.keys(KINDS).filter((kind) => counts[kind]);
  const words = told.length
    ? say("Passages: {counts}.", { counts: listed(told.map((kind) => KINDS[kind](counts[kind]))) })
    : say("No word differs between these two texts.");
  part("counts").textContent = `${words} ${showLinks(links)}`.trim();
  part("result").hidden = false;
  takeToolsAway = readingTools(target);
  const [old, fresh] = [pickers.from, pickers.to].map((picker) => picker.selectedOptions[0].text);
  tell(say("Compared: {old} with {new}.", { old, new: fresh }));
}

async function compare() {
  end();
  part("result").hidden = true;
  const { from, to } = { from: pickers.from.value, to: pickers.to.value };
  if (from === to) return tell(say("Choose two different texts."));
  tell(say("Comparing…"));
  try {
    file ??= await readFile();
  } catch (error) {
    const reason = error.message;
    return tell(say("The comparison failed: {reason}. The table below leads to each redline.", { reason }));
  }
  const numbers = [from, to].map((id) => file.texts_of.findIndex((text) => text.id === id));
  end();
  worker = new Worker(new URL("compare-worker.js", import.meta.url), { type: "module" });
  timer = setTimeout(() => {
    end();
    const command = `fairnotice diff ${file.policy}@${from} ${file.policy}@${to}`;
    tell(
      count(
        "These two texts take longer than {number} second to compare here. The table below leads to each redline, and “{command}” compares any two.",
        "These two texts take longer than {number} seconds to compare here. The table below leads to each redline, and “{command}” compares any two.",
        SECONDS,
        { command },
      ),
    );
  }, SECONDS * 1000);
  worker.addEventListener("message", ({ data }) => {
    end();
    show(data);
  });
  worker.addEventListener("error", (error) => {
    end();
    error.preventDefault();
    tell(say("The comparison failed. The table below leads to each redline."));
  });
  return worker.postMessage({ clauses: file.clauses, from: numbers[0], to: numbers[1] });
}

function fromAddress() {
  const asked = new URLSearchParams(location.search);
  const unknown = [];
  for (const [name, picker] of Object.entries(pickers)) {
    const id = asked.get(name);
    if (id === null) continue;
    if ([...picker.options].some((option) => option.value === id)) picker.value = id;
    else unknown.push(id);
  }
  if (unknown.length) {
    end();
    part("result").hidden = true;
    return tell(say("This policy has no text “{text}”. Choose two texts above.", { text: unknown.join("”, “") }));
  }
  return compare();
}

function chosen() {
  const address = new URL(location.href);
  for (const [name, picker] of Object.entries(pickers)) address.searchParams.set(name, picker.value);
  history.pushState(null, "", address);
  compare();
}

for (const picker of Object.values(pickers)) picker.addEventListener("change", chosen);
part("swap").addEventListener("click", () => {
  [pickers.from.value, pickers.to.value] = [pickers.to.value, pickers.from.value];
  chosen();
});
addEventListener("popstate", fromAddress);
page.hidden = false;
part("no-script").hidden = true;
fromAddress();
