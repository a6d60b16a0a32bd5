// The number or letter a clause begins with, as archive/labels.py, and whether other numbers are all
// that a clause has new, as archive/renumbering.py.

const NUMBER = /^(?:\p{Nd}{1,3}(?:\.\p{Nd}{1,3})*[a-z]?|[A-Za-z]|[ivxlc]{1,6}|[IVXLC]{1,6})$/u;
const DOTTED = /^\p{Nd}{1,3}(?:\.\p{Nd}{1,3})+$/u;
const NOUNS = new Set(
  "annex appendix article chapter clause exhibit part schedule section § abschnitt artikel ziffer".split(" "),
);
const REFERENCES = new Set(
  `annex annexes appendix article articles chapter clause clauses exhibit paragraph paragraphs part
  parts schedule section sections § §§ abschnitt artikel ziffer`.split(/\s+/),
);
const BETWEEN = new Set("and or to through und bis , - ( )".split(" ")); // in "Sections 7, 8 and 9"

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
export function onlyRenumbered(old, fresh, edits, numbers) {
  return edits.every(
    (edit) =>
      (edit.old[1] <= old.label && edit.fresh[1] <= fresh.label) ||
      follows(edit, old.keys, fresh.keys, numbers),
  );
}

// Whether each number became the one that its clause became.
function follows(edit, old, fresh, numbers) {
  const [struck, inserted] = [old.slice(...edit.old), fresh.slice(...edit.fresh)];
  if (struck.length !== inserted.length || !isReference(old, edit.old[0])) return false;
  return struck.every((key, n) => key === inserted[n] || numbers.get(key)?.has(inserted[n]));
}

// Whether the words before a number say that it is a clause's.
function isReference(keys, at) {
  for (let n = at - 1; n >= 0; n -= 1) {
    const key = keys[n].toLowerCase();
    if (REFERENCES.has(key)) return true;
    if (!BETWEEN.has(key) && !/^\p{Nd}/u.test(key)) return false;
  }
  return false;
}
