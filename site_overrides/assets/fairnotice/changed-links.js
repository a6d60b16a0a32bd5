// Links that lead elsewhere under words that stayed, as archive/changed_links.py tells of them. Places
// in the text itself are left out: the file of a policy's clauses has no anchors to tell them by.

import { unescaped } from "./words.js";

const INSIDE = "#";

// Returns [{ old, fresh, words }] for marked words; a target is "" where they are or were no link.
export function changedLinks(leaves) {
  const found = new Map();
  for (const leaf of leaves) {
    for (const word of leaf) {
      if (!word.old || !word.fresh) continue;
      const link = linkOf(word.fresh);
      const [old, fresh] = [targetOf(linkOf(word.old)), targetOf(link)];
      if (old === fresh || (old.startsWith(INSIDE) && fresh.startsWith(INSIDE))) continue;
      const key = `${old}\n${fresh}`;
      if (!found.has(key)) found.set(key, { old, fresh, words: link ? wordsOf(link, leaf) : "" });
    }
  }
  return [...found.values()];
}

const linkOf = ({ parts }) => parts[0].stack.find(({ tag }) => /^<a\b/.test(tag));

const targetOf = (link) => unescaped(link?.tag.match(/ href="([^"]*)"/)?.[1] ?? "");

function wordsOf(link, leaf) {
  const own = leaf.filter(({ fresh }) => fresh && linkOf(fresh) === link);
  return own.map(({ fresh }, n) => `${n ? fresh.space : ""}${fresh.text}`).join("");
}
