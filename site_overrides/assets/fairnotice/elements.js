// The few elements that scripts make, all of one kind each.

import { direction, language } from "./speech.js";

export function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

// Words of the page's frame within those of a text.
export function inFrame(words) {
  return element("span", { lang: language, dir: direction, textContent: words });
}

// Few words for the narrowest screens and all of them for others; one of the two is shown.
export function twice(short, long) {
  return [
    element("span", { className: "fn-tool__less", textContent: short }),
    element("span", { className: "fn-tool__more", textContent: long }),
  ];
}

// On the narrowest screens a button shows its sign, or fewer words.
export function button({ sign = "", words, long = "", name }, press) {
  const made = element("button", { type: "button", className: "fn-tool", ariaLabel: name });
  if (sign) made.append(element("span", { className: "fn-tool__sign", ariaHidden: "true", textContent: sign }));
  if (long) made.append(...twice(words, long));
  else made.append(element("span", { className: sign ? "fn-tool__more" : "", textContent: words }));
  made.addEventListener("click", press);
  return made;
}

export function toggle(labels, pressed, change) {
  const made = button(labels, () => {
    const on = made.getAttribute("aria-pressed") !== "true";
    made.setAttribute("aria-pressed", String(on));
    change(on);
  });
  made.setAttribute("aria-pressed", String(pressed));
  return made;
}
