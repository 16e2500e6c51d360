// The examples of a method stand one below the other; with a script one is shown, and a list offers the others.
// Hidden ones are still found by the browser's own search where it knows hidden="until-found".
const hide = "onbeforematch" in document.body ? "until-found" : "";

function choose(panel) {
  const card = panel.parentElement;
  for (const other of card.querySelectorAll(":scope > .panel")) {
    if (other === panel) other.removeAttribute("hidden");
    else other.setAttribute("hidden", hide);
  }
  const select = card.querySelector("select");
  if (select) select.value = panel.id;
}

for (const card of document.querySelectorAll("[data-chooser]")) {
  const panels = [...card.querySelectorAll(":scope > .panel")];
  const head = document.createElement("div");
  const select = document.createElement("select");
  select.setAttribute("aria-label", card.dataset.chooser);
  let group = select;
  for (const panel of panels) {
    const name = panel.dataset.group;
    if (name && group.label !== name) {
      group = document.createElement("optgroup");
      group.label = name;
      select.append(group);
    }
    group.append(new Option(panel.dataset.title, panel.id));
    panel.addEventListener("beforematch", () => choose(panel));
  }
  select.addEventListener("change", () => choose(document.getElementById(select.value)));
  head.className = "chosen";
  const title = card.querySelector(":scope > h4");
  title.replaceWith(head);
  head.append(title, select);
  choose(panels[0]);
}
