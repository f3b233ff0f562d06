"use strict";
(() => {
  const form = document.getElementById("_search");
  const words = document.getElementById("_words");
  const found = document.getElementById("_found");
  const items = [...document.querySelectorAll("article")];
  const around = [...document.querySelectorAll("main section, main section > div")];
  const overview = [...document.querySelectorAll(".overview")];
  // letters without their accents, so that Rene finds René
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  let texts = null;

  const search = () => {
    const wanted = folded(words.value).split(/\s+/).filter(Boolean);
    texts ??= items.map((item) => folded(item.textContent));
    let shown = 0;
    items.forEach((item, place) => {
      item.hidden = !wanted.every((word) => texts[place].includes(word));
      shown += !item.hidden;
    });
    around.forEach((part) => {
      part.hidden = wanted.length > 0 && !part.querySelector("article:not([hidden])");
    });
    overview.forEach((part) => { part.hidden = wanted.length > 0; });
    found.textContent = wanted.length ? `${shown} of ${items.length}` : "";
  };

  let waiting = 0;
  words.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 120);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  // a link to what the search hides ends the search
  window.addEventListener("hashchange", () => {
    const item = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (item && item.closest("[hidden]")) {
      words.value = "";
      search();
      item.scrollIntoView();
    }
  });
  form.hidden = false;
})();
