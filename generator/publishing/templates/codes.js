// Search in the table of result codes. What is asked for stands in the address: #codes?q=sender&outcome=failure
const filters = document.querySelector(".filters");
const codeRows = [...document.querySelectorAll(".code-table tbody tr")].map((row) => ({
  row,
  text: row.querySelector(".code").textContent + " " + [...row.querySelectorAll(".what > :not(.small)")].map((part) => part.textContent).join(" "),
}));
const ALL = "#codes";

function filterCodes() {
  const { q, outcome, actor } = Object.fromEntries(new FormData(filters));
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const { row, text } of codeRows) {
    const fits = words.every((word) => text.toLowerCase().includes(word))
      && (!outcome || row.dataset.outcome === outcome) && (!actor || row.dataset.actor === actor);
    row.hidden = !fits;
    count += fits;
  }
  filters.querySelector(".count").textContent = count === codeRows.length ? `${count} codes` : `${count} of ${codeRows.length} codes`;
  document.querySelector(".none").hidden = count > 0;
}

function shareCodes() {
  const asked = [...new FormData(filters)].filter(([, value]) => value);
  const hash = asked.length ? `${ALL}?${new URLSearchParams(asked)}` : ALL;
  try {
    history.replaceState(null, "", hash);
  } catch { /* a frame without an address of its own: nothing to share */ }
}

function readCodes(hash) {
  const asked = new URLSearchParams(hash.slice(ALL.length + 1));
  for (const name of ["q", "outcome", "actor"]) {
    const field = filters.elements[name];
    field.value = asked.get(name) ?? "";
    if (field.selectedIndex === -1) field.value = ""; // a value that is not offered
  }
  filterCodes();
}

filters.addEventListener("submit", (event) => event.preventDefault());
filters.addEventListener("input", () => { filterCodes(); shareCodes(); });
filters.addEventListener("reset", () => setTimeout(() => {
  filterCodes();
  if (location.hash.startsWith(`${ALL}?`)) shareCodes();
}));
