// Which cell of an old table row is which of the new one, when columns come and go, as archive/cells.py.

import { inOrder } from "./word-diff.js";

const SAME_PLACE = 0.05; // what it is worth that two cells that are not alike stay a pair
const MANY = 10_000; // pairs from which on cells are paired by their places

// Returns the pairs of encoded cells in order; a cell whose column came or went has null beside it.
export function alignCells(old, fresh) {
  const [rows, columns] = [old.length, fresh.length];
  const equal = rows === columns && old.every((cell, n) => cell === fresh[n]);
  if (equal || rows * columns > MANY) return byPlace(rows, columns);
  const worth = (i, j) => SAME_PLACE + inOrder(old[i], fresh[j]);
  const best = Array.from({ length: rows + 1 }, () => new Float64Array(columns + 1));
  for (let i = rows - 1; i >= 0; i -= 1)
    for (let j = columns - 1; j >= 0; j -= 1)
      best[i][j] = Math.max(best[i + 1][j + 1] + worth(i, j), best[i + 1][j], best[i][j + 1]);
  const pairs = [];
  let [i, j] = [0, 0];
  while (i < rows && j < columns) {
    if (best[i][j] === best[i + 1][j + 1] + worth(i, j)) pairs.push([i++, j++]);
    else if (best[i][j] === best[i + 1][j]) pairs.push([i++, null]);
    else pairs.push([null, j++]);
  }
  while (i < rows) pairs.push([i++, null]);
  while (j < columns) pairs.push([null, j++]);
  return pairs;
}

const byPlace = (rows, columns) =>
  Array.from({ length: Math.max(rows, columns) }, (_, n) => [n < rows ? n : null, n < columns ? n : null]);
