// The few elements that scripts make, all of one kind each.

export function element(name, properties) {
  return Object.assign(document.createElement(name), properties);
}

export function inEnglish(words) {
  return element("span", { lang: "en", textContent: words });
}

// On the narrowest screens a button shows its sign, or the first of its words.
export function button({ sign = "", words, more = "", name }, press) {
  const made = element("button", { type: "button", className: "fn-tool", ariaLabel: name });
  if (sign) made.append(element("span", { className: "fn-tool__sign", ariaHidden: "true", textContent: sign }));
  made.append(element("span", { className: sign ? "fn-tool__more" : "", textContent: words }));
  if (more) made.append(element("span", { className: "fn-tool__more", textContent: ` ${more}` }));
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
