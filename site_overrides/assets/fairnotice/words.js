// Words of a clause's HTML, as archive/glyphs.py, runs.py and sentences.py cut them.

const INVISIBLE = "\\u200b\\u200c\\u200d\\u2060\\ufeff\\u00ad";
const DASHES = "\\-‐‑‒–—―−";
const IN_WORD = `[\\p{L}\\p{N}_\\p{Mn}\\p{Mc}${INVISIBLE}]`;
const LETTER = "[\\p{L}\\p{N}_]";
const PICTURE = "\ufffc";
const WORD = new RegExp(
  [
    `https?://[^\\s<>"“”${PICTURE}]{0,2000}[\\p{L}\\p{N}_/]`,
    `[\\p{L}\\p{N}_.+\\-]{1,64}@${LETTER}[\\p{L}\\p{N}_\\-]{0,62}(?:\\.${LETTER}[\\p{L}\\p{N}_\\-]{0,62})+`,
    `${IN_WORD}+(?:['’.]${IN_WORD}+|(?<=\\p{Nd}),(?=\\p{Nd})${IN_WORD}+)*`,
    "\\.\\.\\.",
    `[${DASHES}]+`,
    "\\S",
  ].join("|"),
  "gu",
);
const UNSPACED =
  /([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff][\p{Mn}\p{Mc}\u200b-\u200d]*)/u;
const FOLDED = new Map([
  ...[..."‘’‚‛′`´"].map((sign) => [sign, "'"]),
  ...[..."“”„‟″«»"].map((sign) => [sign, '"']),
  ...[..."‐‑‒–—―−"].map((sign) => [sign, "-"]),
  ...[..."\u200b\u200c\u200d\u2060\ufeff\u00ad"].map((sign) => [sign, ""]),
  ["…", "..."],
]);

