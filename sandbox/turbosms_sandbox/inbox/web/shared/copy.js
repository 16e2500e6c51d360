// A button that copies a text.
import { useEffect, useState } from 'preact/hooks';
import { TEXTS } from '../texts/texts.js';
import { html } from './html.js';

const SHOWN_MS = 2000; // for how long the button says what came of it

/** @param {string} text */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

// Where the clipboard is closed to the page, as under a plain address of another machine.
/** @param {string} text */
function copySelected(text) {
  const area = document.createElement('textarea');
  area.value = text;
  // Within an open dialog: everything outside of it cannot be selected.
  (document.querySelector('dialog[open]') ?? document.body).append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  return isCopied;
}

/** @param {{ text: string, label: string }} properties */
export function CopyButton({ text, label }) {
  const [caption, setCaption] = useState(TEXTS.shared.copy);
  useEffect(() => {
    if (caption === TEXTS.shared.copy) return undefined;
    const timer = setTimeout(() => setCaption(TEXTS.shared.copy), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [caption]);
  const run = async () => {
    setCaption((await copy(text)) ? TEXTS.shared.copied : TEXTS.shared.notCopied);
  };
  return html`<button type="button" class="quiet copy" onClick=${run}>${caption}<span
    class="unseen"> ${label}</span></button>`;
}
