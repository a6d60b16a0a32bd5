// The compare page: two pickers, an address that can be shared, and the redline of the two texts.

import { element } from "./elements.js";
import { readingTools } from "./reading-tools.js";

const SECONDS = 20;
const KINDS = {
  added: "added", removed: "removed", reworded: "reworded", moved: "moved",
  "moved-reworded": "moved and reworded", renumbered: "renumbered", split: "split", merged: "merged",
};
const part = (name) => document.getElementById(`fn-${name}`);
const page = part("compare");
const pickers = { from: part("from"), to: part("to") };
let file = null;
let worker = null;
let timer = 0;
let takeToolsAway = () => {};

function say(words) {
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

async function readFile() {
  const address = new URL(page.dataset.file, document.baseURI);
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`the texts could not be loaded (${answer.status})`);
  const told = await answer.json();
  if (!Array.isArray(told?.texts_of) || !told.clauses) throw new Error("the texts are not there");
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
    if (!written) return "no link";
    const whole = new URL(written, file.address).href;
    return element("code", { dir: "ltr", textContent: whole });
  };
  part("links").replaceChildren(
    ...links.map(({ old, fresh, words }) => {
      const item = element("li", {});
      item.append(words || "Words that were a link", " from ", target(old), " to ", target(fresh));
      return item;
    }),
  );
  part("led").hidden = !links.length;
  if (!links.length) return "";
  return links.length === 1 ? "; 1 link leads elsewhere" : `; ${links.length} links lead elsewhere`;
}

function show({ html, counts, links }) {
  const target = part("redline");
  takeToolsAway();
  target.innerHTML = html; // made of texts cleaned when the site was built, words escaped
  resolveLinks(target, file.address);
  const told = Object.keys(KINDS).filter((kind) => counts[kind]);
  const words = told.length
    ? `Passages: ${told.map((kind) => `${counts[kind]} ${KINDS[kind]}`).join(", ")}`
    : "No word differs between these two texts";
  part("counts").textContent = `${words}${showLinks(links)}.`;
  part("result").hidden = false;
  takeToolsAway = readingTools(target);
  say(`Compared: ${pickers.from.selectedOptions[0].text} with ${pickers.to.selectedOptions[0].text}.`);
}

async function compare() {
  end();
  part("result").hidden = true;
  const { from, to } = { from: pickers.from.value, to: pickers.to.value };
  if (from === to) return say("Choose two different texts.");
  say("Comparing…");
  try {
    file ??= await readFile();
  } catch (error) {
    return say(`The comparison failed: ${error.message}. The table below leads to each redline.`);
  }
  const numbers = [from, to].map((id) => file.texts_of.findIndex((text) => text.id === id));
  end();
  worker = new Worker(new URL("compare-worker.js", import.meta.url), { type: "module" });
  timer = setTimeout(() => {
    end();
    say(
      `These two texts take longer than ${SECONDS} seconds to compare here. The table below leads to` +
        ` each redline, and “fairnotice diff ${file.policy}@${from} ${file.policy}@${to}” compares any two.`,
    );
  }, SECONDS * 1000);
  worker.addEventListener("message", ({ data }) => {
    end();
    show(data);
  });
  worker.addEventListener("error", (error) => {
    end();
    error.preventDefault();
    say("The comparison failed. The table below leads to each redline.");
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
    return say(`This policy has no text “${unknown.join("” and “")}”. Choose two texts above.`);
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
