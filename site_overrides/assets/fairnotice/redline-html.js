// A redline as HTML: the new page with the struck words in place, as archive/redline_html.py and
// archive/placing.py write it.

import { formerCuts } from "./former-cuts.js";
import { leafHtml, nameOf } from "./marked-words.js";

const FLOW = new Set("div blockquote li td th dd details figure section article main".split(" "));
const HOLDERS = new Set([...FLOW, "ul", "ol", "dl", "table", "thead", "tbody", "tfoot"]);
const WRAPPED = {
  ul: ["<li>"], ol: ["<li>"], dl: ["<dd>"],
  table: ["<tbody>", "<tr>", "<td>"], thead: ["<tr>", "<td>"], tbody: ["<tr>", "<td>"],
  tfoot: ["<tr>", "<td>"], tr: ["<td>"],
};
const TABLE_PARTS = ["caption", "thead", "tbody", "tfoot", "tr"];
const MAY_STAND_IN = {
  ul: ["li"], ol: ["li"], dl: ["dt", "dd", "div"], table: TABLE_PARTS,
  thead: ["tr"], tbody: ["tr"], tfoot: ["tr"], tr: ["td", "th"],
};
const ITEMS = { li: ["ul", "ol"], dt: ["dl"], dd: ["dl"] };
const WORDS_ONLY = new Set("p h1 h2 h3 h4 h5 h6 dt summary".split(" "));
const INLINE = new Set(
  ("a abbr b br cite code del dfn em i img ins kbd mark q s samp small span strong sub sup time u var wbr").split(" "),
);

// Returns the whole new text with the struck words in place.
export function pageHtml(passages) {
  return new Page(passages).write();
}

class Page {
  #html = "";
  #stack = [];

  constructor(passages) {
    this.passages = passages;
    this.counterparts = counterpartsOf(passages);
    let number = 0;
    this.names = passages.map(({ kind }) => (kind ? `change-${(number += 1)}` : ""));
    this.movedTo = new Map();
    passages.forEach(({ kind, moved }, n) => kind && moved !== undefined && this.movedTo.set(moved, this.names[n]));
  }

  write() {
    this.passages.forEach((passage, n) => {
      if (passage.fresh.length) this.#shown(passage, this.names[n]);
      else this.#removed(passage, n);
    });
    this.#close(0);
    return this.#html;
  }

  #shown(passage, name) {
    const { kind, along, fresh, leaves } = passage;
    const was = formerCuts(passage);
    let at = 0;
    fresh.forEach((clause, n) => {
      this.#close(clause.shared);
      const own = clause.path.slice(this.#stack.length);
      const attributes = n || !kind ? {} : { classes: `change change-${kind}${along ? "" : " change-place"}`, id: name };
      this.#open(own, n ? attributes : { ...attributes, was });
      this.#words(clause, leaves.slice(at, at + clause.runs.length));
      at += clause.runs.length;
    });
  }

  // A clause that only the old text has stands in what is left of the elements that it stood in.
  #removed({ kind, old: [clause], leaves, moved }, n) {
    const next = this.passages.slice(n).find((passage) => passage.fresh.length)?.fresh[0];
    const least = next ? Math.min(next.shared, this.#stack.length) : 0;
    const inner = this.#placed(clause, least);
    const to = kind ? "" : this.movedTo.get(moved);
    const classes = to ? "change-moved-from" : kind && `change change-${kind} change-place`;
    const inRemoved = this.#stack.at(-1)?.removed;
    this.#open(
      inner.map((element) => ({ ...element, removed: true, of: element })),
      { classes, id: to ? `${to}-from` : this.names[n], top: inRemoved ? "" : "removed" },
    );
    this.#words(clause, leaves);
  }

  // Closes what must be, and returns the elements that the clause still needs.
  #placed({ path }, least) {
    for (let depth = path.length - 2; depth >= 0; depth -= 1) {
      const there = this.counterparts.get(path[depth]);
      const at = this.#stack.findIndex((each) => each.of === path[depth] || each === there);
      if (at >= 0 && at + 1 >= least && HOLDERS.has(nameOf(path[depth].tag))) {
        this.#close(at + 1);
        return fitting(nameOf(path[depth].tag), path.slice(depth + 1));
      }
    }
    this.#close(least);
    return fitting(this.#stack.length ? nameOf(this.#stack.at(-1).tag) : "", path);
  }

  #open(elements, { classes = "", id = "", top = "", was = "" }) {
    elements.forEach((element, n) => {
      const last = n === elements.length - 1;
      const own = element.tag.match(/ class="([^"]*)"/)?.[1] ?? "";
      const all = [own, n ? "" : top, last ? classes : ""].filter(Boolean).join(" ");
      const bare = element.tag.replace(/ class="[^"]*"/, "").slice(0, -1);
      this.#html += `\n${bare}${all ? ` class="${all}"` : ""}${last && id ? ` id="${id}"` : ""}${last && was ? ` data-was="${was}"` : ""}>`;
      this.#stack.push(element);
    });
    if (elements.length || !id) return;
    const place = classes.includes("change-place") ? "change-place" : "";
    this.#html += `<span class="${[top, place].filter(Boolean).join(" ")}" id="${id}"></span>`;
  }

  #close(depth) {
    while (this.#stack.length > depth) this.#html += `</${nameOf(this.#stack.pop().tag)}>\n`;
  }

  #words(clause, leaves) {
    const html = leaves.map((pieces, n) => {
      const rest = pieces.some(({ word }) => word?.fresh) ? clause.runs[n].rest : [];
      return leafHtml(pieces, rest, clause.inCode);
    });
    this.#html += clause.row
      ? clause.cells.map((tag, n) => `${tag}${html[n]}</${nameOf(tag)}>`).join("")
      : html.join("");
  }
}

// The elements for a block inside another element, each where it may stand.
function fitting(holder, path) {
  const found = [];
  const around = () => (found.length ? nameOf(found.at(-1).tag) : holder);
  const wrap = () => (WRAPPED[around()] ?? []).forEach((tag) => found.push({ tag }));
  path.forEach((element, depth) => {
    const name = nameOf(element.tag);
    const holdsBlocks = depth < path.length - 1;
    const stray = ITEMS[name] && !ITEMS[name].includes(around());
    if (INLINE.has(name) || (WORDS_ONLY.has(name) && holdsBlocks) || stray) return;
    if (MAY_STAND_IN[around()]?.includes(name) === false) wrap();
    found.push(element);
  });
  if (around() !== "tr") wrap();
  return found;
}

// Which element of the new page is which of the old, by the clauses they share.
function counterpartsOf(passages) {
  const votes = new Map();
  for (const { old, fresh } of passages) {
    if (!old.length || !fresh.length) continue;
    const [one, two] = [old[0].path, fresh[0].path];
    for (let n = 0; n < one.length && n < two.length && nameOf(one[n].tag) === nameOf(two[n].tag); n += 1) {
      if (!votes.has(one[n])) votes.set(one[n], new Map());
      const counts = votes.get(one[n]);
      counts.set(two[n], (counts.get(two[n]) ?? 0) + 1);
    }
  }
  const most = (counts) => [...counts].reduce((best, each) => (each[1] > best[1] ? each : best));
  return new Map([...votes].map(([old, counts]) => [old, most(counts)[0]]));
}
