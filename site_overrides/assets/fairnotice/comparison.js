// Two texts of a policy compared: from the file of its clauses to HTML with ins and del.
// Clauses of one id are one clause; what they leave unpaired is paired by its words.

import { Vocabulary, labelLength, sentencesOf, tokensOf } from "./words.js";
import { alignSentences, chain, commonRuns, inOrder, sharedWords } from "./word-diff.js";

const ALIKE = 0.42;
const ALIKE_ALONE = 0.3;
const LEAST_MOVED = 4; // words of a clause that moved with its words; shorter ones are alike by chance
const FOUND_AGAIN = 0.6; // how much of a clause must stand in the one it was cut from
const FEW_PAIRS = 2_500;

// Returns the clauses of one text of the file, in reading order.
export function textOf({ texts, shapes, clauses, revisions }, number) {
  let order = [];
  for (const splices of revisions.slice(0, number + 1)) {
    const next = [...order];
    for (const [at, leave, come] of [...splices].reverse()) next.splice(at, leave, ...come);
    order = next;
  }
  const standing = (clause) => clauses[clause][2].findLast(([since]) => since <= number);
  const held = new Map(order.map((clause) => [clause, [clause]]));
  clauses.forEach((_, clause) => {
    const found = standing(clause);
    if (found?.length === 2) held.get(found[1])?.push(clause);
  });
  const stack = [];
  return order.map((clause) => {
    const [, text, shape] = standing(clause);
    const [opened, ...cells] = shapes[shape].split("\x1f");
    const shared = Number.parseInt(opened, 10);
    stack.length = shared;
    stack.push(...(opened.match(/<[^>]*>/g) ?? []));
    return { ids: held.get(clause), text: texts[text], shared, path: [...stack], cells };
  });
}

// Returns { html, counts } for two texts made by textOf.
export function redline(oldText, newText) {
  const vocabulary = new Vocabulary();
  const old = oldText.map((clause, at) => read(clause, at, vocabulary));
  const fresh = newText.map((clause, at) => read(clause, at, vocabulary));
  const found = pair(old, fresh, vocabulary);
  return new Writer(old, fresh, found, vocabulary).write();
}

function read(clause, at, vocabulary) {
  const runs = clause.cells.length ? clause.text.split("\x1f") : [clause.text];
  const leaves = runs.map(tokensOf);
  const tokens = leaves.flat();
  const code = vocabulary.encode(tokens).replaceAll("\x01", "");
  const bare = code.slice(labelLength(tokens));
  return { ...clause, at, leaves, tokens, code, bare, row: clause.cells.length > 0 };
}

// ---------------------------------------------------------------- which clause is which

function pair(old, fresh, vocabulary) {
  const place = new Map(fresh.flatMap((clause) => clause.ids.map((id) => [id, clause.at])));
  const linked = [];
  for (const clause of old)
    for (const at of new Set(clause.ids.map((id) => place.get(id))))
      if (at !== undefined && clause.row === fresh[at].row) linked.push([clause.at, at]);
  const size = ([i, j]) => Math.min(old[i].code.length, fresh[j].code.length);
  const kept = chain(linked.map((link) => [...link, size(link) + 1])).map(([i, j]) => [i, j]);
  const olds = new Map(kept);
  const news = new Set(kept.map(([, j]) => j));
  const moves = new Map();
  for (const [i, j] of linked) {
    const both = old[i].bare === fresh[j].bare ? LEAST_MOVED : 2 * LEAST_MOVED;
    if (!olds.has(i) && !news.has(j) && !moves.has(i) && size([i, j]) >= both) {
      moves.set(i, j);
      news.add(j);
    }
  }
  const all = [];
  let [a, b] = [0, 0];
  for (const [i, j] of [...kept, [old.length, fresh.length]]) {
    const left = old.slice(a, i).filter((clause) => !moves.has(clause.at) && clause.code);
    const right = fresh.slice(b, j).filter((clause) => !news.has(clause.at) && clause.code);
    all.push(...alike(left, right, vocabulary));
    if (i < old.length) all.push([i, j]);
    [a, b] = [i + 1, j + 1];
  }
  const groups = all.map(([i, j]) => ({ old: [i], fresh: [j] }));
  moveRest(old, fresh, all, moves);
  grow(old, fresh, groups, moves);
  return { groups, moves };
}

function alike(left, right, vocabulary) {
  const least = left.length === 1 && right.length === 1 ? ALIKE_ALONE : ALIKE;
  if (left.length * right.length > FEW_PAIRS) return [];
  const links = [];
  for (const one of left)
    for (const two of right) {
      const score = one.row === two.row ? likeness(one.code, two.code, vocabulary) : 0;
      const size = Math.min(one.code.length, two.code.length);
      if (score >= least) links.push([one.at, two.at, (score - least + 0.05) * (size ** 0.7 + 2)]);
    }
  return chain(links).map(([i, j]) => [i, j]);
}

