// Beside each section of a text: a link to it, and its citation for the clipboard, which names the
// policy, the version, the section and the address that holds these very words.

import { element } from "./elements.js";
import { direction, language, say } from "./speech.js";

const SHOWN = 8000; // milliseconds for which it is told that something was copied
const NUMBER = /^(?:§\s*)?(\d+(?:\.\d+)*|[IVXLC]+)[.):]?\s/;
const text = document.querySelector(".fn-text:not(.fn-redline)");
const { words, address } = document.getElementById("fn-cited").dataset;
const told = element("p", { className: "fn-told", role: "status", lang: language, dir: direction });
let shown = 0;

document.querySelector(".fn-page").append(told);
for (const heading of text?.querySelectorAll("h1[id], h2[id], h3[id], h4[id]") ?? []) addTools(heading);
addEventListener("keydown", (event) => event.key === "Escape" && told.replaceChildren());
// The place that an address names moved when the tools came.
if (location.hash) document.getElementById(location.hash.slice(1))?.scrollIntoView();

function addTools(heading) {
  const title = headingWords(heading);
  const link = element("a", { href: `#${heading.id}`, textContent: "#", ariaLabel: say("Link to “{section}”", { section: title }) });
  const copy = element("button", { type: "button", textContent: "”", ariaLabel: say("Copy the citation of “{section}”", { section: title }) });
  copy.title = say("Copy citation");
  copy.addEventListener("click", () => cite(heading, title));
  const tools = element("div", { className: "fn-cite", lang: language });
  tools.append(link, copy);
  const around = element("div", { className: "fn-cited" });
  heading.replaceWith(around);
  around.append(heading, tools);
}

// What a reader sees of a heading, without what stands beside its clause.
function headingWords(heading) {
  const copy = heading.cloneNode(true);
  for (const mark of copy.querySelectorAll(".fn-clause")) mark.remove();
  return copy.textContent.trim().replace(/\s+/g, " ");
}

async function cite(heading, title) {
  const number = NUMBER.exec(`${title} `)?.[1];
  const named = number
    ? say("{document}, section {number}", { document: words, number: String(number) })
    : say("{document}, “{section}”", { document: words, section: title });
  const place = new URL(`${address}#${heading.id}`, location.href);
  const citation = say("{citation}, {address}", { citation: named, address: String(place) });
  const quoted = element("span", { textContent: citation });
  clearTimeout(shown);
  try {
    await navigator.clipboard.writeText(citation);
    told.replaceChildren(say("Copied:"), " ", quoted);
    shown = setTimeout(() => told.replaceChildren(), SHOWN);
  } catch {
    // The browser lets nothing into the clipboard: the words stand ready, and chosen.
    told.replaceChildren(say("Copy this:"), " ", quoted);
    getSelection().selectAllChildren(quoted);
  }
}
