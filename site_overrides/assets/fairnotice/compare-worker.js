// Compares two texts away from the page, so that a long comparison can be ended.

import { redline, textOf } from "./comparison.js";

self.addEventListener("message", ({ data: { clauses, from, to } }) => {
  self.postMessage(redline(textOf(clauses, from), textOf(clauses, to)));
});
