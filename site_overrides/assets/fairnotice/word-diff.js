// Which words of one text are which of another, as archive/word_diff.py and sentences.py decide.

const OPENING = 0.9; // what a run of kept words costs
const LARGEST = 60_000; // cells of the exact table
const LEAST_RUN = 1.2; // what a run must weigh beyond it
const ALIKE = 0.4; // sentences
const MOST_SENTENCES = 4_000; // pairs that are compared one by one

// Returns the runs of words that two encoded texts share, as [old, new, length].
export function commonRuns(old, fresh, vocabulary) {
  const [start, end] = commonEnds(old, fresh);
  const a = old.slice(start, old.length - end);
  const b = fresh.slice(start, fresh.length - end);
  const runs = start ? [[0, 0, start]] : [];
  for (const [i, j, length] of middleRuns(a, b, vocabulary)) runs.push([i + start, j + start, length]);
  if (end) runs.push([old.length - end, fresh.length - end, end]);
  return runs;
}

function commonEnds(old, fresh) {
  const shorter = Math.min(old.length, fresh.length);
  let start = 0;
  while (start < shorter && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  return [start, end];
}

function middleRuns(old, fresh, vocabulary) {
  if (!old || !fresh) return [];
  if (old.length * fresh.length <= LARGEST) return bestRuns(old, fresh, vocabulary);
  const weight = ([at, , length]) =>
    [...old.slice(at, at + length)].reduce((sum, word) => sum + vocabulary.weight(word), 0);
  return longestCommon(old, fresh).filter((run) => weight(run) >= LEAST_RUN);
}

// The runs whose words weigh most after each run has paid for its opening.
function bestRuns(old, fresh, vocabulary) {
  const width = fresh.length + 1;
  const steps = new Uint8Array((old.length + 1) * width); // 0 up, 1 left, 2 a run; 8: it goes on
  let bestAbove = new Float64Array(width);
  let runAbove = new Float64Array(width).fill(-1);
  for (let i = 1; i <= old.length; i += 1) {
    const best = new Float64Array(width);
    const runs = new Float64Array(width).fill(-1);
    const weight = vocabulary.weight(old[i - 1]);
    for (let j = 1; j <= fresh.length; j += 1) {
      let step = 0;
      let value = bestAbove[j];
      if (best[j - 1] > value) [value, step] = [best[j - 1], 1];
      if (old[i - 1] === fresh[j - 1]) {
        const opened = bestAbove[j - 1] - OPENING;
        const on = runAbove[j - 1];
        runs[j] = weight + Math.max(opened, on);
        if (on >= opened) steps[i * width + j] = 8;
        if (runs[j] > value) [value, step] = [runs[j], 2];
      }
      steps[i * width + j] |= step;
      best[j] = value;
    }
    [bestAbove, runAbove] = [best, runs];
  }
  return traced(steps, old.length, fresh.length);
}

function traced(steps, rows, columns) {
  const width = columns + 1;
  const runs = [];
  let [i, j] = [rows, columns];
  while (i > 0 && j > 0) {
    const step = steps[i * width + j] & 3;
    if (step === 0) i -= 1;
    else if (step === 1) j -= 1;
    else {
      let length = 0;
      for (let on = true; on; ) {
        on = (steps[i * width + j] & 8) !== 0;
        [i, j, length] = [i - 1, j - 1, length + 1];
      }
      runs.unshift([i, j, length]);
    }
  }
  return runs;
}

// A longest common subsequence as runs, by one bit a word (Hyyrö); memory is words × words / 8 bytes.
export function longestCommon(old, fresh) {
  const places = new Map();
  [...old].forEach((word, n) => places.set(word, (places.get(word) ?? 0n) | (1n << BigInt(n))));
  const mask = (1n << BigInt(old.length)) - 1n;
  let state = mask;
  const rows = [];
  for (const word of fresh) {
    const shared = state & (places.get(word) ?? 0n);
    state = ((state + shared) | (state - shared)) & mask;
    rows.push(state);
  }
  const runs = [];
  let i = old.length;
  for (let j = fresh.length; i > 0 && j > 0; ) {
    if ((rows[j - 1] >> BigInt(i - 1)) & 1n) i -= 1;
    else if (j > 1 && !((rows[j - 2] >> BigInt(i - 1)) & 1n)) j -= 1;
    else {
      [i, j] = [i - 1, j - 1];
      if (runs.length && runs[0][0] === i + 1 && runs[0][1] === j + 1)
        runs[0] = [i, j, runs[0][2] + 1];
      else runs.unshift([i, j, 1]);
    }
  }
  return runs;
}

// How many words two encoded texts share in the same order.
export function sharedWords(old, fresh) {
  const [start, end] = commonEnds(old, fresh);
  const a = old.slice(start, old.length - end);
  const places = new Map();
  [...a].forEach((word, n) => places.set(word, (places.get(word) ?? 0n) | (1n << BigInt(n))));
  const mask = (1n << BigInt(a.length)) - 1n;
  let state = mask;
  for (const word of fresh.slice(start, fresh.length - end)) {
    const shared = state & (places.get(word) ?? 0n);
    if (shared) state = ((state + shared) | (state - shared)) & mask;
  }
  let zeros = a.length;
  for (let rest = state; rest; rest &= rest - 1n) zeros -= 1;
  return start + end + zeros;
}

export const inOrder = (old, fresh) =>
  old.length + fresh.length ? (2 * sharedWords(old, fresh)) / (old.length + fresh.length) : 1;

// Returns which encoded sentences belong together, as [[from, to], [from, to]]; either may be empty.
export function alignSentences(old, fresh) {
  const links = chain(equalLinks(old, fresh).map(([i, j]) => [i, j, old[i].length]));
  const pairs = [];
  let [i, j] = [0, 0];
  for (const [a, b] of [...links, [old.length, fresh.length]]) {
    pairs.push(...gapPairs(old, fresh, i, a, j, b));
    if (a < old.length) pairs.push([[a, a + 1], [b, b + 1]]);
    [i, j] = [a + 1, b + 1];
  }
  return pairs;
}

function equalLinks(old, fresh) {
  const shorter = Math.min(old.length, fresh.length);
  let start = 0;
  while (start < shorter && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  const links = [];
  for (let n = 0; n < start; n += 1) links.push([n, n]);
  const once = (list) => {
    const counts = new Map();
    list.forEach((each, n) => counts.set(each, counts.has(each) ? null : n));
    return counts;
  };
  const olds = once(old.slice(start, old.length - end));
  const news = once(fresh.slice(start, fresh.length - end));
  for (const [sentence, n] of olds) {
    const m = news.get(sentence);
    if (n !== null && m !== undefined && m !== null) links.push([n + start, m + start]);
  }
  for (let n = end; n > 0; n -= 1) links.push([old.length - n, fresh.length - n]);
  return links;
}

function gapPairs(old, fresh, a, b, c, d) {
  const found =
    (b - a) * (d - c) <= MOST_SENTENCES ? table(old.slice(a, b), fresh.slice(c, d)) : [];
  const pairs = [];
  let [i, j] = [a, c];
  const alone = (toOld, toNew) => {
    for (let n = i; n < toOld; n += 1) pairs.push([[n, n + 1], [j, j]]);
    for (let n = j; n < toNew; n += 1) pairs.push([[toOld, toOld], [n, n + 1]]);
  };
  for (const [[p, q], [r, s]] of found) {
    alone(p + a, r + c);
    pairs.push([[p + a, q + a], [r + c, s + c]]);
    [i, j] = [q + a, s + c];
  }
  alone(b, d);
  return pairs;
}

// The best pairing, in which two sentences may also have become one or one two.
function table(old, fresh) {
  const rows = old.length + 1;
  const columns = fresh.length + 1;
  const best = Array.from({ length: rows }, () => new Float64Array(columns));
  const step = Array.from({ length: rows }, () => Array(columns).fill(null));
  for (let i = 0; i < rows; i += 1)
    for (let j = 0; j < columns; j += 1)
      for (const [a, b] of [[1, 0], [0, 1], [1, 1], [1, 2], [2, 1]]) {
        if (a > i || b > j) continue;
        let value = best[i - a][j - b];
        if (a && b) {
          const gain = worth(old.slice(i - a, i).join(""), fresh.slice(j - b, j).join(""));
          if (gain <= 0) continue;
          value += gain;
        }
        if (value > best[i][j] || step[i][j] === null) [best[i][j], step[i][j]] = [value, [a, b]];
      }
  const pairs = [];
  let [i, j] = [old.length, fresh.length];
  while (i || j) {
    const [a, b] = step[i][j];
    if (a && b) pairs.unshift([[i - a, i], [j - b, j]]);
    [i, j] = [i - a, j - b];
  }
  return pairs;
}

function worth(old, fresh) {
  const most = (2 * Math.min(old.length, fresh.length)) / (old.length + fresh.length);
  const ratio = most < ALIKE ? 0 : inOrder(old, fresh);
  return ratio >= ALIKE ? (ratio - ALIKE + 0.03) * (old.length + fresh.length) : 0;
}

// Returns the links [old, new, worth] of greatest worth that rise in both texts together.
export function chain(links) {
  const ordered = [...links].sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const size = Math.max(0, ...ordered.map(([, j]) => j)) + 2;
  const tree = Array.from({ length: size + 1 }, () => [0, -1]);
  const before = [];
  let top = [0, -1];
  ordered.forEach(([, j, value], n) => {
    let best = [0, -1];
    for (let at = j; at > 0; at -= at & -at) if (tree[at][0] > best[0]) best = tree[at];
    before.push(best[1]);
    const total = [best[0] + value, n];
    if (total[0] > top[0]) top = total;
    for (let at = j + 1; at <= size; at += at & -at) if (total[0] > tree[at][0]) tree[at] = total;
  });
  const found = [];
  for (let n = top[1]; n >= 0; n = before[n]) found.unshift(ordered[n]);
  return found;
}
