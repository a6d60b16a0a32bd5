// Which clause of the old text is which of the new one, as archive/alignment.py and splits.py.

import { bestChain, uniqueLinks } from "./chains.js";
import { equalMoves, otherMoves } from "./moves.js";
import { recut } from "./recutting.js";
import { commonEnds } from "./word-diff.js";

const ALIKE = 0.42; // from this on two clauses may be one, reworded
const ALIKE_ALONE = 0.3; // the same for two that stand alone between their neighbours

// Returns { matches, moves }: what stayed in order, { old: places, fresh: places }, and what moved.
export function align(old, fresh, likeness) {
  let [links, gaps] = anchored(old, fresh);
  const placesIn = (side) => gaps.flatMap((gap) => places(gap[side]));
  let moves = equalMoves(old, fresh, placesIn("old"), placesIn("fresh"));
  for (const [olds, news] of withoutMoves(gaps, moves))
    links.push(
      ...reworded(old, fresh, olds.filter((i) => old[i].same), news.filter((j) => fresh[j].same), likeness),
    );
  links.sort((a, b) => a[0] - b[0]);
  [links, moves] = otherMoves(old, fresh, links, moves, likeness);
  return { matches: grow(old, fresh, links, withoutMoves(gaps, moves)), moves };
}

const places = ([start, end]) => Array.from({ length: end - start }, (_, n) => start + n);

function withoutMoves(gaps, moves) {
  const movedOld = new Set(moves.map(([i]) => i));
  const movedNew = new Set(moves.map(([, j]) => j));
  return gaps.map((gap) => [
    places(gap.old).filter((i) => !movedOld.has(i)),
    places(gap.fresh).filter((j) => !movedNew.has(j)),
  ]);
}

// Returns the pairs of equal clauses that leave no doubt, and the gaps between them.
function anchored(old, fresh) {
  const links = [];
  const gaps = [];
  const waiting = [{ old: [0, old.length], fresh: [0, fresh.length] }];
  while (waiting.length) {
    const gap = waiting.pop();
    const olds = old.slice(...gap.old);
    const news = fresh.slice(...gap.fresh);
    const found = (olds.length && news.length ? anchors(olds, news) : []).map(([i, j, worth]) => [
      i + gap.old[0], j + gap.fresh[0], worth,
    ]);
    links.push(...found);
    if (found.length) waiting.push(...between(found, gap));
    else if (olds.length || news.length) gaps.push(gap);
  }
  gaps.sort((a, b) => a.old[0] - b.old[0] || a.fresh[0] - b.fresh[0]);
  return [links, gaps];
}

function between(links, gap) {
  const gaps = [];
  let [i, j] = [gap.old[0], gap.fresh[0]];
  for (const [a, b] of links) {
    gaps.push({ old: [i, a], fresh: [j, b] });
    [i, j] = [a + 1, b + 1];
  }
  return [...gaps, { old: [i, gap.old[1]], fresh: [j, gap.fresh[1]] }];
}

// Pairs of equal clauses: at the ends of a gap, or unique in both its sides.
function anchors(old, fresh) {
  const by = (name) => [old, fresh].map((clauses) => clauses.map((each) => `${each.row ? 1 : 0}${each[name]}`));
  for (const find of [() => equal(...by("exact")), () => equal(...by("same")), () => unique(...by("bare"))]) {
    const found = find();
    if (found.length) return found;
  }
  return [];
}

function equal(old, fresh) {
  const [start, end] = commonEnds(old, fresh);
  if (!start && !end) return unique(old, fresh);
  const head = Array.from({ length: start }, (_, at) => [at, at, 1]);
  const tail = Array.from({ length: end }, (_, at) => [old.length - end + at, fresh.length - end + at, 1]);
  return [...head, ...tail];
}

// A text's own letter says whether it is a row's, so that one counts less.
const unique = (old, fresh) =>
  bestChain(uniqueLinks(old, fresh).map(([i, j]) => [i, j, old[i].length - 1]));

// Returns the best pairing of the clauses in a gap; the worth of a link says how alike they are.
function reworded(old, fresh, olds, news, likeness) {
  const least = olds.length === 1 && news.length === 1 ? ALIKE_ALONE : ALIKE;
  const links = [];
  const candidates = likeness.candidates(olds.map((i) => old[i]), news.map((j) => fresh[j]));
  for (const [a, b] of candidates) {
    const [i, j] = [olds[a], news[b]];
    const score = likeness.of(old[i], fresh[j]);
    const size = Math.min(old[i].code.length, fresh[j].code.length);
    if (score >= least) links.push([i, j, (score - least + 0.05) * (size ** 0.7 + 2)]);
  }
  return bestChain(links).map(([i, j]) => [i, j, likeness.of(old[i], fresh[j])]);
}

// Returns each pair with the clauses beside it that were cut off it or joined to it.
function grow(old, fresh, links, gaps) {
  const waiting = new Map(links.map(([i, j]) => [i, j]));
  const groups = [];
  for (const [olds, news] of gaps.flatMap((gap) => betweenRows(old, gap, waiting)))
    for (const group of recutGap(old, fresh, olds, news, waiting)) {
      groups.push(group);
      for (const i of group.old) waiting.delete(i);
    }
  for (const [i, j] of waiting) groups.push({ old: [i], fresh: [j] });
  return groups.sort((a, b) => a.old[0] - b.old[0] || a.fresh[0] - b.fresh[0]);
}

// What stands between the rows of a gap that have a partner: nothing is cut across them.
function betweenRows(old, [olds, news], waiting) {
  const at = new Map(news.map((j, place) => [j, place]));
  const parts = [];
  let [start, newStart] = [0, 0];
  olds.forEach((i, place) => {
    const newPlace = old[i].row ? at.get(waiting.get(i)) : undefined;
    if (newPlace === undefined) return;
    parts.push([olds.slice(start, place), news.slice(newStart, newPlace)]);
    [start, newStart] = [place + 1, newPlace + 1];
  });
  return [...parts, [olds.slice(start), news.slice(newStart)]];
}

// The groups of a gap; a row is never cut, and nothing stands between its members.
function recutGap(old, fresh, all, allNew, waiting) {
  const olds = all.filter((i) => !old[i].row);
  const news = allNew.filter((j) => !fresh[j].row);
  const at = new Map(news.map((j, place) => [j, place]));
  const pairs = olds.flatMap((i, n) => {
    const place = at.get(waiting.get(i));
    return place === undefined ? [] : [{ old: [n, n + 1], fresh: [place, place + 1] }];
  });
  return recut(olds.map((i) => old[i].code), news.map((j) => fresh[j].code), pairs)
    .map((group) => ({ old: olds.slice(...group.old), fresh: news.slice(...group.fresh) }))
    .filter((group) => areNeighbours(group.old) && areNeighbours(group.fresh));
}

const areNeighbours = (found) => found.every((place, n) => !n || place === found[n - 1] + 1);
