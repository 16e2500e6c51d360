// Text that can be copied with one click.
import { useEffect, useState } from 'preact/hooks';
import { html } from './html.js';

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

// Where the clipboard is closed to the page, as under a plain address of another machine.
function copySelected(text) {
  const area = document.createElement('textarea');
  area.value = text;
  // Within an open dialog: everything outside of it cannot be selected.
  (document.querySelector('dialog[open]') ?? document.body).append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

export function CopyButton({ text, label }) {
  const [state, setState] = useState('Copy');
  useEffect(() => {
    if (state === 'Copy') return undefined;
    const timer = setTimeout(() => setState('Copy'), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const run = async () => setState((await copy(text)) ? 'Copied' : 'Not copied');
  return html`<button type="button" class="quiet copy" onClick=${run}>${state}<span class="unseen"> ${label}</span></button>`;
}

export function Copyable({ text, label }) {
  return html`<div class="copyable">
    <pre tabindex="0" role="region" aria-label=${label}><code>${text}</code></pre>
    <${CopyButton} text=${text} label=${label} />
  </div>`;
}
