// Clauses that stand elsewhere in the new text, with or without other words, as archive/moves.py.
// A move is [old place, new place]; a link says also how alike the two are.

const LEAST_EQUAL = 4; // words; shorter clauses are alike by chance
const LEAST_REWORDED = 8;
const ALIKE = 0.6;
const RARE = 4; // clauses, of both texts, that hold a word which tells them from others
const BETTER_BY = 0.25; // how much more alike a moved clause must be than the one in its place

// Returns the clauses, among those without a place in order, that stand equal elsewhere.
export function equalMoves(old, fresh, olds, news) {
  const byWords = (clauses, places) => {
    const found = new Map();
    for (const at of places) {
      const key = `${clauses[at].row ? 1 : 0}${clauses[at].bare}`;
      found.set(key, [...(found.get(key) ?? []), at]);
    }
    return found;
  };
  const places = byWords(fresh, news);
  return [...byWords(old, olds)].flatMap(([key, froms]) => {
    const tos = places.get(key) ?? [];
    const isMove = key.length > LEAST_EQUAL && froms.length === 1 && tos.length === 1;
    return isMove ? [[froms[0], tos[0]]] : [];
  });
}

// Returns the pairs in order and all moves; a far better partner elsewhere breaks a pair.
export function otherMoves(old, fresh, links, moves, likeness) {
  const finder = new Finder(old, fresh, links, moves);
  const [olds, news] = finder.openPlaces();
  const [left, right] = [olds.map((i) => old[i]), news.map((j) => fresh[j])];
  const tells = telling([...left, ...right]);
  const found = [];
  for (const [a, b] of likeness.candidates(left, right)) {
    const [i, j] = [olds[a], news[b]];
    const size = Math.min(old[i].code.length, fresh[j].code.length);
    if (size < LEAST_REWORDED || !finder.mayPair(i, j) || !tells(old[i], fresh[j])) continue;
    const score = likeness.of(old[i], fresh[j]);
    if (score >= Math.max(ALIKE, finder.bound(i, j))) found.push([-score * size ** 0.25, i, j]);
  }
  found.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  for (const [, i, j] of found) finder.pair(i, j);
  finder.takeNeighbours();
  return [finder.links(), finder.moves.sort((a, b) => a[0] - b[0])];
}

// Tells clauses that share their own words from clauses of the same pattern.
function telling(clauses) {
  const holders = new Map();
  for (const { code } of clauses)
    for (const word of new Set(code)) holders.set(word, (holders.get(word) ?? 0) + 1);
  const own = new Map();
  const words = ({ code }) => {
    if (!own.has(code)) own.set(code, new Set([...code].filter((word) => holders.get(word) <= RARE)));
    return own.get(code);
  };
  return (old, fresh) => {
    const [one, other] = [words(old), words(fresh)];
    let shared = 0;
    for (const word of one) if (other.has(word)) shared += 1;
    return shared >= 2 && 4 * shared >= one.size + other.size;
  };
}

// Keeps what is paired with what while moves are sought.
class Finder {
  constructor(old, fresh, links, moves) {
    Object.assign(this, { old, fresh });
    this.moves = [...moves];
    this.byOld = new Map(links.map((link) => [link[0], link]));
    this.byNew = new Map(links.map((link) => [link[1], link]));
    this.movedOld = new Set(moves.map(([i]) => i));
    this.movedNew = new Set(moves.map(([, j]) => j));
  }

  links() {
    return [...this.byOld.values()].sort((a, b) => a[0] - b[0]);
  }

  // The clauses that have no partner, or one that is hardly like them.
  openPlaces() {
    const open = (clauses, links, moved) =>
      [...clauses.keys()].filter(
        (at) => !moved.has(at) && (!links.has(at) || links.get(at)[2] + BETTER_BY < 1),
      );
    return [open(this.old, this.byOld, this.movedOld), open(this.fresh, this.byNew, this.movedNew)];
  }

  // Whether neither has moved and at least one has no partner.
  mayPair(i, j) {
    return !this.movedOld.has(i) && !this.movedNew.has(j) && !(this.byOld.has(i) && this.byNew.has(j));
  }

  // How alike two clauses must be for their present partners to be given up.
  bound(i, j) {
    const links = [this.byOld.get(i), this.byNew.get(j)].filter(Boolean);
    return Math.max(0, ...links.map(([, , worth]) => worth + BETTER_BY));
  }

  pair(i, j) {
    if (!this.mayPair(i, j)) return;
    for (const link of [this.byOld.get(i), this.byNew.get(j)])
      if (link) {
        this.byOld.delete(link[0]);
        this.byNew.delete(link[1]);
      }
    this.#move(i, j);
  }

  #move(i, j) {
    this.moves.push([i, j]);
    this.movedOld.add(i);
    this.movedNew.add(j);
  }

  // Lets short clauses, such as headings, move with the clause next to them.
  takeNeighbours() {
    const waiting = [...this.moves];
    while (waiting.length) {
      const [from, to] = waiting.pop();
      for (const by of [-1, 1]) {
        const [i, j] = [from + by, to + by];
        const [one, two] = [this.old[i], this.fresh[j]];
        const free = one && two && !this.byOld.has(i) && !this.byNew.has(j) && !this.movedOld.has(i) && !this.movedNew.has(j);
        if (free && one.row === two.row && one.bare === two.bare) {
          this.#move(i, j);
          waiting.push([i, j]);
        }
      }
    }
  }
}
