// The channel that a message goes by: a drawing and its name.
import { CHANNEL_NAMES } from '../service/statuses.js';
import { html } from './html.js';
import { Icon } from './icon.js';

/** @param {{ type: string }} properties */
export function ChannelLabel({ type }) {
  return html`<span class="channel channel-${type}">
    <${Icon} name=${type} />${CHANNEL_NAMES[type]}
  </span>`;
}
