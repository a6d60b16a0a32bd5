// Where the old text was cut into clauses and cells, as archive/former_cuts.py.

const letters = (text) => [...text.replace(/\s/gu, "")].length;

// Returns how many letters each clause or cell of the old text has, in their order; "" where the new
// clauses are cut alike, and where a clause moved.
export function formerCuts({ old, fresh, leaves, moved }) {
  if (!old.length || !fresh.length || moved !== undefined) return "";
  const left = old.flatMap((clause) => clause.runs.map(({ text }) => letters(text)));
  const [former, present] = [left.map(() => 0), leaves.map(() => 0)];
  let at = 0;
  leaves.forEach((leaf, place) => {
    for (const { word } of leaf) {
      if (!word?.old) continue;
      while (!left[at] && at + 1 < left.length) at += 1;
      left[at] -= letters(word.old.text);
      const shown = letters((word.fresh ?? word.old).text);
      former[at] += shown;
      present[place] += shown;
    }
  });
  const alike = former.length === present.length && former.every((count, n) => count === present[n]);
  return alike || left.some(Boolean) ? "" : former.join(" ");
}
