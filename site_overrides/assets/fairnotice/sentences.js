// Where each sentence ends, and which of the old ones is which of the new ones, as archive/sentences.py.

import { bestChain, uniqueLinks } from "./chains.js";
import { recut, shares } from "./recutting.js";
import { commonEnds, inOrder } from "./word-diff.js";
import { PICTURE } from "./words.js";

const ENDS = new Set(".!?;。！？；");
const UNSPACED_ENDS = new Set("。！？；");
const CLOSERS = new Set("\"')]");
const OPENERS = new Set("\"'([");
const ABBREVIATIONS = new Set(
  `cf cl co corp dept dr e.g eg ext gmbh i.e ie inc incl jr llc ltd mr mrs ms prof sr st u.k u.s
  u.s.a v vs bzw ca usw z.b d.h`.split(/\s+/),
);
const BEFORE_NUMBERS = new Set(
  "abs art arts fig figs no nos nr p para paras pp sec secs sect vol".split(" "),
);
const ALIKE = 0.4;
const MOST_PAIRS = 4_000; // of sentences, that are compared one by one
const LONGEST = 400_000_000; // words times words from which on sentences are not

// Returns the sentences of some words as [start, end]; one also begins at each of the given places.
export function sentencesOf(tokens, starts) {
  const keys = tokens.map(({ key }) => key);
  const cuts = [0];
  for (let at = 1; at < keys.length; at += 1) {
    const apart = tokens[at].space || UNSPACED_ENDS.has(keys[at - 1]);
    if (starts.has(at) || (apart && begins(keys, at, cuts.at(-1)))) cuts.push(at);
  }
  cuts.push(keys.length);
  return cuts.slice(1).map((end, n) => [cuts[n], end]).filter(([a, b]) => b > a);
}

function begins(keys, at, since) {
  let last = at - 1;
  while (last > since && CLOSERS.has(keys[last])) last -= 1;
  if (!ENDS.has(keys[last]) || last === since || !looksLikeABeginning(keys[at])) return false;
  if (keys[last] !== ".") return true;
  const before = keys[last - 1].toLowerCase();
  if (last - since < 2 || ABBREVIATIONS.has(before)) return false; // the label "4." at the head; "Inc."
  if (BEFORE_NUMBERS.has(before)) return !/^\p{Nd}/u.test(keys[at]);
  return [...before].length > 1 || /^\p{Nd}$/u.test(before); // not "J. Smith"
}

function looksLikeABeginning(key) {
  const [first = ""] = key.replace(/^\0/, "");
  const small = /\p{Ll}/u.test(first);
  return OPENERS.has(first) || first === "" || first === PICTURE || (/[\p{L}\p{N}]/u.test(first) && !small);
}

// Returns which encoded sentences belong together, as [[from, to], [from, to]]; either may be empty.
export function alignSentences(old, fresh) {
  const links = bestChain(equalLinks(old, fresh).map(([i, j]) => [i, j, old[i].length]));
  const pairs = [];
  let [i, j] = [0, 0];
  for (const [a, b] of [...links, [old.length, fresh.length]]) {
    pairs.push(...alignGap(old, fresh, [i, a], [j, b]));
    if (a < old.length) pairs.push([[a, a + 1], [b, b + 1]]);
    [i, j] = [a + 1, b + 1];
  }
  return pairs;
}

function equalLinks(old, fresh) {
  const [start, end] = commonEnds(old, fresh);
  const links = [];
  for (let n = 0; n < start; n += 1) links.push([n, n]);
  const middle = uniqueLinks(old.slice(start, old.length - end), fresh.slice(start, fresh.length - end));
  for (const [n, m] of middle) links.push([n + start, m + start]);
  for (let n = end; n > 0; n -= 1) links.push([old.length - n, fresh.length - n]);
  return links;
}

// The pairs between two anchors, where no sentence is unique and equal.
function alignGap(old, fresh, olds, news) {
  const [before, after] = [old.slice(...olds), fresh.slice(...news)];
  const few = before.length * after.length <= MOST_PAIRS;
  const found = few ? pairsByTable(before, after) : pairsByWords(before, after);
  const pairs = [];
  let [i, j] = [olds[0], news[0]];
  for (const group of recut(before, after, found)) {
    const oldSpan = group.old.map((place) => place + olds[0]);
    const newSpan = group.fresh.map((place) => place + news[0]);
    pairs.push(...unpaired([i, oldSpan[0]], [j, newSpan[0]]), [oldSpan, newSpan]);
    [i, j] = [oldSpan[1], newSpan[1]];
  }
  return [...pairs, ...unpaired([i, olds[1]], [j, news[1]])];
}

function unpaired(olds, news) {
  const pairs = [];
  for (let at = olds[0]; at < olds[1]; at += 1) pairs.push([[at, at + 1], [news[0], news[0]]]);
  for (let at = news[0]; at < news[1]; at += 1) pairs.push([[olds[1], olds[1]], [at, at + 1]]);
  return pairs;
}

// The best pairing, in which two sentences may also have become one or one two.
function pairsByTable(old, fresh) {
  const rows = old.length + 1;
  const columns = fresh.length + 1;
  const best = Array.from({ length: rows }, () => new Float64Array(columns));
  const step = Array.from({ length: rows }, () => Array(columns).fill(null));
  for (let i = 0; i < rows; i += 1)
    for (let j = 0; j < columns; j += 1)
      for (const [a, b] of [[1, 0], [0, 1], [1, 1], [1, 2], [2, 1]]) {
        if (a > i || b > j) continue;
        let value = best[i - a][j - b];
        if (a && b) {
          const found = gain(old.slice(i - a, i).join(""), fresh.slice(j - b, j).join(""));
          if (found <= 0) continue;
          value += found;
        }
        if (value > best[i][j] || step[i][j] === null) [best[i][j], step[i][j]] = [value, [a, b]];
      }
  const pairs = [];
  let [i, j] = [old.length, fresh.length];
  while (i || j) {
    const [a, b] = step[i][j];
    if (a && b) pairs.push({ old: [i - a, i], fresh: [j - b, j] });
    [i, j] = [i - a, j - b];
  }
  return pairs.reverse();
}

function gain(old, fresh) {
  if (old.length * fresh.length > LONGEST) return 0; // too long to be compared as wholes
  const ratio = inOrder(old, fresh, ALIKE);
  return ratio ? (ratio - ALIKE + 0.03) * (old.length + fresh.length) : 0;
}

// A pairing of very many sentences, by the words they share in the whole.
function pairsByWords(old, fresh) {
  const links = shares(old, fresh, 1).filter(
    ([i, j, count]) => 2 * count >= ALIKE * (old[i].length + fresh[j].length),
  );
  return bestChain(links).map(([i, j]) => ({ old: [i, i + 1], fresh: [j, j + 1] }));
}
