// What became of the words of clauses that were matched, sentence by sentence, as archive/wording.py.
// A word of a redline is { mark, old, fresh }: as it stood, as it stands, or both where it was kept.

import { alignCells } from "./cells.js";
import { firstAbove } from "./recutting.js";
import { alignSentences, sentencesOf } from "./sentences.js";
import { commonRuns, withoutCrumbs } from "./word-diff.js";

const isWord = (token) => token.key && token.text; // pictures and what cannot be seen are none

export const struck = (old, mark = "-", shown = isWord(old)) => ({ mark: shown ? mark : "~-", old, fresh: null });
export const inserted = (fresh, mark = "+", shown = isWord(fresh)) => ({ mark: shown ? mark : "~+", old: null, fresh });

// Returns a clause that only one of the texts has, all of it under one mark.
export function oneSided(clause, mark) {
  const word = mark.endsWith("-") ? struck : inserted;
  return clause.runs.map(({ tokens }) => {
    const shown = tokens.some(({ text }) => text); // a soft hyphen between them is part of them
    return tokens.map((token) => word(token, mark, shown));
  });
}

// Returns { leaves, left }: the marked words of each new run, and those of each old run.
// Rows are compared by their table's columns, where it is known which are which.
export function compareWording(olds, news, vocabulary, columns = null) {
  const comparison = new Comparison(new Words(olds, vocabulary), new Words(news, vocabulary), vocabulary);
  comparison.columns = columns;
  comparison.run();
  return comparison;
}

// The words of some clauses of one text, one after the other, cut into sentences.
class Words {
  constructor(clauses, vocabulary) {
    this.runs = clauses.flatMap((clause) => clause.runs.map(({ tokens }) => tokens));
    this.row = clauses[0].row;
    this.tokens = this.runs.flat();
    this.code = vocabulary.encode(this.tokens);
    this.cells = this.runs.map((tokens) => vocabulary.encode(tokens));
    let at = 0;
    this.ends = this.runs.map((tokens) => (at += tokens.length));
    this.sentences = sentencesOf(this.tokens, new Set(this.ends.slice(0, -1)));
  }

  // Whether words in a row of one plain run are seen; undefined where each tells by itself.
  shownAsOne([start, end]) {
    const isPlain = this.runs.length === 1 && this.tokens.every(({ text, struck: own }) => text && !own);
    return isPlain ? this.tokens.slice(start, end).some(isWord) : undefined;
  }

  runAt(place) {
    return firstAbove(this.ends, place);
  }

  // The sentences of a row by the number of the cell they stand in.
  byCell() {
    const found = new Map(this.cells.map((_, run) => [run, []]));
    for (const span of this.sentences) found.get(this.runAt(span[0])).push(span);
    return found;
  }
}

class Comparison {
  #leaf = 0; // where struck words are shown

  constructor(old, fresh, vocabulary) {
    Object.assign(this, { old, fresh, vocabulary });
    this.leaves = fresh.runs.map(() => []);
    this.left = old.runs.map(() => []);
  }

  run() {
    for (const unit of this.#units()) {
      if (unit.leaf !== null) this.#leaf = unit.leaf;
      const weight = ([at, , length]) => this.vocabulary.weight(this.old.code.slice(at, at + length));
      this.#mark(unit, withoutCrumbs(this.#shared(unit), weight));
    }
  }

  // What is compared by itself: all sentences, or those of a row's cells in turn.
  *#units() {
    const { old, fresh } = this;
    if (!old.row || !fresh.row) {
      yield { olds: old.sentences, news: fresh.sentences, leaf: null };
      return;
    }
    this.columns ??= alignCells(old.cells, fresh.cells);
    const [before, after] = [old.byCell(), fresh.byCell()];
    for (const [a, b] of this.columns)
      yield { olds: before.get(a) ?? [], news: after.get(b) ?? [], leaf: b };
  }

  // The runs of words that both have, sentence by sentence, between empty ones at both ends.
  #shared({ olds, news }) {
    const codes = ({ code }, spans) => spans.map((span) => code.slice(...span));
    const runs = [[olds[0]?.[0] ?? 0, news[0]?.[0] ?? 0, 0]];
    for (const [of, and] of alignSentences(codes(this.old, olds), codes(this.fresh, news))) {
      const [before, after] = [stretch(olds, of), stretch(news, and)];
      const shared = commonRuns(
        this.old.code.slice(...before), this.fresh.code.slice(...after), this.vocabulary,
      );
      for (const [i, j, length] of shared) runs.push([before[0] + i, after[0] + j, length]);
    }
    return [...runs, [olds.at(-1)?.[1] ?? 0, news.at(-1)?.[1] ?? 0, 0]];
  }

  #mark({ olds, news }, runs) {
    let [i, j] = [olds[0]?.[0] ?? 0, news[0]?.[0] ?? 0];
    for (const [a, b, length] of runs) {
      this.#edit([i, a], [j, b]);
      for (let n = 0; n < length; n += 1) this.#keep(a + n, b + n);
      [i, j] = [a + length, b + length];
    }
  }

  #edit(old, fresh) {
    if (old[0] === old[1] && fresh[0] === fresh[1]) return;
    if (fresh[0] < fresh[1]) this.#leaf = this.fresh.runAt(fresh[0]);
    const shownOld = this.old.shownAsOne(old);
    for (let n = old[0]; n < old[1]; n += 1) this.#add(this.old.runAt(n), struck(this.old.tokens[n], "-", shownOld));
    const shown = this.fresh.shownAsOne(fresh);
    for (let n = fresh[0]; n < fresh[1]; n += 1) {
      this.#leaf = this.fresh.runAt(n);
      this.#add(null, inserted(this.fresh.tokens[n], "+", shown));
    }
  }

  #keep(place, placeNew) {
    const [old, fresh] = [this.old.tokens[place], this.fresh.tokens[placeNew]];
    this.#leaf = this.fresh.runAt(placeNew);
    const run = this.old.runAt(place);
    if (old.key === fresh.key) return this.#add(run, { mark: "=", old, fresh });
    this.#add(run, struck(old)); // unequal words that were paired all the same did not stay
    return this.#add(null, inserted(fresh));
  }

  #add(run, word) {
    this.leaves[this.#leaf].push(word);
    if (run !== null) this.left[run].push(word);
  }
}

const stretch = (spans, [from, to]) => (from === to ? [0, 0] : [spans[from][0], spans[to - 1][1]]);
