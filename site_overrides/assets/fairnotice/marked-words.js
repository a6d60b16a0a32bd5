// One run of a redline as HTML, in the inline elements of the page, as archive/marked_words.py:
// ins and del are innermost, so that no two tags ever cross.

const OPEN = { "-": "<del>", "+": "<ins>", "m-": '<del class="moved">', "m+": '<ins class="moved">' };
const SPOKEN = { "-": "removed", "+": "added", "m-": "moved away", "m+": "moved here" };
// Emphasis is shown in struck words as well; their links, anchors and dates lead nowhere.
const SHOWN_WHEN_STRUCK = new Set(
  "abbr b cite code dfn em i kbd mark q samp small strong sub sup u var s".split(" "),
);
const RENAMED = { ins: "u", del: "s", strike: "s" }; // the text's own, not the redline's

export const nameOf = (tag) => tag.match(/^<([a-z0-9]+)/)[1];
const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const startTag = ({ tag }) => tag.replace(/^<(ins|del|strike)\b/, (_, name) => `<${RENAMED[name]}`);
const endTag = (element) => `</${nameOf(startTag(element))}>`;

// Returns a run of marked words, and what stands behind the last of them.
export function leafHtml(pieces, rest, spaces) {
  const writer = new Writer();
  const contexts = contextsOf(pieces, rest);
  let waiting = null;
  pieces.forEach((piece, place) => {
    const { mark, word } = piece;
    if (!word) {
      if (place && mark !== "~-") waiting = piece;
      return;
    }
    writer.breaks(word.fresh?.breaks ?? []);
    if (waiting) writer.space(waiting, word.fresh ? within(word.fresh) : contexts[place]);
    else if (spaces && place <= 1 && word.fresh && word.fresh.space !== "\n") writer.text(word.fresh.space);
    waiting = null;
    writer.word(word, contexts[place]);
  });
  writer.breaks(rest);
  return writer.finish();
}

const within = (token) => token.parts[0].stack;

// For each piece the inline elements in which it can stand if its word is struck.
function contextsOf(pieces, rest) {
  const contexts = pieces.map(() => []);
  let before = [];
  let run = [];
  pieces.forEach(({ word }, place) => {
    if (!word) return;
    if (!word.fresh) return run.push(place);
    const { fresh } = word;
    placeRun(pieces, run, contexts, before, fresh.breaks[0]?.stack ?? within(fresh));
    [before, run] = [fresh.parts.at(-1).stack, []];
  });
  placeRun(pieces, run, contexts, before, rest[0]?.stack ?? []);
  return contexts;
}

// Puts struck words between two new ones, into the elements they had where these go on.
function placeRun(pieces, run, contexts, before, after) {
  const shared = common(before, after);
  let [inBefore, inAfter] = [true, true];
  for (const place of run) {
    const own = within(pieces[place].word.old);
    inBefore &&= looksLike(own, before);
    contexts[place] = inBefore ? before : [...shared, ...beyond(own, shared)];
  }
  if (inBefore) return;
  for (const place of [...run].reverse()) {
    inAfter &&= looksLike(within(pieces[place].word.old), after);
    if (inAfter && contexts[place] !== before) contexts[place] = after;
  }
}

const looksLike = (one, other) =>
  one.length === other.length && one.every(({ tag }, n) => tag === other[n].tag);

function common(one, other) {
  let length = 0;
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1;
  return one.slice(0, length);
}

// The emphasis of struck words that the elements around them do not give.
function beyond(own, shared) {
  const there = new Set(shared.map(({ tag }) => nameOf(tag)));
  return own
    .map(({ tag }) => nameOf(tag))
    .filter((name) => SHOWN_WHEN_STRUCK.has(name) && !there.has(name))
    .map((name) => ({ tag: `<${name} class="removed">`, struck: true }));
}

class Writer {
  #html = "";
  #stack = [];
  #mark = "=";

  text(text) {
    this.#html += escaped(text);
  }

  breaks(atoms) {
    for (const { stack, atom } of atoms) {
      this.#turnTo(stack, "=");
      this.#html += atom;
    }
  }

  space({ mark, space }, ahead) {
    this.#turnTo(common(this.#stack, ahead), mark);
    this.text(space);
  }

  word({ mark, old, fresh }, context) {
    if (!fresh) return mark === "~-" ? undefined : this.#struck(old, mark, context);
    for (const { text, stack, atom } of fresh.parts) {
      this.#turnTo(stack, atom && !atom.startsWith("<img") ? "=" : mark);
      if (atom) this.#html += atom;
      else this.text(text);
    }
    return undefined;
  }

  #struck(old, mark, context) {
    const around = context.filter((element) => !element.struck);
    old.parts.forEach(({ text, stack, atom }, number) => {
      this.#turnTo(number ? [...around, ...beyond(stack, around)] : context, mark);
      if (!atom) this.text(text);
    });
  }

  finish() {
    this.#turnTo([], "=");
    return this.#html;
  }

  #turnTo(stack, wanted) {
    const mark = OPEN[wanted] ? wanted : "=";
    const shared = common(this.#stack, stack).length;
    const stays = shared === this.#stack.length && shared === stack.length;
    if (mark !== this.#mark || !stays) {
      if (OPEN[this.#mark]) this.#html += `<span class="fn-spoken">] </span></${nameOf(OPEN[this.#mark])}>`;
      this.#html += this.#stack.slice(shared).reverse().map(endTag).join("");
      this.#html += stack.slice(shared).map(startTag).join("");
      if (OPEN[mark]) this.#html += `${OPEN[mark]}<span class="fn-spoken"> [${SPOKEN[mark]}: </span>`;
    }
    [this.#stack, this.#mark] = [stack, mark];
  }
}