function keyOf(word) {
  if (/^[a-z0-9]+$/i.test(word)) return word;
  const folded = [...word].map((sign) => FOLDED.get(sign) ?? sign).join("").normalize("NFC");
  return /^-+$/.test(folded) ? "-" : folded;
}

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'", "#39": "'", nbsp: "\u00a0" };
const unescaped = (text) => text.replace(/&(#?\w+);/g, (all, name) => ENTITIES[name] ?? all);

// Returns the stretches of text of a clause, each with the tags of the inline elements around it.
function partsOf(html) {
  const parts = [];
  let stack = [];
  for (const piece of html.split(/(<[^>]*>)/)) {
    if (piece.startsWith("</")) stack = stack.slice(0, -1);
    else if (piece.startsWith("<br")) parts.push({ text: "\n", stack, atom: piece });
    else if (piece.startsWith("<img")) parts.push({ text: PICTURE, stack, atom: piece });
    else if (piece.startsWith("<wbr")) parts.push({ text: "", stack, atom: piece });
    else if (piece.startsWith("<")) stack = [...stack, { tag: piece }];
    else if (piece) parts.push({ text: unescaped(piece), stack, atom: null });
  }
  return parts;
}

const isStruck = (stack) => stack.some(({ tag }) => /^<(del|s|strike)\b/.test(tag));

// Returns the words of one run of a clause: text, key, the space before, and the parts they stand in.
function tokensOf(html) {
  const parts = partsOf(html);
  const text = parts.map((part) => part.text).join("");
  const tokens = [];
  let number = 0;
  let at = 0;
  let last = 0;
  for (const [start, end] of spans(text)) {
    const breaks = [];
    while (at + parts[number].text.length <= start) {
      if (parts[number].atom) breaks.push(parts[number]);
      at += parts[number].text.length;
      number += 1;
    }
    const cut = [];
    while (number < parts.length && at < end) {
      const part = parts[number];
      const stop = at + part.text.length;
      const from = Math.max(at, start) - at;
      cut.push({ ...part, text: part.text.slice(from, Math.min(stop, end) - at) });
      if (stop > end) break;
      at = stop;
      number += 1;
    }
    tokens.push(token(cut, text.slice(last, start), breaks));
    last = end;
  }
  return tokens;
}

function token(cut, space, breaks) {
  const picture = cut[0].atom?.startsWith("<img");
  const text = picture ? "" : cut.map((part) => part.text).join("");
  const key = picture ? `${PICTURE}${cut[0].atom}` : keyOf(text);
  const struck = cut.some((part) => isStruck(part.stack));
  return { text, key: struck && !picture ? `\0${key}` : key, space, parts: cut, breaks };
}

function* spans(text) {
  for (const match of text.matchAll(WORD)) {
    let at = match.index;
    if (match[0].length < 2 || !/[^\0-\x7f]/.test(match[0])) yield [at, at + match[0].length];
    else
      for (const part of match[0].split(UNSPACED))
        if (part) {
          yield [at, at + part.length];
          at += part.length;
        }
  }
}

const ENDS = new Set(".!?;。！？；");
const UNSPACED_ENDS = new Set("。！？；");
const CLOSERS = new Set("\"')]");
const OPENERS = new Set("\"'([");
const ABBREVIATIONS = new Set(
  `cf cl co corp dept dr e.g eg ext gmbh i.e ie inc incl jr llc ltd mr mrs ms prof sr st u.k u.s
  u.s.a v vs bzw ca usw z.b d.h`.split(/\s+/),
);
const BEFORE_NUMBERS = new Set(
  "abs art arts fig figs no nos nr p para paras pp sec secs sect vol".split(" "),
);

// Returns the sentences of some words as [start, end]; one also begins at each of the given places.
export function sentencesOf(tokens, starts) {
  const cuts = [0];
  for (let at = 1; at < tokens.length; at += 1) {
    const spaced = tokens[at].space || UNSPACED_ENDS.has(tokens[at - 1].key);
    if (starts.has(at) || (spaced && begins(tokens, at, cuts.at(-1)))) cuts.push(at);
  }
  cuts.push(tokens.length);
  return cuts.slice(1).map((end, n) => [cuts[n], end]).filter(([a, b]) => b > a);
}

function begins(tokens, at, since) {
  const first = [...tokens[at].text][0] ?? "";
  const small = /\p{Ll}/u.test(first);
  const alnum = /[\p{L}\p{N}]/u.test(first);
  if (first && !OPENERS.has(tokens[at].key[0]) && !(alnum && !small)) return false;
  let last = at - 1;
  while (last > since && CLOSERS.has(tokens[last].key)) last -= 1;
  if (!ENDS.has(tokens[last].key) || last === since) return false;
  if (tokens[last].key !== ".") return true;
  const before = tokens[last - 1].key.toLowerCase();
  if (last - since < 2 || ABBREVIATIONS.has(before)) return false;
  if (BEFORE_NUMBERS.has(before)) return !/^\p{Nd}/u.test(tokens[at].text);
  return before.length > 1 || /^\p{Nd}$/u.test(before);
}

// How much a word counts when texts are compared, as in archive/vocabulary.py.
const STOPWORDS = new Set(
  `a an and any are as at be been but by can could did do does for from had has have he her his
  how i if in into is it its may more not of on or other our she should so such than that the
  their them then there these they this those to us was we were what when where which who will
  with would you your`.split(/\s+/),
);

function weightOf(key) {
  if (!/[\p{L}\p{N}_]/u.test(key)) return 0.15;
  if (STOPWORDS.has(key.toLowerCase())) return 0.35;
  return [...key].length === 1 && key.codePointAt(0) > 0xe00 ? 0.5 : 1;
}

// One character for each different word, so that texts compare as strings.
export class Vocabulary {
  #characters = new Map([["", "\x01"]]);
  #weights = new Map([["\x01", 0]]);

  encode(tokens) {
    return tokens.map(({ key }) => this.#characters.get(key) ?? this.#learn(key)).join("");
  }

  weight(character) {
    return this.#weights.get(character);
  }

  #learn(key) {
    const number = this.#characters.size + 1;
    const character = String.fromCharCode(Math.min(number < 0xd800 ? number : number + 0x800, 0xffff));
    this.#characters.set(key, character);
    this.#weights.set(character, weightOf(key));
    return character;
  }
}

const NUMBER = /^(?:\p{Nd}{1,3}(?:\.\p{Nd}{1,3})*[a-z]?|[A-Za-z]|[ivxlc]{1,6}|[IVXLC]{1,6})$/u;
const NOUNS = new Set(
  "annex appendix article chapter clause exhibit part schedule section § abschnitt artikel ziffer".split(" "),
);

// How many words of a clause are its label, such as "4.2" or "(a)", as in archive/labels.py.
export function labelLength(tokens) {
  const [a = "", b = "", c = ""] = tokens.slice(0, 3).map(({ key }) => key);
  let length = 0;
  if (NOUNS.has(a.toLowerCase()) && NUMBER.test(b) && [".", ":", "-", ")"].includes(c)) length = 3;
  else if (["(", "["].includes(a) && NUMBER.test(b) && [")", "]"].includes(c)) length = 3;
  else if (NUMBER.test(a) && [".", ")"].includes(b)) length = 2;
  else if (/^\p{Nd}{1,3}(?:\.\p{Nd}{1,3})+$/u.test(a) && /^\p{Lu}/u.test(b)) length = 1;
  return length < tokens.length ? length : 0;
}

export { tokensOf };
