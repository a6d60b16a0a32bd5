// One character for each different word of two texts, so that texts compare as strings, as
// archive/vocabulary.py.

export const UNSEEN = "\x01"; // a token of which nothing can be seen

const WORD = 1;
const STOPWORD = 0.35;
const PUNCTUATION = 0.15;
const NOT = 0.8; // alone it is not worth keeping, with its verb it is
const CHARACTER = 0.5; // of a script written without spaces

const setOf = (words) => new Set(words.split(/\s+/));
const STOPWORDS = setOf(
  `a an and any are as at be been but by can could did do does for from had has have he her his
  how i if in into is it its may more of on or other our she should so such than that the their
  them then there these they this those to us was we were what when where which who will with
  would you your`,
);
const MODALS = setOf("can could may might must shall should will would do does did is are");
const NEGATIONS = setOf("not never no");
const [SURROGATES, BEYOND, LAST] = [0xd800, 0x800, 0xffff];

function weightOf(key) {
  if (!/[\p{L}\p{N}_]/u.test(key)) return PUNCTUATION;
  if (key.toLowerCase() === "not") return NOT;
  if (STOPWORDS.has(key.toLowerCase())) return STOPWORD;
  return [...key].length === 1 && key.codePointAt(0) > 0xe00 ? CHARACTER : WORD;
}

export class Vocabulary {
  #characters = new Map([["", UNSEEN]]);
  weights = new Map([[UNSEEN, 0]]);
  modals = new Set(); // "may", "must": what a negation turns around
  negations = new Set();

  // Returns one character a word; equal keys give equal characters.
  encode(tokens) {
    return tokens.map(({ key }) => this.#characters.get(key) ?? this.#learn(key)).join("");
  }

  // Returns how much the words of an encoded text weigh together.
  weight(encoded) {
    let sum = 0;
    for (let at = 0; at < encoded.length; at += 1) sum += this.weights.get(encoded[at]);
    return sum;
  }

  // More different words than characters share the last one; whoever pairs two words asks for
  // equal keys as well, so nothing but speed is lost.
  #learn(key) {
    const number = this.#characters.size + 1;
    const character = String.fromCharCode(Math.min(number < SURROGATES ? number : number + BEYOND, LAST));
    this.#characters.set(key, character);
    this.weights.set(character, weightOf(key));
    if (MODALS.has(key.toLowerCase())) this.modals.add(character);
    else if (NEGATIONS.has(key.toLowerCase())) this.negations.add(character);
    return character;
  }
}
