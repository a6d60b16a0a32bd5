// Which words of one text are which of another, as archive/word_diff.py decides.
// Texts are encoded, one character a word; a run is [old place, new place, length].

import { bestChain, uniqueLinks } from "./chains.js";

const OPENING = 0.9; // what a run of kept words costs
const LARGEST = 60_000; // places with equal words; beyond, the longest common subsequence
const LONG = 8; // words, of both texts, beside which a lone mark or article is not kept
const LEAST_RUN = 1.2; // what a run must weigh there
const HUGE = 100_000_000; // cells beyond which a long text is first cut at fixed points
const GRAM = 3;

// Returns the runs of words that two encoded texts share, in order.
export function commonRuns(old, fresh, vocabulary) {
  let [start, end] = commonEnds(old, fresh);
  start -= partsAPhrase(old, fresh, [0, 0, start], vocabulary);
  const a = old.slice(start, old.length - end);
  const b = fresh.slice(start, fresh.length - end);
  const runs = start ? [[0, 0, start]] : [];
  for (const [i, j, length] of wholePhrases(a, b, vocabulary)) runs.push([i + start, j + start, length]);
  if (end) runs.push([old.length - end, fresh.length - end, end]);
  return runs;
}

// Returns shared runs of which none ends between "may" and a "not" that only one text has.
function wholePhrases(old, fresh, vocabulary) {
  return middleRuns(old, fresh, vocabulary)
    .map((run) => [run[0], run[1], run[2] - partsAPhrase(old, fresh, run, vocabulary)])
    .filter(([, , length]) => length);
}

// 1 where a run ends with a modal verb and one text alone goes on with a negation.
function partsAPhrase(old, fresh, [i, j, length], { modals, negations }) {
  if (!length || !modals.has(old[i + length - 1])) return 0;
  return negations.has(old[i + length]) !== negations.has(fresh[j + length]) ? 1 : 0;
}

// Returns runs in order without those beside a change that are not worth their opening; the first and
// the last bound the words, and may be empty.
export function withoutCrumbs(runs, weight) {
  const found = [];
  for (const [i, j, length] of runs) {
    const last = found.at(-1);
    if (last && i === last[0] + last[2] && j === last[1] + last[2]) last[2] += length;
    else found.push([i, j, length]);
  }
  if (found.length < 2) return found;
  const inner = found.slice(1, -1).filter((run) => weight(run) >= OPENING);
  let [first, last] = [found[0], found.at(-1)];
  if (weight(first) < OPENING && isLong(first, inner[0] ?? last)) first = [first[0], first[1], 0];
  if (weight(last) < OPENING && isLong(inner.at(-1) ?? first, last))
    last = [last[0] + last[2], last[1] + last[2], 0];
  return [first, ...inner, last];
}

// Whether many words between two runs took the place of others.
function isLong(before, after) {
  const struck = after[0] - before[0] - before[2];
  const inserted = after[1] - before[1] - before[2];
  return Math.min(struck, inserted) >= 1 && struck + inserted >= LONG;
}

