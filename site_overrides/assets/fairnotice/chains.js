// The pairs that can all hold at once when neither text may be put in another order, as archive/chains.py.
// A link is [old place, new place, worth].

// Returns a link for everything that occurs once in each text.
export function uniqueLinks(old, fresh) {
  const once = (items) => {
    const places = new Map();
    items.forEach((item, place) => places.set(item, places.has(item) ? -1 : place));
    return places;
  };
  const places = once(fresh);
  return [...once(old)]
    .filter(([item, place]) => place >= 0 && (places.get(item) ?? -1) >= 0)
    .map(([item, place]) => [place, places.get(item), 1]);
}

// Returns the links of greatest worth that rise in both texts together.
export function bestChain(links) {
  // By falling new place within one old place, so that no two links of it can follow each other.
  const ordered = [...links].sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const size = ordered.reduce((most, [, j]) => Math.max(most, j), 0) + 2;
  const tree = Array(size + 1).fill([0, -1]); // best chain ending before a place
  const before = [];
  let top = [0, -1];
  ordered.forEach(([, j, worth], n) => {
    let best = [0, -1];
    for (let at = j; at > 0; at -= at & -at) if (tree[at][0] > best[0]) best = tree[at];
    before.push(best[1]);
    const total = [best[0] + worth, n];
    if (total[0] > top[0]) top = total;
    for (let at = j + 1; at <= size; at += at & -at) if (total[0] > tree[at][0]) tree[at] = total;
  });
  const found = [];
  for (let n = top[1]; n >= 0; n = before[n]) found.push(ordered[n]);
  return found.reverse();
}
