// The redline page: the tools for reading it.

import { readingTools } from "./reading-tools.js";

const text = document.querySelector(".fn-redline");
if (text) readingTools(text);