// How long the common head and tail are; they never overlap.
export function commonEnds(old, fresh) {
  const shorter = Math.min(old.length, fresh.length);
  let start = 0;
  while (start < shorter && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  return [start, end];
}

function middleRuns(old, fresh, vocabulary) {
  if (!old || !fresh) return [];
  const counts = new Map();
  for (const word of fresh) counts.set(word, (counts.get(word) ?? 0) + 1);
  let equal = 0;
  for (const word of old) equal += counts.get(word) ?? 0;
  if (equal <= LARGEST) return bestRuns(old, fresh, vocabulary);
  return longestCommon(old, fresh).filter(
    ([at, , length]) => vocabulary.weight(old.slice(at, at + length)) >= LEAST_RUN,
  );
}

// The runs whose words weigh most after each run has paid for its opening.
function bestRuns(old, fresh, vocabulary) {
  const places = new Map();
  [...fresh].forEach((word, j) => {
    if (!places.has(word)) places.set(word, []);
    places.get(word).push(j);
  });
  const matches = []; // [old place, new place, the match before]
  const best = new Float64Array(fresh.length + 1); // the most that can be kept before each place
  const last = new Int32Array(fresh.length + 1).fill(-1); // the match that ends it
  let above = new Map();
  [...old].forEach((word, i) => {
    const row = new Map();
    const weight = vocabulary.weight(word);
    for (const j of places.get(word) ?? []) {
      let [value, before] = [best[j] - OPENING, last[j]];
      const goingOn = above.get(j - 1);
      if (goingOn && goingOn[0] >= value) [value, before] = goingOn;
      row.set(j, [value + weight, matches.length]);
      matches.push([i, j, before]);
    }
    for (const [j, [value, match]] of row)
      for (let at = j + 1; at <= fresh.length && best[at] < value; at += 1) {
        best[at] = value;
        last[at] = match;
      }
    above = row;
  });
  return joined(matches, last[fresh.length]);
}

function joined(matches, end) {
  const runs = [];
  for (let number = end; number >= 0; ) {
    const [i, j, before] = matches[number];
    const next = runs.at(-1);
    if (next && next[0] === i + 1 && next[1] === j + 1) runs[runs.length - 1] = [i, j, next[2] + 1];
    else runs.push([i, j, 1]);
    number = before;
  }
  return runs.reverse();
}

// The runs of a long common subsequence: the longest, unless the texts are huge.
export function longestCommon(old, fresh) {
  const runs = [];
  let [i, j] = [0, 0];
  for (const [a, b, length] of [...fixedPoints(old, fresh), [old.length, fresh.length, 0]]) {
    for (const [olds, news] of slices(old.slice(i, a), fresh.slice(j, b)))
      for (const [p, q, long] of longest(old.slice(i + olds[0], i + olds[1]), fresh.slice(j + news[0], j + news[1])))
        runs.push([i + olds[0] + p, j + news[0] + q, long]);
    if (length) runs.push([a, b, length]);
    [i, j] = [a + length, b + length];
  }
  return runs;
}

// By one bit a word (Hyyrö); memory is words × words / 8 bytes. Of equal choices it takes rapidfuzz's.
function longest(old, fresh) {
  const [start, end] = commonEnds(old, fresh);
  const [a, b] = [old.slice(start, old.length - end), fresh.slice(start, fresh.length - end)];
  const rows = [];
  bitRows(a, b, (state) => rows.push(state));
  const runs = end ? [[old.length - end, fresh.length - end, end]] : [];
  const add = (i, j, length) => {
    const next = runs.at(-1);
    if (next && next[0] === i + length && next[1] === j + length) runs[runs.length - 1] = [i, j, next[2] + length];
    else runs.push([i, j, length]);
  };
  let i = a.length;
  for (let j = b.length; i > 0 && j > 0; ) {
    if ((rows[j - 1] >> BigInt(i - 1)) & 1n) i -= 1;
    else if (j > 1 && !((rows[j - 2] >> BigInt(i - 1)) & 1n)) j -= 1;
    else {
      [i, j] = [i - 1, j - 1];
      add(start + i, start + j, 1);
    }
  }
  if (start) add(0, 0, start);
  return runs.reverse();
}

function bitRows(old, fresh, take) {
  const places = new Map();
  [...old].forEach((word, n) => places.set(word, (places.get(word) ?? 0n) | (1n << BigInt(n))));
  const mask = (1n << BigInt(old.length)) - 1n;
  let state = mask;
  for (const word of fresh) {
    const shared = state & (places.get(word) ?? 0n);
    if (shared) state = ((state + shared) | (state - shared)) & mask;
    take(state);
  }
  return state;
}

// Words that surely match: some in a row that occur once in each of two huge texts.
function fixedPoints(old, fresh) {
  if (old.length * fresh.length <= HUGE) return [];
  const grams = (text) => Array.from({ length: Math.max(0, text.length - GRAM + 1) }, (_, at) => text.slice(at, at + GRAM));
  const points = [];
  for (const [i, j] of bestChain(uniqueLinks(grams(old), grams(fresh)))) {
    const last = points.at(-1);
    if (!last || (i >= last[0] + GRAM && j >= last[1] + GRAM)) points.push([i, j, GRAM]);
  }
  return points;
}

// What of a gap is compared with what: where it is still huge, piece with piece.
function slices(old, fresh) {
  const pieces = 1 + Math.floor(((old.length * fresh.length) / HUGE) ** 0.5);
  const cut = (length, n) => [Math.floor((length * n) / pieces), Math.floor((length * (n + 1)) / pieces)];
  return Array.from({ length: pieces }, (_, n) => [cut(old.length, n), cut(fresh.length, n)]);
}

// How many words two encoded texts share in the same order.
export function sharedWords(old, fresh) {
  const [start, end] = commonEnds(old, fresh);
  const a = old.slice(start, old.length - end);
  const state = bitRows(a, fresh.slice(start, fresh.length - end), () => {});
  const kept = state.toString(2).replaceAll("0", "").length;
  return start + end + a.length - kept;
}

// How alike two encoded texts are by the words that they share in the same order; 0 below a bound, and
// at it, where the engine's own count (rapidfuzz) falls short by the last bit.
export function inOrder(old, fresh, least = 0) {
  const both = old.length + fresh.length;
  if (!both) return 1;
  if (2 * Math.min(old.length, fresh.length) < least * both) return 0;
  const ratio = 1 - (both - 2 * sharedWords(old, fresh)) / both;
  return ratio > least + 1e-9 ? ratio : 0;
}
