// A request or an answer as it was on the wire.
import { useMemo, useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { CopyButton } from '../shared/copy.js';
import { bytes } from '../shared/format.js';

// JSON with line breaks, or nothing if it is no JSON. The numbers stay as they were written: parsing would round them.
function pretty(text) {
  try {
    JSON.parse(text);
  } catch {
    return '';
  }
  let depth = 0;
  const line = () => `\n${'  '.repeat(depth)}`;
  return text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|[{[]\s*[}\]]|[{}[\],:]|\s+|[^\s{}[\],:"]+/g, (token) => {
    if (/^\s/.test(token)) return '';
    if (/^[{[]\s*[}\]]$/.test(token)) return token.replace(/\s/g, '');
    if (token === '{' || token === '[') {
      depth += 1;
      return token + line();
    }
    if (token === '}' || token === ']') {
      depth -= 1;
      return line() + token;
    }
    if (token === ',') return token + line();
    return token === ':' ? ': ' : token;
  });
}

export function Raw({ title, text, cut, size, path }) {
  const [wanted, setWanted] = useState(true);
  const formatted = useMemo(() => (cut ? '' : pretty(text)), [text, cut]);
  const shown = wanted && formatted ? formatted : text;
  return html`<div class="raw">
    <div class="raw-head">
      <h3>${title}</h3><span class="raw-size">${bytes(size)}</span>
      ${formatted && html`<button type="button" class="quiet" aria-pressed=${wanted ? 'true' : 'false'} onClick=${() => setWanted(!wanted)}>Pretty<span class="unseen"> ${title.toLowerCase()}</span></button>`}
      ${text && html`<${CopyButton} text=${shown} label=${title.toLowerCase()} />`}
      ${size > 0 && html`<a class="quiet" href=${path} download>Download<span class="unseen"> ${title.toLowerCase()}</span></a>`}
    </div>
    ${text ? html`<pre tabindex="0" role="region" aria-label=${title}><code>${shown}</code></pre>` : html`<p class="nothing">Nothing</p>`}
    ${cut && html`<p class="note">Only the beginning is shown. <a href=${path} download>Download the whole</a></p>`}
  </div>`;
}
