// A request or an answer as it was on the wire.
import { useMemo, useState } from 'preact/hooks';
import { CopyButton } from '../shared/copy.js';
import { bytes } from '../shared/format.js';
import { html } from '../shared/html.js';
import { TEXTS } from '../texts/texts.js';
import { pretty } from './pretty.js';

/**
 * `label`: what the buttons copy and download. `cut`: the text is only the beginning. `path`: that
 * of the whole.
 * @param {{
 *   title: string, label: string, text: string, cut: boolean, size: number, path: string,
 * }} properties
 */
export function Raw({ title, label, text, cut, size, path }) {
  const [isPretty, setPretty] = useState(true);
  const formatted = useMemo(() => (cut ? '' : pretty(text)), [text, cut]);
  const shown = isPretty && formatted ? formatted : text;
  return html`<div class="raw">
    <div class="raw-head">
      <h3>${title}</h3><span class="raw-size">${bytes(size)}</span>
      ${formatted && html`<button type="button" class="quiet"
        aria-pressed=${isPretty ? 'true' : 'false'}
        onClick=${() => setPretty(!isPretty)}>${TEXTS.raw.pretty}<span
          class="unseen"> ${label}</span></button>`}
      ${text && html`<${CopyButton} text=${shown} label=${label} />`}
      ${size > 0 && html`<a class="quiet" href=${path}
        download>${TEXTS.raw.download}<span class="unseen"> ${label}</span></a>`}
    </div>
    ${text
      ? html`<pre tabindex="0" role="region" aria-label=${title}><code>${shown}</code></pre>`
      : html`<p class="nothing">${TEXTS.raw.nothing}</p>`}
    ${cut && html`<p class="note">${TEXTS.raw.cut}${' '}
      <a href=${path} download>${TEXTS.raw.downloadWhole}</a></p>`}
  </div>`;
}
