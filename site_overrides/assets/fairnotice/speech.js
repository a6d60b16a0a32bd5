// What scripts say, in the language of the page's frame, as archive/speech.py has it. The code holds
// English; `words/` holds the same sentences in other languages, written from the catalogues.

const FORMS = { 1: ["other"], 2: ["one", "other"], 6: ["zero", "one", "two", "few", "many", "other"] };
const NAME = /\{([a-z_]+)\}/;
const frame = document.querySelector(".fn-page");
const table = frame && frame.lang !== "en" ? await wordsIn(frame.lang) : null;

export const language = table ? frame.lang : "en";
export const direction = table ? frame.dir : "ltr";
const rules = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(`${language}-u-nu-latn`);
const days = new Intl.DateTimeFormat(`${language === "en" ? "en-GB" : language}-u-nu-latn`, {
  dateStyle: "long",
  timeZone: "UTC",
});
const lists = new Intl.ListFormat(language, { type: "unit", style: "long" });

async function wordsIn(tag) {
  try {
    return (await import(`./words/${tag}.js`)).default;
  } catch {
    return null; // then in English, and marked so
  }
}

// Returns a sentence with its values, which may be named in any order.
export const say = (words, values = {}) => filled(table?.[words] ?? words, values);

// Returns a sentence in the form that goes with a number.
export function count(one, many, number, values = {}) {
  const forms = table?.[one] ?? [one, many];
  const form = FORMS[forms.length].indexOf(rules.select(number));
  return filled(forms.at(form), { number: numbers.format(number), ...values });
}

// Returns a sentence as what an element may hold, its values being elements or words.
export const pieces = (words, values) =>
  (table?.[words] ?? words)
    .split(NAME)
    .map((piece, place) => (place % 2 ? values[piece] : piece));

// Returns a day as "2027-03-01" in words, as the pages say it: "1 March 2027", "1er mars 2027".
export function dayInWords(day) {
  const words = days.format(new Date(`${day}T00:00:00Z`));
  return language === "fr" ? words.replace(/^1 /, "1er ") : words;
}

export const listed = (names) => lists.format(names);

const filled = (words, values) =>
  words
    .split(NAME)
    .map((piece, place) => (place % 2 ? shown(values[piece]) : piece))
    .join("");

const shown = (value) => (typeof value === "number" ? numbers.format(value) : value);
