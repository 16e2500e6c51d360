// A button at everything with data-copy. What is copied is what is seen, without the lines that a screen breaks it into.
const announcer = document.querySelector(".announcer");

function visibleText(element) {
  const copy = element.cloneNode(true);
  const chosen = document.querySelector('[name="server"]:checked')?.value ?? "0";
  for (const server of copy.querySelectorAll("[data-server]")) {
    if (server.dataset.server !== chosen) server.remove();
  }
  return copy.textContent;
}

// Browsers give navigator.clipboard to safe origins only, and people to whom they like.
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    const before = document.activeElement;
    field.value = text;
    field.readOnly = true;
    field.className = "announcer";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    before?.focus({ preventScroll: true });
    return done;
  }
}

function announce(text) {
  announcer.textContent = "";
  setTimeout(() => { announcer.textContent = text; }, 50);
}

for (const source of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  const label = source.dataset.copy;
  let back;
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.setAttribute("aria-label", `Copy ${label}`);
  button.addEventListener("click", async () => {
    const done = await copyText(visibleText(source));
    button.textContent = done ? "Copied" : "Failed";
    announce(done ? `Copied ${label}` : `The browser does not let ${label} be copied`);
    clearTimeout(back);
    back = setTimeout(() => { button.textContent = "Copy"; }, 2000);
  });
  if (!source.matches("pre")) {
    source.after(" ", button);
    continue;
  }
  const block = document.createElement("div");
  const strip = document.createElement("div");
  block.className = "block";
  strip.className = "strip";
  strip.append(source.className || "JSON", button);
  source.replaceWith(block);
  block.append(strip, source);
}