function likeness(one, two, vocabulary) {
  const ordered = inOrder(one, two);
  if (ordered < 0.15) return 0;
  const counts = new Map();
  let total = 0;
  for (const word of one) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
    total += vocabulary.weight(word);
  }
  let shared = 0;
  for (const word of two) {
    total += vocabulary.weight(word);
    if (counts.get(word) > 0) {
      counts.set(word, counts.get(word) - 1);
      shared += vocabulary.weight(word);
    }
  }
  return (ordered + (total ? (2 * shared) / total : 1)) / 2;
}

// Clauses without a partner that stand equal elsewhere, and short ones beside those that moved.
function moveRest(old, fresh, links, moves) {
  const olds = new Set([...links.map(([i]) => i), ...moves.keys()]);
  const news = new Set([...links.map(([, j]) => j), ...moves.values()]);
  const take = (i, j) => {
    moves.set(i, j);
    olds.add(i);
    news.add(j);
  };
  const only = (clauses, taken) => {
    const found = new Map();
    for (const { bare, row, at } of clauses)
      if (!taken.has(at) && bare.length >= LEAST_MOVED)
        found.set(`${row}${bare}`, found.has(`${row}${bare}`) ? null : at);
    return found;
  };
  const places = only(fresh, news);
  for (const [words, i] of only(old, olds)) {
    const j = places.get(words);
    if (i !== null && j !== undefined && j !== null) take(i, j);
  }
  const waiting = [...moves];
  while (waiting.length) {
    const [i, j] = waiting.pop();
    for (const by of [-1, 1]) {
      const [a, b] = [old[i + by], fresh[j + by]];
      if (a && b && !olds.has(a.at) && !news.has(b.at) && a.bare === b.bare && a.row === b.row) {
        take(a.at, b.at);
        waiting.push([a.at, b.at]);
      }
    }
  }
}

// Adds to each unequal pair the neighbours that were cut off it or joined to it.
function grow(old, fresh, groups, moves) {
  const olds = new Set([...groups.flatMap((group) => group.old), ...moves.keys()]);
  const news = new Set([...groups.flatMap((group) => group.fresh), ...moves.values()]);
  for (const group of groups) {
    const [one, two] = [old[group.old[0]], fresh[group.fresh[0]]];
    if (one.row || one.code === two.code) continue;
    takeBeside(one.code, fresh, group.fresh, news);
    if (group.fresh.length === 1) takeBeside(two.code, old, group.old, olds);
  }
}

function takeBeside(whole, clauses, part, taken) {
  const shared = (places) => sharedWords(whole, places.map((at) => clauses[at].code).join(""));
  let most = shared(part);
  for (let grown = true; grown; ) {
    grown = false;
    for (const wider of [[part[0] - 1, ...part], [...part, part.at(-1) + 1]]) {
      const beside = wider[0] < part[0] ? wider[0] : wider.at(-1);
      if (taken.has(beside) || !clauses[beside] || clauses[beside].row) continue;
      const found = shared(wider);
      if (found - most >= Math.max(1, FOUND_AGAIN * clauses[beside].code.length)) {
        part.splice(0, part.length, ...wider);
        taken.add(beside);
        [most, grown] = [found, true];
        break;
      }
    }
  }
}

// ---------------------------------------------------------------- which word is which

// Returns for each new leaf its words as [mark, token]; "=" kept, "-" struck, "+" inserted.
function wording(olds, news, vocabulary) {
  const [one, two] = [side(olds, vocabulary), side(news, vocabulary)];
  const leaves = two.leaves.map(() => []);
  let leaf = 0;
  const leafAt = (at) => {
    while (two.starts[leaf + 1] <= at) leaf += 1;
    while (two.starts[leaf] > at) leaf -= 1;
    return leaves[leaf];
  };
  for (const [[a, b], [c, d]] of sentencePairs(one, two)) {
    if (c < d) leafAt(c);
    let [i, j] = [a, c];
    const runs = commonRuns(one.code.slice(a, b), two.code.slice(c, d), vocabulary);
    for (const [p, q, length] of [...runs, [b - a, d - c, 0]]) {
      for (; i < a + p; i += 1) leaves[leaf].push(["-", one.tokens[i]]);
      for (; j < c + q; j += 1) leafAt(j).push(["+", two.tokens[j]]);
      for (let n = 0; n < length; n += 1, i += 1, j += 1) leafAt(j).push(["=", two.tokens[j]]);
    }
  }
  return leaves;
}

