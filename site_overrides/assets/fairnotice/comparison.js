// Two texts of a policy compared: from the file of its clauses to HTML with ins and del.
// Each step is taken as the engine takes it in archive/redlines.py, so that both show the same.

import { align } from "./alignment.js";
import { labelLength } from "./labels.js";
import { Likeness } from "./likeness.js";
import { withSpaces } from "./marks.js";
import { passages } from "./passages.js";
import { pageHtml } from "./redline-html.js";
import { UNSEEN, Vocabulary } from "./vocabulary.js";
import { readRun } from "./words.js";

const BETWEEN_CELLS = "\x1f";

// Returns the clauses of one text of the file, in reading order.
export function textOf({ texts, shapes, clauses, revisions }, number) {
  let order = [];
  for (const splices of revisions.slice(0, number + 1)) {
    const next = [...order];
    for (const [at, leave, come] of [...splices].reverse()) next.splice(at, leave, ...come);
    order = next;
  }
  const stack = [];
  return order.map((clause) => {
    const [, text, shape] = clauses[clause][2].findLast(([since]) => since <= number);
    const [opened, ...cells] = shapes[shape].split(BETWEEN_CELLS);
    const shared = Number.parseInt(opened, 10);
    stack.length = shared;
    stack.push(...(opened.match(/<[^>]*>/g) ?? []).map((tag) => ({ tag })));
    return { text: texts[text], shared, path: [...stack], cells };
  });
}

// Returns { html, counts, links } for two texts made by textOf.
export function redline(oldText, newText) {
  const vocabulary = new Vocabulary();
  const old = oldText.map((clause, at) => read(clause, at, vocabulary));
  const fresh = newText.map((clause, at) => read(clause, at, vocabulary));
  const found = passages(old, fresh, align(old, fresh, new Likeness(vocabulary)), vocabulary);
  const pieces = withSpaces(found.flatMap((passage) => passage.leaves));
  let at = 0;
  for (const passage of found) {
    passage.leaves = pieces.slice(at, at + passage.leaves.length);
    at += passage.leaves.length;
  }
  const counts = {};
  for (const { kind, along } of found) if (kind && !along) counts[kind] = (counts[kind] ?? 0) + 1;
  return { html: pageHtml(found), counts, links: found.flatMap((passage) => passage.links ?? []) };
}

// Returns a clause made ready to be compared.
function read(clause, at, vocabulary) {
  const row = clause.cells.length > 0;
  const runs = (row ? clause.text.split(BETWEEN_CELLS) : [clause.text]).map(readRun);
  const tokens = runs.flatMap((run) => run.tokens);
  const keys = tokens.map(({ key }) => key);
  const code = vocabulary.encode(tokens);
  const label = labelLength(keys);
  return {
    ...clause, at, row, runs, keys, code, label,
    same: code.replaceAll(UNSEEN, ""),
    bare: code.slice(label).replaceAll(UNSEEN, ""),
    exact: runs.map((run) => run.text).join(BETWEEN_CELLS),
    hasWords: tokens.some(({ text, struck }) => text && !struck),
    inCode: clause.path.some(({ tag }) => /^<pre\b/.test(tag)),
  };
}
