// Every address leads to what it names, whatever hides it: a filter, a closed part, another example.
function reveal(id) {
  const target = document.getElementById(id);
  if (!target) return null;
  if (target.closest("tr[hidden]")) {
    filters.reset();
    for (const { row } of codeRows) row.hidden = false;
  }
  const panel = target.closest(".panel");
  if (panel) choose(panel);
  for (let part = target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
  return target;
}

// Where to look for what was revealed. Beside a method its examples stay in view, wherever one is in it.
function show(target) {
  const panel = target.closest(".panel");
  const column = target.closest(".examples");
  if (panel && getComputedStyle(column).position === "sticky") {
    column.closest(".operation").scrollIntoView();
    column.scrollTop = panel.parentElement.offsetTop - column.offsetTop;
  } else {
    (panel?.parentElement ?? target).scrollIntoView();
  }
}

function follow() {
  const { hash } = location;
  if (hash.startsWith(`${ALL}?`)) {
    readCodes(hash);
    document.getElementById("codes").scrollIntoView();
  } else if (hash) {
    const target = reveal(decodeURIComponent(hash.slice(1)));
    if (target) show(target);
  }
}

addEventListener("hashchange", follow);
document.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  // The address may be the same as before, and then nothing else would tell.
  if (link && link.hash === location.hash && link.hash) follow();
});
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details")) part.open = true;
});
addEventListener("load", follow);