function side(clauses, vocabulary) {
  const leaves = clauses.flatMap((clause) => clause.leaves);
  const tokens = leaves.flat();
  const starts = [];
  leaves.reduce((at, leaf) => (starts.push(at), at + leaf.length), 0);
  return {
    leaves,
    tokens,
    starts,
    row: clauses[0].row,
    code: vocabulary.encode(tokens),
    sentences: sentencesOf(tokens, new Set(starts)),
  };
}

function* sentencePairs(one, two) {
  const columns = one.leaves.length === two.leaves.length ? one.leaves.length : 0;
  if (!one.row || !columns) return yield* aligned(one, two, one.sentences, two.sentences);
  const within = ({ starts, sentences, tokens }, n) =>
    sentences.filter(([at]) => at >= starts[n] && at < (starts[n + 1] ?? tokens.length));
  for (let n = 0; n < columns; n += 1) yield* aligned(one, two, within(one, n), within(two, n));
}

function* aligned(one, two, olds, news) {
  const codes = ({ code }, list) => list.map(([a, b]) => code.slice(a, b));
  const stretch = (list, [a, b]) => (a === b ? [0, 0] : [list[a][0], list[b - 1][1]]);
  for (const [i, j] of alignSentences(codes(one, olds), codes(two, news)))
    yield [stretch(olds, i), stretch(news, j)];
}

// ---------------------------------------------------------------- how it is written

const OPEN = { "-": "<del>", "+": "<ins>", "m-": '<del class="moved">', "m+": '<ins class="moved">' };
const SPOKEN = { "-": "removed", "+": "added", "m-": "moved away", "m+": "moved here" };
const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const nameOf = (tag) => tag.match(/^<([a-z0-9]+)/)[1];
const RENAMED = { ins: "u", del: "s", strike: "s" }; // the text's own, not the redline's
const renamed = (tag) =>
  tag.replace(/^<(ins|del|strike)\b/, (_, name) => `<${RENAMED[name]}`);

function leafHtml(words) {
  let html = "";
  let stack = [];
  let mark = "=";
  const turn = (next, to) => {
    let shared = 0;
    while (shared < stack.length && shared < next.length && stack[shared] === next[shared]) shared += 1;
    if (to === mark && shared === stack.length && shared === next.length) return;
    if (OPEN[mark]) html += `<span class="fn-spoken">] </span></${OPEN[mark].slice(1, 4)}>`;
    for (const { tag } of stack.slice(shared).reverse()) html += `</${nameOf(renamed(tag))}>`;
    for (const { tag } of next.slice(shared)) html += renamed(tag);
    if (OPEN[to]) html += `${OPEN[to]}<span class="fn-spoken"> [${SPOKEN[to]}: </span>`;
    [stack, mark] = [next, to];
  };
  const common = (one, two) => one.filter((each, n) => each === two[n]);
  words.forEach(([to, word], n) => {
    const isOld = to === "-" || to === "m-";
    const ahead = words.slice(n).find(([each]) => each !== "-" && each !== "m-");
    const around = isOld ? common(stack, ahead?.[1].parts[0].stack ?? []) : word.parts[0].stack;
    if (word.space && n) {
      const space = to === mark ? to : "=";
      turn(common(stack, around), space);
      html += " ";
    }
    for (const { text, stack: own, atom } of isOld ? [] : word.breaks) {
      turn(own, "=");
      html += atom ?? text;
    }
    for (const part of word.parts) {
      turn(isOld ? around : part.stack, word.key ? to : "=");
      html += part.atom?.startsWith("<img") ? (isOld ? "" : part.atom) : escaped(part.text);
    }
  });
  turn([], "=");
  return html;
}

const marked = (clause, mark) => clause.leaves.map((leaf) => leaf.map((word) => [mark, word]));
const FITS = { ul: "li", ol: "li", tbody: "tr", thead: "tr", tfoot: "tr" };
const WRAPPED = {
  ul: ["<li>"], ol: ["<li>"], dl: ["<dd>"],
  table: ["<tbody>", "<tr>", "<td>"], tbody: ["<tr>", "<td>"], thead: ["<tr>", "<td>"], tr: ["<td>"],
};

class Writer {
  #html = "";
  #stack = [];
  #counts = {};
  #number = 0;

  constructor(old, fresh, { groups, moves }, vocabulary) {
    Object.assign(this, { old, fresh, groups, vocabulary });
    this.movedFrom = moves;
    this.movedTo = new Map([...moves].map(([i, j]) => [j, i]));
  }

