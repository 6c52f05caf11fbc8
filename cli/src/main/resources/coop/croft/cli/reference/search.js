// Searches the names and texts of the reference; everything is in search-index.js.
"use strict";

const most = 12;
const place = document.getElementById("search");
const form = document.createElement("form");
const label = document.createElement("label");
const field = document.createElement("input");
const state = document.createElement("p");
const list = document.createElement("ul");

form.setAttribute("role", "search");
label.textContent = "Search ";
field.type = "search";
field.autocomplete = "off";
field.spellcheck = false;
field.setAttribute("aria-keyshortcuts", "/");
field.title = "/ leads here, the arrow keys to what was found";
state.setAttribute("role", "status");
label.append(field);
form.append(label);
place.append(form, state, list);

// Names that begin so come first, then names that hold it, then texts that hold all its words.
function rank(entry, wanted, words) {
  const name = entry.name.toLowerCase();
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  if (name.includes(wanted)) return 2;
  return words.every((word) => name.includes(word) || entry.text.includes(word)) ? 3 : -1;
}

function found() {
  const wanted = field.value.trim().toLowerCase();
  if (wanted === "") return [];
  const words = wanted.split(/\s+/);
  return searchIndex
    .map((entry) => ({ entry, rank: rank(entry, wanted, words) }))
    .filter((hit) => hit.rank >= 0)
    .sort((a, b) => a.rank - b.rank)
    .map((hit) => hit.entry);
}

function show() {
  const hits = found();
  list.replaceChildren();
  for (const entry of hits.slice(0, most)) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const kind = document.createElement("small");
    link.href = entry.link;
    link.textContent = entry.name;
    kind.textContent = " " + entry.kind;
    item.append(link, kind, document.createElement("br"), entry.summary);
    list.append(item);
  }
  if (field.value.trim() === "") state.textContent = "";
  else if (hits.length === 0) state.textContent = "Nothing was found.";
  else if (hits.length > most) state.textContent = "The first " + most + " of " + hits.length + ":";
  else state.textContent = hits.length + " found:";
}

function close() {
  field.value = "";
  show();
}

field.addEventListener("input", show);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const first = list.querySelector("a");
  if (first) first.click();
});
list.addEventListener("click", close);

document.addEventListener("keydown", (event) => {
  const links = [field, ...list.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "/" && document.activeElement !== field) {
    event.preventDefault();
    field.focus();
  } else if (step && at >= 0 && links[at + step]) {
    event.preventDefault();
    links[at + step].focus();
  } else if (event.key === "Escape" && at >= 0) {
    close();
    field.focus();
  }
});
