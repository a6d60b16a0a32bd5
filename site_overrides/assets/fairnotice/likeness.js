// How much two clauses have in common, and which pairs are worth asking about, as archive/likeness.py.

import { inOrder } from "./word-diff.js";

const FEW_PAIRS = 2_500; // pairs of clauses that are all compared
const MANY_PAIRS = 400_000; // pairs from which on a clause has fewer candidates
const CANDIDATES = 12;
const TELLING = 24; // rarest words of a clause that propose others; the rest add little
const COMMON = 25; // a word that stands in more clauses than this proposes none
const LEAST_IN_ORDER = 0.15;
const LONGEST = 400_000_000; // words times words from which on their order is not compared

export class Likeness {
  #weights;
  #bags = new Map();
  #scores = new Map(); // the same pair is asked about by those who reword and by those who move

  constructor(vocabulary) {
    this.#weights = vocabulary.weights;
  }

  // Returns how alike two clauses are, from 0 to 1; a row is never like a paragraph.
  of(old, fresh) {
    const key = `${old.at} ${fresh.at}`;
    if (!this.#scores.has(key)) this.#scores.set(key, this.#score(old, fresh));
    return this.#scores.get(key);
  }

  #score(old, fresh) {
    const [one, two] = [old.code, fresh.code];
    const shorter = Math.min(one.length, two.length);
    if (old.row !== fresh.row || 2 * shorter < LEAST_IN_ORDER * (one.length + two.length)) return 0;
    if (one.length * two.length > LONGEST) return this.#inAnyOrder(one, two);
    const ordered = inOrder(one, two, LEAST_IN_ORDER);
    return ordered ? (ordered + this.#inAnyOrder(one, two)) / 2 : 0;
  }

  #inAnyOrder(one, two) {
    let [[bag, weight], [other, otherWeight]] = [this.#bag(one), this.#bag(two)];
    const total = weight + otherWeight;
    if (other.size < bag.size) [bag, other] = [other, bag];
    let shared = 0;
    for (const [word, value] of bag) if (other.has(word)) shared += Math.min(value, other.get(word));
    return total ? (2 * shared) / total : 1;
  }

  // The weight of each word, in hundredths so that no order of adding tells.
  #bag(code) {
    if (!this.#bags.has(code)) {
      const counts = new Map();
      for (const word of code) counts.set(word, (counts.get(word) ?? 0) + 1);
      let weight = 0;
      for (const [word, count] of counts) {
        counts.set(word, count * Math.round(100 * this.#weights.get(word)));
        weight += counts.get(word);
      }
      this.#bags.set(code, [counts, weight]);
    }
    return this.#bags.get(code);
  }

  // Returns the pairs worth comparing: all of a few, else those that share rare words.
  candidates(old, fresh) {
    const all = old.length * fresh.length;
    if (all <= FEW_PAIRS) return old.flatMap((_, i) => fresh.map((__, j) => [i, j]));
    const holders = new Map();
    fresh.forEach(({ code }, j) => {
      for (const word of new Set(code)) {
        if (!holders.has(word)) holders.set(word, []);
        holders.get(word).push(j);
      }
    });
    const most = all <= MANY_PAIRS ? CANDIDATES : Math.floor(CANDIDATES / 3);
    return old.flatMap(({ code }, i) => {
      const votes = new Map();
      const rare = [...new Set(code)].map((word) => holders.get(word) ?? []);
      const telling = rare.filter((places) => places.length <= COMMON).sort(byPlaces);
      for (const places of telling.slice(0, TELLING))
        for (const j of places) votes.set(j, (votes.get(j) ?? 0) + 1 / (1 + places.length));
      const best = [...votes].sort((a, b) => b[1] - a[1]).slice(0, most).map(([j]) => j);
      // Only common words: the clause at the same place may be it.
      if (!best.length) best.push(Math.floor((i * fresh.length) / old.length));
      return best.sort((a, b) => a - b).map((j) => [i, j]);
    });
  }
}

function byPlaces(one, two) {
  const differs = one.length === two.length ? one.findIndex((place, n) => place !== two[n]) : 0;
  return one.length - two.length || (differs < 0 ? 0 : one[differs] - two[differs]) || 0;
}
