// Images, files and destinations of messages. Nothing of another origin is ever loaded.
/** @import { ConversationItem, SharedFile } from '../service/types' */
import { bytes, plain } from '../shared/format.js';
import { html } from '../shared/html.js';
import { Icon } from '../shared/icon.js';
import { hostOf, Link, ownPath } from '../shared/links.js';
import { TEXTS } from '../texts/texts.js';

/** @param {{ item: ConversationItem }} properties */
export function Picture({ item }) {
  const path = ownPath(item.image);
  if (path) {
    return html`<img class="bubble-image" src=${path} alt=${TEXTS.phone.imageOfMessage}
      loading="lazy" />`;
  }
  const address = item.image_url || item.image;
  if (!address) return null;
  const host = hostOf(address);
  const title = host ? TEXTS.phone.imageFrom(html`<bdi>${host}</bdi>`) : TEXTS.phone.image;
  return html`<div class="card">
    <${Icon} name="image" />
    <span class="card-text">
      <strong>${title}</strong>
      <small><${Link} address=${address} /></small>
      <small>${TEXTS.phone.notLoaded}</small>
    </span>
  </div>`;
}

// A file is offered as a download: opened in the browser it would run as a part of this page's
// origin.
/** @param {{ file: SharedFile }} properties */
export function Attachment({ file }) {
  const path = ownPath(file.path);
  const name = html`<bdi dir="auto">${file.name}</bdi>`;
  const link = html`<a href=${path} download=${plain(file.name)}>${name}</a>`;
  return html`<div class="card">
    <${Icon} name="file" />
    <span class="card-text">
      <strong>${path ? link : name}</strong>
      <small>${TEXTS.phone.file(bytes(file.size))}</small>
    </span>
  </div>`;
}

// Where a button leads.
/** @param {{ address: string }} properties */
export function Target({ address }) {
  if (!address) return null;
  const path = ownPath(address);
  const link = path
    ? html`<a href=${path} download>${path}</a>`
    : html`<${Link} address=${address} />`;
  return html`<p class="bubble-target">
    <span class="unseen">${TEXTS.phone.leadsTo} </span><${Icon} name="arrow" />${link}
  </p>`;
}