  write() {
    let [i, j] = [0, 0];
    for (const group of [...this.groups, { old: [this.old.length], fresh: [this.fresh.length] }]) {
      for (; i < group.old[0]; i += 1) this.#removed(this.old[i], this.fresh[j]);
      for (; j < group.fresh[0]; j += 1) this.#added(this.fresh[j]);
      if (i < this.old.length || j < this.fresh.length) this.#matched(group);
      [i, j] = [group.old.at(-1) + 1, group.fresh.at(-1) + 1];
    }
    this.#close(0);
    return { html: this.#html, counts: this.#counts };
  }

  #matched({ old, fresh }) {
    const [olds, news] = [old.map((at) => this.old[at]), fresh.map((at) => this.fresh[at])];
    const single = olds.length === 1 && news.length === 1;
    const leaves =
      single && olds[0].text === news[0].text && olds[0].row === news[0].row
        ? marked(news[0], "=")
        : wording(olds, news, this.vocabulary);
    const differs = leaves.flat().some(([mark, word]) => mark !== "=" && word.key);
    const kind = news.length > 1 ? "split" : olds.length > 1 ? "merged" : differs ? "reworded" : "";
    let at = 0;
    news.forEach((clause, n) => {
      this.#put(clause, leaves.slice(at, at + clause.leaves.length), n ? "" : kind);
      at += clause.leaves.length;
    });
  }

  #added(clause) {
    const from = this.movedTo.get(clause.at);
    if (from === undefined) return this.#put(clause, marked(clause, "+"), "added");
    const leaves = wording([this.old[from]], [clause], this.vocabulary).map((leaf) =>
      leaf.filter(([mark]) => mark !== "-").map(([mark, word]) => [mark === "=" ? "m+" : "+", word]),
    );
    const other = leaves.flat().some(([mark]) => mark === "+");
    return this.#put(clause, leaves, other ? "moved-reworded" : "moved");
  }

  #removed(clause, next) {
    const moved = this.movedFrom.has(clause.at);
    this.#close(next ? Math.min(next.shared, this.#stack.length) : 0);
    const depth = this.#stack.length;
    let path = clause.path.slice(this.#common(clause.path));
    const inside = depth ? nameOf(this.#stack.at(-1)) : "";
    if (clause.cells.length && !["tbody", "thead", "tfoot", "table"].includes(inside))
      path = ["<table>", "<tbody>", "<tr>"];
    if (WRAPPED[inside] && !(path[0] && nameOf(path[0]) === FITS[inside]))
      path = clause.cells.length ? path : [...WRAPPED[inside], ...path.filter((tag) => !/^<(li|ul|ol|t)/.test(tag))];
    this.#open(path, `removed ${moved ? "change-moved-from" : this.#change("removed")}`, !moved);
    this.#cells(clause, marked(clause, moved ? "m-" : "-"));
    this.#close(depth);
  }

  // How many of the open elements the clause may stand in: those of the same tags from the top.
  #common(path) {
    let shared = 0;
    while (shared < this.#stack.length && shared < path.length - 1 && nameOf(this.#stack[shared]) === nameOf(path[shared]))
      shared += 1;
    return shared;
  }

  #put(clause, leaves, kind) {
    this.#close(clause.shared);
    const classes = kind ? this.#change(kind) : "";
    this.#open(clause.path.slice(this.#stack.length), classes, Boolean(kind));
    this.#cells(clause, leaves);
  }

  #change(kind) {
    this.#counts[kind] = (this.#counts[kind] ?? 0) + 1;
    return `change change-${kind}`;
  }

  #open(path, classes, named) {
    path.forEach((tag, n) => {
      const last = n === path.length - 1;
      const id = last && named ? ` id="change-${(this.#number += 1)}" tabindex="-1"` : "";
      const own = tag.match(/ class="([^"]*)"/)?.[1] ?? "";
      const bare = tag.replace(/ class="[^"]*"/, "").slice(0, -1);
      const all = `${own} ${last ? classes : ""}`.trim();
      this.#html += `\n${bare}${all ? ` class="${all}"` : ""}${id}>`;
      this.#stack.push(tag);
    });
    if (!path.length && named) this.#html += `<span class="${classes}" id="change-${(this.#number += 1)}" tabindex="-1"></span>`;
  }

  #close(depth) {
    while (this.#stack.length > depth) this.#html += `</${nameOf(this.#stack.pop())}>`;
  }

  #cells(clause, leaves) {
    const html = leaves.map(leafHtml);
    this.#html += clause.cells.length
      ? clause.cells.map((tag, n) => `${tag}${html[n]}</${nameOf(tag)}>`).join("")
      : html.join("");
  }
}
