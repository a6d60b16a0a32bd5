// Words of a clause's HTML, as archive/glyphs.py and runs.py cut them.

const INVISIBLE = "\\u200b\\u200c\\u200d\\u2060\\ufeff\\u00ad";
const DASHES = "\\-‐‑‒–—―−";
// Of other characters a program in a browser says that they are signs or white space, and Python does not.
const SIGNS = Array.from({ length: 0x3100 - 0x300 }, (_, n) => String.fromCharCode(0x300 + n))
  .filter((sign) => /[\p{Mn}\p{Mc}]/u.test(sign))
  .join("");
const BLANK = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const IN_WORD = `[\\p{L}\\p{N}_${SIGNS}${INVISIBLE}]`;
const LETTER = "[\\p{L}\\p{N}_]";
export const PICTURE = "\ufffc";
const WORD = new RegExp(
  [
    `https?://[^${BLANK}<>"“”${PICTURE}]{0,2000}[\\p{L}\\p{N}_/]`,
    `[\\p{L}\\p{N}_.+\\-]{1,64}@${LETTER}[\\p{L}\\p{N}_\\-]{0,62}(?:\\.${LETTER}[\\p{L}\\p{N}_\\-]{0,62})+`,
    `${IN_WORD}+(?:['’.]${IN_WORD}+|(?<=\\p{Nd}),(?=\\p{Nd})${IN_WORD}+)*`,
    "\\.\\.\\.",
    `[${DASHES}]+`,
    `[^${BLANK}]`,
  ].join("|"),
  "gu",
);
const BLANKS = new RegExp(`[${BLANK}]+`, "u");
const UNSPACED = new RegExp(
  "([\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff]" +
    `[${SIGNS}${INVISIBLE}]*)`,
  "u",
);
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
export const unescaped = (text) => text.replace(/&(#?\w+);/g, (all, name) => ENTITIES[name] ?? all);

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

// The sign that leads to a footnote is none of the word that it stands at.
const isNote = (stack) => stack.some(({ tag }) => tag.includes(' href="#fn:'));

const isStruck = (stack) => stack.some(({ tag }) => /^<(del|s|strike)\b/.test(tag));

// Returns the words of one run of a clause, { text, key, space, parts, breaks, struck }, and what of
// the run stands behind the last of them; also the whole of it as text.
export function readRun(html) {
  const parts = partsOf(html);
  const text = parts.map((part) => part.text).join("");
  const tokens = [];
  let number = 0;
  let at = 0;
  let last = 0;
  for (const [start, end] of apartFromNotes(spans(text), parts)) {
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
    const space = text.slice(last, start) || (tokens.length ? "" : "\n"); // blocks stand on lines of their own
    tokens.push(token(cut, space, breaks));
    last = end;
  }
  let begin = 0;
  const rest = parts.filter((part) => {
    begin += part.text.length;
    return part.atom && begin - part.text.length >= last;
  });
  return { tokens, rest, text: text.split(BLANKS).filter(Boolean).join(" ") };
}

function token(cut, space, breaks) {
  const picture = cut[0].atom?.startsWith("<img");
  const text = picture ? "" : cut.map((part) => part.text).join("");
  const struck = cut.some((part) => isStruck(part.stack));
  const key = picture ? `${PICTURE}${shownBy(cut[0].atom)}` : `${struck ? "\0" : ""}${keyOf(text)}`;
  return { text, key, space, parts: cut, breaks, struck };
}

// What tells one picture from another: where it comes from, and the words that stand for it.
const shownBy = (tag) => ["src", "alt"].map((name) => tag.match(` ${name}="([^"]*)"`)?.[1] ?? "").join("\n");

function* apartFromNotes(found, parts) {
  const edges = [];
  let begin = 0;
  for (const { text, stack } of parts) {
    if (isNote(stack)) edges.push(begin, begin + text.length);
    begin += text.length;
  }
  let next = 0;
  for (let [start, end] of found) {
    while (edges[next] <= start) next += 1;
    for (; edges[next] < end; next += 1)
      if (edges[next] > start) {
        yield [start, edges[next]];
        start = edges[next];
      }
    yield [start, end];
  }
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
