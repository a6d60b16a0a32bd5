// The filters of a list that stands whole on its page: they are put together at once, and what is
// left is told. Without this script each is a link to a page of its own.

import { count, say } from "./speech.js";

const ways = document.getElementById("fn-ways");
const status = document.getElementById("fn-shown");
const entries = [...document.querySelectorAll(".fn-log__entry")];
const links = [...(ways?.querySelectorAll("[data-group] a") ?? [])];
const group = (link) => link.closest("[data-group]").dataset.group;
const address = new URL(location.href);

if (ways?.hasAttribute("data-whole") && status && links.length) {
  // A page that shows a part already goes on as plain links: what it leaves out is not here.
  if (!links.some((link) => link.getAttribute("aria-current") === "page")) start();
}

function start() {
  for (const link of links) {
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      if (isChosen(link)) address.searchParams.delete(group(link));
      else address.searchParams.set(group(link), link.dataset.value);
      history.replaceState(null, "", address);
      show();
    });
  }
  show();
}

function fits(entry, name, value) {
  const held = entry.dataset[name];
  // What names no service is about all of them.
  return name === "service" && held === "" ? true : (held ?? "").split(" ").includes(value);
}

function isChosen(link) {
  return address.searchParams.get(group(link)) === link.dataset.value;
}

function show() {
  const chosen = links.filter(isChosen);
  const left = (filters) =>
    entries.filter((entry) => filters.every((link) => fits(entry, group(link), link.dataset.value)));
  for (const link of links) {
    const others = chosen.filter((other) => group(other) !== group(link));
    const number = left([...others, link]).length;
    link.nextElementSibling.textContent = number;
    link.closest("li").hidden = number === 0 && !isChosen(link);
    if (isChosen(link)) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  const shown = left(chosen);
  for (const entry of entries) entry.hidden = !shown.includes(entry);
  status.textContent = chosen.length
    ? say("{shown} of {number} shown.", { shown: shown.length, number: entries.length })
    : count("{number} entry.", "{number} entries.", entries.length);
}
