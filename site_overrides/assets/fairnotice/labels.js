// The number or letter a clause begins with, as archive/labels.py, and whether other numbers are all
// that a clause has new, as archive/renumbering.py.

const NUMBER = /^(?:\p{Nd}{1,3}(?:\.\p{Nd}{1,3})*[a-z]?|[A-Z](?:\.\p{Nd}{1,3})+|[A-Za-z]|[ivxlc]{1,6}|[IVXLC]{1,6})$/u;
const DOTTED = /^(?:\p{Nd}{1,3}|[A-Z])(?:\.\p{Nd}{1,3})+$/u;
const NOUNS = new Set(
  "annex appendix article chapter clause exhibit part schedule section § abschnitt artikel ziffer".split(" "),
);
const words = (text) => new Set(text.split(/\s+/));
const ONE = words(
  `annex appendix article chapter clause exhibit paragraph part schedule section § abschnitt
  artikel ziffer`,
);
const SEVERAL = words(
  `annexes appendices articles chapters clauses exhibits paragraphs parts schedules sections §§
  abschnitte ziffern`,
);
const LISTED = words("and or to through und oder bis ,"); // in "Sections 7, 8 and 9"
const WITHIN = words("( ) . -"); // in "Section 7(2)"
const NO_NAME = words("a an any each every no this that such diese dieser diesem");
const GOES_ON = words(
  `above are as below can describes do does explains for governs had has have if in is may must of
  on says sets shall should states that under was were when where which will with applies apply
  gelten gilt ist oben sind und unten`,
);

// Returns how many words of a clause are its label; a clause is never label alone.
export function labelLength(keys) {
  const [a = "", b = "", c = ""] = keys;
  let length = 0;
  if (NOUNS.has(a.toLowerCase()) && NUMBER.test(b) && [".", ":", "-", ")"].includes(c)) length = 3;
  else if (["(", "["].includes(a) && NUMBER.test(b) && [")", "]"].includes(c)) length = 3;
  else if (NUMBER.test(a) && [".", ")"].includes(b)) length = 2;
  // "4.2 You may" is a label; "4.2 million" is a figure.
  else if (DOTTED.test(a) && /^\p{Lu}/u.test(b)) length = 1;
  return length < keys.length ? length : 0;
}

// Returns which new labels the labels of the old text became.
export function renumberedLabels(pairs) {
  const numbers = new Map();
  for (const [old, fresh] of pairs) {
    const [before, after] = [labelOf(old), labelOf(fresh)];
    if (before && after) numbers.set(before, (numbers.get(before) ?? new Set()).add(after));
  }
  return numbers;
}

const labelOf = ({ keys, label }) =>
  keys.slice(0, label).findLast((key) => /^[\p{L}\p{N}]+$/u.test(key.replaceAll(".", ""))) ?? "";

// Whether a clause differs in its label only, or in references to renumbered clauses.
export function onlyRenumbered(old, fresh, numbers) {
  const [before, after] = [old.keys.slice(old.label), fresh.keys.slice(fresh.label)];
  return (
    before.length === after.length &&
    before.every(
      (was, at) => was === after[at] || (numbers.get(was)?.has(after[at]) && isReference(before, at)),
    )
  );
}

// Whether a number is a clause's: a word for clauses stands before it, no counted thing behind.
function isReference(keys, at) {
  const following = (keys[at + 1] ?? "").toLowerCase();
  if (/^[\p{L}\p{N}]/u.test(following) && !GOES_ON.has(following) && !LISTED.has(following)) {
    return false;
  }
  for (let place = at - 1; place >= 0; place -= 1) {
    const key = keys[place].toLowerCase();
    if (ONE.has(key) || SEVERAL.has(key)) return named(keys, place, at);
    if (!LISTED.has(key) && !WITHIN.has(key) && !/^\p{Nd}/u.test(key)) return false;
  }
  return false;
}

// Whether a word for clauses names those whose numbers follow it: one, or a list of several.
function named(keys, noun, at) {
  if (noun && NO_NAME.has(keys[noun - 1].toLowerCase())) return false;
  const between = keys.slice(noun + 1, at).map((key) => key.toLowerCase());
  return SEVERAL.has(keys[noun].toLowerCase()) || !between.some((key) => LISTED.has(key));
}
