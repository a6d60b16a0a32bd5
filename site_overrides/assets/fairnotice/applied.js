// The page "what applied to me?": answers for the days that its address names, from its own lists.

import { element } from "./elements.js";
import { dayInWords, pieces, say } from "./speech.js";

const answers = document.getElementById("fn-answers");
const DAY = /^\d{4}-\d{2}-\d{2}$/;

// Returns a day that a reader or a link gave, or null for what is none.
function dayOf(written) {
  if (!written || !DAY.test(written)) return null;
  return Number.isNaN(Date.parse(written)) ? null : written;
}

// The lists of older members name the day before which they joined; the nearest after it is theirs.
function listFor(section, joined) {
  const lists = [...section.querySelectorAll(".fn-periods")];
  const older = lists.filter((list) => list.dataset.joinedBefore && joined && joined < list.dataset.joinedBefore);
  return older.sort((a, b) => (a.dataset.joinedBefore < b.dataset.joinedBefore ? -1 : 1))[0] ?? lists[0];
}

const covers = (item, day) =>
  item.dataset.begins <= day && (!item.dataset.ends || day < item.dataset.ends);

function answer(section, day, joined) {
  const heading = section.querySelector("h2");
  const list = listFor(section, joined);
  const policy = element("strong", { lang: heading.lang, dir: heading.dir, textContent: heading.textContent });
  for (const item of section.querySelectorAll("li")) item.classList.remove("fn-current");
  const link = section.querySelector("h2 a");
  if (link) link.search = location.search;
  if (!list) return null;
  const found = [...list.children].find((item) => item.dataset.begins && covers(item, day));
  const line = element("p", { className: "fn-answer" });
  if (!found) {
    line.append(...pieces(say("{policy}: no text applied on {day}.", { policy: "{policy}", day: dayInWords(day) }), { policy }));
    return line;
  }
  found.classList.add("fn-current");
  const text = found.querySelector("a").cloneNode(true);
  line.append(...pieces(say("{policy}: on {day}, this text applied: {text}", { policy: "{policy}", text: "{text}", day: dayInWords(day) }), { policy, text }));
  return line;
}

function show() {
  const asked = new URLSearchParams(location.search);
  const [day, joined] = [dayOf(asked.get("on")), dayOf(asked.get("joined"))];
  const fields = { on: day, joined };
  for (const [name, value] of Object.entries(fields)) {
    const field = document.getElementById(`fn-${name}`);
    if (field && value) field.value = value;
  }
  if (!day) {
    if (asked.get("on")) answers.replaceChildren(element("p", { textContent: say("That is no day: choose one above.") }));
    return;
  }
  const lines = [...document.querySelectorAll("[data-fn-applied]")].map((section) => answer(section, day, joined));
  if (joined && joined > day) lines.push(element("p", { textContent: say("You joined after that day.") }));
  if (day > answers.dataset.asOf)
    lines.push(element("p", { textContent: say("This is what was known on {day}; a later text may come.", { day: dayInWords(answers.dataset.asOf) }) }));
  answers.replaceChildren(...lines.filter(Boolean));
}

document.getElementById("fn-no-script").remove();
show();
