// The white space between marked words, shared wherever both texts have the same, as archive/marks.py.
// A piece is { mark, space } for white space, { mark, word } for a word.

// Returns the words of each leaf with the white space that belongs before them.
export function withSpaces(leaves) {
  const spacer = new Spacer(leaves);
  return leaves.map((leaf) => spacer.leaf(leaf));
}

const spacing = (raw) => raw.replace(/[ \t\r\n\f\v]+/g, " ");

class Spacer {
  #at = 0;
  #oldDone = false;
  #newDone = false;
  #before = "="; // the mark of the word before
  #pieces = [];

  constructor(leaves) {
    const words = leaves.flatMap((leaf, number) => leaf.map((word) => [number, word]));
    this.oldAhead = ahead(words.map(([number, word]) => [number, word.old]));
    this.newAhead = ahead(words.map(([number, word]) => [number, word.fresh]));
  }

  leaf(words) {
    [this.#pieces, this.#before] = [[], "="];
    words.forEach((word, place) => {
      this.#spaceBefore(word, place === 0);
      this.#before = word.mark;
      this.#pieces.push({ mark: word.mark, word });
      this.#at += 1;
    });
    return this.#pieces;
  }

  #spaceBefore(word, first) {
    const [old, oldLeaf] = this.oldAhead[this.#at];
    const [fresh, newLeaf] = this.newAhead[this.#at];
    if (first && old && fresh) {
      this.#add("=", "\n");
      this.#oldDone = this.#newDone = true;
    }
    const [needOld, needNew] = [old && !this.#oldDone, fresh && !this.#newDone];
    // Between two struck or two inserted words the space is theirs alone.
    const inside = word.mark !== "=" && word.mark === this.#before;
    const shared = !inside && oldLeaf === newLeaf && spacing(old) === spacing(fresh);
    if (needOld && needNew && shared) {
      this.#add("=", fresh);
      this.#oldDone = this.#newDone = true;
    } else {
      if (needOld && word.old) this.#add(this.#ownMark(word, "-"), old);
      if (needNew && word.fresh) this.#add(this.#ownMark(word, "+"), fresh);
    }
    this.#oldDone &&= !word.old;
    this.#newDone &&= !word.fresh;
  }

  // The mark for white space of one side: its word's, or the one's before.
  #ownMark(word, side) {
    if (word.mark.endsWith(side)) return word.mark;
    const before = this.#pieces.at(-1)?.mark ?? `~${side}`;
    return before.endsWith(side) ? before : `~${side}`;
  }

  #add(mark, space) {
    this.#pieces.push({ mark, space });
  }
}

// For each place the white space before the next word of a side, and its leaf.
function ahead(tokens) {
  const found = [];
  let [space, leaf] = ["", -1];
  for (const [number, token] of [...tokens].reverse()) {
    if (token) [space, leaf] = [token.space, number];
    found.push([space, leaf]);
  }
  found.reverse();
  const first = tokens.findIndex(([, token]) => token); // nothing stands before the first word
  const end = first < 0 ? tokens.length : first + 1;
  return found.map((each, place) => (place < end ? ["", -1] : each));
}
