// Which parts of two texts hold the same words, cut at other places, as archive/recutting.py.
// A group is { old: [from, to], fresh: [from, to] }: stretches of parts that belong together.

import { longestCommon, sharedWords } from "./word-diff.js";

const FOUND_AGAIN = 0.6; // how much of a part must stand in the one it was cut from
const SLACK = 1.2; // by how much the words of a part and its partner's may overlap by chance
const LONGEST = 400_000_000; // words times words from which on nobody asks for that
const LEAST_RUN = 2; // words in a row; a lone word is found anywhere

// Returns the pairs, in order, each with the parts beside it that share their words with it.
export function recut(old, fresh, pairs) {
  const aloneOld = alone(old, pairs.map((pair) => pair.old));
  const aloneNew = alone(fresh, pairs.map((pair) => pair.fresh));
  if (!old.length || !fresh.length || !(aloneOld.size || aloneNew.size)) return [...pairs];
  const order = new Order(pairs);
  const found = [];
  for (const [i, j, shared] of shares(old, fresh, LEAST_RUN)) {
    const isFound =
      (aloneOld.has(i) && shared >= FOUND_AGAIN * old[i].length) ||
      (aloneNew.has(j) && shared >= FOUND_AGAIN * fresh[j].length);
    if (isFound && order.keeps(i, j) && !isTaken(old, fresh, order.partners(i, j), [i, j], shared))
      found.push({ old: [i, i + 1], fresh: [j, j + 1] });
  }
  return merged([...pairs, ...found]);
}

// Whether the shared words of a part are those that its partner has already.
function isTaken(old, fresh, partners, [i, j], shared) {
  for (const partner of partners) {
    const [whole, other] = holds(partner.old, i)
      ? [old[i], fresh.slice(...partner.fresh).join("")]
      : [fresh[j], old.slice(...partner.old).join("")];
    if (whole.length * other.length > LONGEST) continue;
    if (sharedWords(whole, other) + shared > SLACK * whole.length) return true;
  }
  return false;
}

const holds = ([start, end], place) => start <= place && place < end;

function alone(parts, paired) {
  const left = new Set(parts.keys());
  for (const [start, end] of paired) for (let n = start; n < end; n += 1) left.delete(n);
  return left;
}

// Returns the pairs of parts that share words, so many in a row at least, with how many.
export function shares(old, fresh, least) {
  const [endsOld, endsNew] = [endsOf(old), endsOf(fresh)];
  const shared = new Map();
  for (const run of longestCommon(old.join(""), fresh.join(""))) {
    if (run[2] < least) continue;
    let [at, atNew] = run;
    const end = at + run[2];
    while (at < end) {
      const [i, j] = [firstAbove(endsOld, at), firstAbove(endsNew, atNew)];
      const length = Math.min(end - at, endsOld[i] - at, endsNew[j] - atNew);
      const key = `${i} ${j}`;
      shared.set(key, [i, j, (shared.get(key)?.[2] ?? 0) + length]);
      [at, atNew] = [at + length, atNew + length];
    }
  }
  return [...shared.values()];
}

function endsOf(parts) {
  let at = 0;
  return parts.map((part) => (at += part.length));
}

// The first place of a rising list whose value is above another, or its length.
export function firstAbove(list, value) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

// Tells whether parts can belong together without crossing a pair.
class Order {
  constructor(pairs) {
    this.pairs = pairs;
    this.starts = pairs.map((pair) => pair.old[0]);
    this.newStarts = pairs.map((pair) => pair.fresh[0]);
  }

  // The pair that holds the old part, and the one that holds the new part.
  partners(i, j) {
    const old = this.pairs[Math.max(firstAbove(this.starts, i) - 1, 0)];
    const fresh = this.pairs[Math.max(firstAbove(this.newStarts, j) - 1, 0)];
    return [
      ...(old && holds(old.old, i) ? [old] : []),
      ...(fresh && holds(fresh.fresh, j) ? [fresh] : []),
    ];
  }

  // Whether all pairs before the old part stand before the new part, and so on.
  keeps(i, j) {
    const first = firstAbove(this.starts, i - 1);
    if (first > 0 && this.pairs[first - 1].fresh[0] > j) return false;
    const after = firstAbove(this.starts, i);
    return after === this.pairs.length || this.pairs[after].fresh[1] > j;
  }
}

// Returns groups that share no part, each around those that did.
function merged(groups) {
  const found = [];
  const ordered = [...groups].sort((a, b) => a.old[0] - b.old[0] || a.fresh[0] - b.fresh[0]);
  for (const group of ordered) {
    const last = found.at(-1) ?? { old: [0, 0], fresh: [0, 0] };
    if (group.old[0] < last.old[1] || group.fresh[0] < last.fresh[1])
      found[found.length - 1] = {
        old: [last.old[0], Math.max(last.old[1], group.old[1])],
        fresh: [Math.min(last.fresh[0], group.fresh[0]), Math.max(last.fresh[1], group.fresh[1])],
      };
    else found.push(group);
  }
  return found;
}
