// The clauses of both texts in the order in which a redline shows them, as archive/passages.py.
// A passage is { kind, old, fresh, leaves, links, moved, along }: its clauses, the words of its new runs
// (of the old one where no new one is shown), its links that lead elsewhere, the place of the old clause
// that moved, and whether it moved with the one before it.

import { changedLinks } from "./changed-links.js";
import { onlyRenumbered, renumberedLabels } from "./labels.js";
import { compareWording, inserted, oneSided, struck } from "./wording.js";

export function passages(old, fresh, { matches, moves }, vocabulary) {
  return new Reader(old, fresh, matches, moves, vocabulary).passages();
}

class Reader {
  #wordings = new Map();
  #columns = new Map();

  constructor(old, fresh, matches, moves, vocabulary) {
    Object.assign(this, { old, fresh, matches, vocabulary });
    this.movedFrom = new Map(moves.map((move) => [move[0], move]));
    this.movedTo = new Map(moves.map((move) => [move[1], move]));
    const pairs = [...matches.map((match) => [match.old[0], match.fresh[0]]), ...moves];
    this.numbers = renumberedLabels(pairs.map(([i, j]) => [old[i], fresh[j]]));
  }

  passages() {
    const found = [];
    let [i, j] = [0, 0];
    for (const match of [...this.matches, null]) {
      const stop = match ? match.old[0] : this.old.length;
      const newStop = match ? match.fresh[0] : this.fresh.length;
      const first = j + this.#goingOn(i, stop, j, newStop);
      for (; j < first; j += 1) found.push(this.#inserted(this.fresh[j]));
      for (; i < stop; i += 1) found.push(this.#struck(this.old[i]));
      for (; j < newStop; j += 1) found.push(this.#inserted(this.fresh[j]));
      if (match) {
        found.push(this.#matched(match));
        [i, j] = [match.old.at(-1) + 1, match.fresh.at(-1) + 1];
      }
    }
    return found;
  }

  // How many added clauses go on with a list or table that the removed ones do not.
  #goingOn(i, stop, j, newStop) {
    if (i === stop || j === newStop || !i || !j) return 0;
    const outermost = (clause) => clause.path[0];
    if (outermost(this.old[i]) === outermost(this.old[i - 1])) return 0;
    const before = outermost(this.fresh[j - 1]);
    return this.fresh.slice(j, newStop).filter((clause) => outermost(clause) === before).length;
  }

  #struck(clause) {
    const move = this.movedFrom.get(clause.at);
    if (!move) {
      const kind = clause.hasWords ? "removed" : "";
      return { kind, old: [clause], fresh: [], leaves: oneSided(clause, "-") };
    }
    const left = this.#wording(move).left.map((leaf) =>
      leaf.map((word) => struck(word.old, word.fresh ? "m-" : "-")),
    );
    return { kind: "", old: [clause], fresh: [], leaves: left, moved: clause.at };
  }

  #inserted(clause) {
    const move = this.movedTo.get(clause.at);
    if (move) return this.#arrived(move);
    const kind = clause.hasWords ? "added" : "";
    return { kind, old: [], fresh: [clause], leaves: oneSided(clause, "+") };
  }

  #arrived(move) {
    const [old, fresh] = [this.old[move[0]], this.fresh[move[1]]];
    const wording = this.#wording(move);
    const reworded =
      differ(wording.leaves) && !onlyRenumbered(old, fresh, this.numbers);
    const leaves = wording.leaves.map((leaf) =>
      leaf.filter((word) => word.fresh).map((word) => inserted(word.fresh, word.old ? "m+" : "+")),
    );
    const kind = reworded ? "moved-reworded" : "moved";
    const along = !reworded && this.movedFrom.get(old.at - 1)?.[1] === fresh.at - 1;
    const links = changedLinks(wording.leaves);
    return { kind, along, old: [old], fresh: [fresh], leaves, links, moved: old.at };
  }

  #wording(move) {
    const [i, j] = move;
    if (!this.#wordings.has(i))
      this.#wordings.set(i, compareWording([this.old[i]], [this.fresh[j]], this.vocabulary));
    return this.#wordings.get(i);
  }

  #matched(match) {
    const olds = match.old.map((at) => this.old[at]);
    const news = match.fresh.map((at) => this.fresh[at]);
    const wording = olds[0].row ? this.#compareRows(olds[0], news[0]) : compareWording(olds, news, this.vocabulary);
    const [kind, links] = [this.#kind(olds, news, wording), changedLinks(wording.leaves)];
    return { kind, old: olds, fresh: news, leaves: wording.leaves, links };
  }

  // Compares two rows by the columns of the first in their tables that lost one or got one.
  #compareRows(old, fresh) {
    const [table, other] = [tableOf(old), tableOf(fresh)];
    if (!this.#columns.has(table)) this.#columns.set(table, []);
    const known = this.#columns.get(table);
    const isOfThem = (each) =>
      each.other === other && each.old === old.cells.length && each.fresh === fresh.cells.length;
    const found = known.find(isOfThem);
    const wording = compareWording([old], [fresh], this.vocabulary, found?.columns);
    if (!found && wording.columns.some((pair) => pair.includes(null)))
      known.push({ other, old: old.cells.length, fresh: fresh.cells.length, columns: wording.columns });
    return wording;
  }

  #kind(olds, news, { leaves }) {
    if (news.length !== olds.length) return news.length > olds.length ? "split" : "merged";
    if (!differ(leaves)) return "";
    const renumbered = news.length === 1 && onlyRenumbered(olds[0], news[0], this.numbers);
    return renumbered ? "renumbered" : "reworded";
  }
}

const tableOf = ({ path }) => path.findLast(({ tag }) => /^<table\b/.test(tag));

// Whether words came or went that count; those that the text itself strikes do not.
const differ = (leaves) =>
  leaves.flat().some(({ mark, old, fresh }) => (mark === "-" || mark === "+") && !(old ?? fresh).struck);
