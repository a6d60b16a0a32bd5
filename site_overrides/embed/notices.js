// Shows what a policy site announces on the page of a product: one element, no cookie, no request
// but the one for notices.json beside this script. Words become text and nothing else.
//
//   <div id="policy-notices"></div>
//   <script src="https://policies.example.com/embed/notices.js"
//           data-into="policy-notices" data-service="messaging" data-language="en" defer></script>
//
// Kept in the product's own storage, on the reader's own click alone: which notices are hidden.

(() => {
  const script = document.currentScript;
  const file = new URL("../notices.json", script.src);
  const key = "fairnotice.hidden";
  const most = 50; // hidden notices that are remembered

  const hidden = () => {
    try {
      const found = JSON.parse(localStorage.getItem(key));
      return Array.isArray(found) ? found : [];
    } catch {
      return [];
    }
  };

  const remember = (change) => {
    try {
      localStorage.setItem(key, JSON.stringify([...hidden(), change].slice(-most)));
    } catch {
      // Where nothing may be kept, it is hidden until the next page.
    }
  };

  const made = (name, words, properties = {}) => {
    const element = document.createElement(name);
    element.textContent = words;
    return Object.assign(element, properties);
  };

  const today = () => {
    const now = new Date();
    const parts = [now.getFullYear(), now.getMonth() + 1, now.getDate()];
    return parts.map((part) => String(part).padStart(2, "0")).join("-");
  };

  const concerns = (notice, service) =>
    !service || notice.services.length === 0 || notice.services.includes(service);

  // A notice stands in the languages of the site; the nearest to the reader's is taken.
  const inLanguage = (notice, asked, own) => {
    const tag = (asked || document.documentElement.lang || own).toLowerCase();
    return notice.texts[tag] ?? notice.texts[tag.split("-")[0]] ?? notice.texts[own] ?? Object.values(notice.texts)[0];
  };

  const linkTo = ({ words, href }) => {
    const target = new URL(href, file);
    if (!/^https?:$/.test(target.protocol)) return made("span", words);
    return made("a", words, { href: target.href, className: "fn-notice__link" });
  };

  const paragraphs = (words, text) =>
    words.map((each) => made("p", each, { lang: text.words_language, dir: text.words_direction }));

  const shown = (notice, text, language) => {
    const box = made("section", "", { className: "fn-notice", dir: text.direction, lang: language });
    box.setAttribute("aria-label", text.title);
    box.append(made("p", text.announcement, { className: "fn-notice__what" }));
    box.append(...paragraphs(text.summary.paragraphs, text));
    if (text.choices.length) {
      const choices = made("details", "");
      choices.append(made("summary", text.choices_label), ...paragraphs(text.choices, text));
      box.append(choices);
    }
    const links = made("p", "", { className: "fn-notice__links" });
    const hide = made("button", text.hide, { type: "button", className: "fn-notice__hide" });
    hide.addEventListener("click", () => {
      remember(notice.change);
      box.remove();
    });
    links.append(...text.links.slice(0, 1).map(linkTo), hide);
    box.append(links);
    return box;
  };

  const show = async () => {
    const { into, service, language } = script.dataset;
    const place = document.getElementById(into ?? "policy-notices");
    if (!place) return;
    const answer = await fetch(file, { credentials: "omit", referrerPolicy: "no-referrer" });
    if (!answer.ok) return;
    const told = await answer.json();
    const gone = hidden();
    const notices = told.notices.filter(
      (notice) => concerns(notice, service) && !gone.includes(notice.change) && (!notice.at_once || today() < notice.until),
    );
    place.replaceChildren(
      ...notices.map((notice) => {
        const text = inLanguage(notice, language, told.language);
        const tag = Object.keys(notice.texts).find((each) => notice.texts[each] === text);
        return shown(notice, text, tag);
      }),
    );
  };

  // A product's page goes on as it is where the policy site cannot be reached.
  show().catch(() => {});
})();
