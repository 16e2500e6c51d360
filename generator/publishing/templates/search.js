// The contents: search in everything that has a place, the menu of narrow windows, and where one is.
const contents = document.querySelector(".contents");
const menu = document.querySelector(".menu");
const find = document.getElementById("find");
const found = document.querySelector(".found");
const results = document.querySelector(".results");
const navigation = document.querySelector(".contents nav");
const MOST = 50;
let places;

function titleOf(element) {
  const parts = element.matches("tr") ? [element.cells[0], element.cells[1].querySelector(":scope > code")] : [element];
  return parts.filter(Boolean).map((part) => part.textContent.replace(/#\s*$/, "").trim()).join(" ");
}

function collect() {
  const named = [...document.querySelectorAll("main [data-find]")].map((element) => ({
    id: element.id, title: titleOf(element), kind: element.dataset.find,
  }));
  const fields = [...document.querySelectorAll(".operation .fields > li")].map((element) => {
    const heading = element.closest(".operation").querySelector("h3");
    const [part, ...path] = element.id.slice(heading.id.length + 1).split("-");
    return { id: element.id, title: path.join("."), kind: `${heading.dataset.find} ${part}` };
  });
  return [...named, ...fields].map((place) => ({ ...place, text: `${place.title} ${place.kind}`.toLowerCase() }));
}

function search() {
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  const on = words.length > 0;
  navigation.hidden = on;
  results.hidden = found.hidden = !on;
  if (!on) return;
  places ??= collect();
  const hits = places.filter((place) => words.every((word) => place.text.includes(word)));
  for (const hit of hits) hit.begins = hit.text.split(/[\s._]/).includes(words[0]) + hit.text.startsWith(words[0]);
  // What begins with the word comes before what only has it.
  hits.sort((a, b) => b.begins - a.begins);
  found.textContent = hits.length > MOST ? `The first ${MOST} of ${hits.length} places` : `${hits.length} place${hits.length === 1 ? "" : "s"}`;
  results.replaceChildren(...hits.slice(0, MOST).map((hit) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    const kind = document.createElement("span");
    link.href = `#${hit.id}`;
    kind.textContent = hit.kind;
    link.append(hit.title, " ", kind);
    item.append(link);
    return item;
  }));
}

function openMenu(open) {
  contents.classList.toggle("open", open);
  menu.setAttribute("aria-expanded", open);
}

find.form.addEventListener("submit", (event) => {
  event.preventDefault();
  results.querySelector("a")?.click();
});
find.addEventListener("input", search);
menu.addEventListener("click", () => openMenu(menu.getAttribute("aria-expanded") !== "true"));
contents.addEventListener("click", (event) => {
  if (event.target.closest("a")) openMenu(false);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    event.preventDefault();
    openMenu(true);
    find.focus();
    find.select();
  } else if (event.key === "Escape" && contents.contains(document.activeElement)) {
    find.value = "";
    search();
    if (menu.getAttribute("aria-expanded") === "true") {
      openMenu(false);
      menu.focus();
    }
  }
});

const entries = new Map([...navigation.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));
const headings = [...entries.keys()].map((id) => document.getElementById(id));
let waiting = false;

function whereabouts() {
  waiting = false;
  const last = headings.findLast((heading) => heading.getBoundingClientRect().top < innerHeight / 3) ?? headings[0];
  for (const [id, link] of entries) {
    if (id !== last.id) link.removeAttribute("aria-current");
    else if (!link.hasAttribute("aria-current")) {
      link.setAttribute("aria-current", "true");
      link.scrollIntoView({ block: "nearest" });
    }
  }
}

addEventListener("scroll", () => {
  if (!waiting) requestAnimationFrame(whereabouts);
  waiting = true;
}, { passive: true });
whereabouts();
