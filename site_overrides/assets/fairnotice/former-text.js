// The old text of a redline: its words, in the paragraphs, items and cells that they stood in.

const GONE = "ins, .change-added";
const SPOKEN = "fn-spoken"; // what screen readers say of a mark: no letters of the text
const INLINE = new Set(
  "A ABBR B BR CITE CODE DEL DFN EM I IMG KBD MARK Q S SAMP SMALL SPAN STRONG SUB SUP TIME U VAR WBR".split(" "),
);
const letters = (text) => [...text.replace(/\s/gu, "")].length;

export class FormerText {
  #whole = document.createElement("div");
  #copies = new Map(); // what stands on the page to what stood there
  #owners = new Map(); // the other way round

  constructor(blocks) {
    for (const block of blocks) {
      const copy = block.cloneNode(true);
      this.#whole.append(copy);
      this.#own(block, copy);
      [...block.children].forEach((child, n) => this.#own(child, copy.children[n]));
    }
    this.#whole.querySelectorAll(GONE).forEach((each) => each.remove());
    this.#whole.querySelectorAll("[data-was]").forEach((first) => this.#restore(first));
  }

  // Returns what stood in the place of a block of the page, or of an item of a list.
  of(block) {
    const copies = this.#copies.get(block);
    return copies.filter((copy) => this.#whole.contains(copy));
  }

  #own(shown, copy) {
    this.#copies.set(shown, [copy]);
    this.#owners.set(copy, shown);
  }

  // Puts the words that begin in an element into as many clauses or cells as they stood in.
  #restore(first) {
    const left = new Set(); // where these words are taken from
    const parts = this.#cut(first, first.dataset.was.split(" ").map(Number), left);
    this.#put(first, parts);
    for (const each of left) if (!each.textContent.trim()) each.remove();
  }

  #put(first, parts) {
    if (first.tagName === "TR") {
      const cell = first.cells[0]?.cloneNode(false) ?? document.createElement("td");
      first.replaceChildren(...parts.map((part) => filled(cell, part)));
      return;
    }
    const clauses = parts.filter((part) => part.textContent.trim()).map((part) => filled(first, part));
    const owner = this.#owners.get(first);
    if (owner) this.#copies.set(owner, clauses);
    first.replaceWith(...clauses);
  }

  // Takes so many letters from an element on, and returns them in as many parts.
  #cut(first, lengths, left) {
    const nodes = this.#nodesFrom(first);
    return lengths.map((length) => {
      const part = new Part();
      for (let need = length; need > 0 && nodes.length; ) {
        const node = nodes.shift();
        const count = part.isSilent(node) ? 0 : letters(node.data);
        if (count > need) nodes.unshift(split(node, need));
        need -= Math.min(count, need);
        left.add(clauseOf(node));
        part.take(node);
      }
      while (nodes.length && part.isSilent(nodes[0]) && part.holds(nodes[0])) part.take(nodes.shift());
      return part.words;
    });
  }

  #nodesFrom(first) {
    const within = first.tagName === "TR" ? first : this.#whole;
    const walker = document.createTreeWalker(within, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    const nodes = [];
    for (let node = (walker.currentNode = first); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE || /^(BR|IMG)$/.test(node.tagName)) nodes.push(node);
    }
    return nodes;
  }
}

// Words that are taken out of their clause, within the inline elements they stand in.
class Part {
  words = document.createDocumentFragment();
  #copies = new Map();
  #clause = null;

  isSilent(node) {
    return node.nodeType !== Node.TEXT_NODE || node.parentElement.classList.contains(SPOKEN);
  }

  // Whether it has begun an element that a node stands in.
  holds(node) {
    return this.#copies.has(node.parentElement.closest("del"));
  }

  take(node) {
    const clause = clauseOf(node);
    if (this.#clause && this.#clause !== clause && this.words.textContent.trim()) this.words.append(" ");
    this.#clause = clause;
    this.#holder(node.parentElement).append(node);
  }

  #holder(place) {
    if (!INLINE.has(place.tagName)) return this.words;
    if (!this.#copies.has(place)) {
      const copy = place.cloneNode(false);
      this.#holder(place.parentElement).append(copy);
      this.#copies.set(place, copy);
    }
    return this.#copies.get(place);
  }
}

function clauseOf(node) {
  let place = node.parentElement;
  while (INLINE.has(place.tagName)) place = place.parentElement;
  return place;
}

// Cuts a text after so many letters and returns what stands behind them.
function split(node, count) {
  let at = 0;
  for (const letter of node.data) {
    if (!count) break;
    if (letter.trim()) count -= 1;
    at += letter.length;
  }
  return node.splitText(at);
}

function filled(like, words) {
  const copy = like.cloneNode(false);
  copy.append(words);
  return copy;
}
