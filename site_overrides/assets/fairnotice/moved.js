// Leads on from a former address with the fragment of the link, which nothing else can read.
const { to } = document.currentScript.dataset;
if (location.hash) location.replace(to + location.hash);
