// Lets readers hide an announcement, change by change. What they hid is kept in their own browser, on
// their own click and never before.

(() => {
  const key = "fairnotice.hidden";
  const most = 50; // hidden changes that are remembered

  const hidden = () => {
    try {
      const found = JSON.parse(localStorage.getItem(key));
      return Array.isArray(found) ? found : [];
    } catch {
      return [];
    }
  };

  const hide = (item) => {
    item.hidden = true;
    const banner = item.closest(".md-banner");
    if (!banner || banner.querySelector(".fn-announcement:not([hidden])")) return;
    const skip = banner.querySelector(".md-skip"); // leads past the rest of the page too
    if (skip) banner.before(skip);
    banner.hidden = true;
  };

  const remember = (change) => {
    try {
      localStorage.setItem(key, JSON.stringify([...hidden(), change].slice(-most)));
    } catch {
      // Where nothing may be kept, it is hidden until the next page.
    }
  };

  // The keyboard goes on from the next announcement, or from the page's own heading.
  const goOn = () => {
    const next = document.querySelector(".fn-announcement:not([hidden]) button") ?? document.querySelector("h1");
    if (next?.tagName === "H1") next.tabIndex = -1;
    next?.focus({ preventScroll: true });
  };

  for (const item of document.querySelectorAll(".fn-announcement")) {
    const change = item.dataset.fnChange;
    const button = item.querySelector("button");
    if (hidden().includes(change)) hide(item);
    button.hidden = false;
    button.addEventListener("click", () => {
      hide(item);
      remember(change);
      goOn();
    });
  }
})();
