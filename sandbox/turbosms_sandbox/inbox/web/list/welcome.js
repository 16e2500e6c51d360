// The empty list: how a first message gets here.
import { MAGIC_FATES } from '../service/fates.js';
import { OWN_SENDERS, OWN_TOKEN, REFUSED } from '../service/tables.js';
import { CopyButton } from '../shared/copy.js';
import { html } from '../shared/html.js';
import { href } from '../store/route.js';

// A text of Python and JSON alike.
const VIBER = JSON.stringify(OWN_SENDERS.viber);
const SMS = JSON.stringify(OWN_SENDERS.sms);
const SENDERS = `viber=Viber(sender=${VIBER}), sms=Sms(sender=${SMS})`;
const BODY =
  '{"recipients": ["380678998668"], "text": "Hello", ' +
  `"viber": {"sender": ${VIBER}}, "sms": {"sender": ${SMS}}}`;

/** @param {string} origin */
const curl = (origin) =>
  `curl -s ${origin}/message/send.json -H "Authorization: Bearer ${OWN_TOKEN}" ` +
  `-H "Content-Type: application/json" -d '${BODY.replaceAll("'", "'\\''")}'`;

/** @param {string} origin */
const python = (origin) => `from turbosms_client import Sms, TurboSMS, Viber

with TurboSMS(token="${OWN_TOKEN}", base_url="${origin}") as client:
    client.message.send(["380678998668"], text="Hello", ${SENDERS})
`;

/** @param {{ text: string, label: string }} properties */
function Snippet({ text, label }) {
  return html`<div class="copyable">
    <pre tabindex="0" role="region" aria-label=${label}><code>${text}</code></pre>
    <${CopyButton} text=${text} label=${label} />
  </div>`;
}

export function Welcome() {
  return html`<div class="welcome">
    <h3>No message yet</h3>
    <p>Send one to this sandbox, and it shows up here. The token is${' '}
      <code>${OWN_TOKEN}</code>; nothing leaves this machine.</p>
    <h4>From a terminal</h4>
    <${Snippet} label="curl command" text=${curl(location.origin)} />
    <h4>From Python</h4>
    <${Snippet} label="Python program" text=${python(location.origin)} />
    <h4>Numbers with a fate of their own</h4>
    <p>Every other number gets its messages within seconds.${' '}
      Open a phone and decide yourself what becomes of them.</p>
    <ul class="magic" role="list">
      ${MAGIC_FATES.map(([phone, fate]) => html`<li key=${phone}>
        <a href=${href({ phone })}>${phone}</a> ${fate}
      </li>`)}
      <li><code>380000000CCC</code> is refused with code CCC:${' '}
        ${Object.values(REFUSED).join(', ')}</li>
    </ul>
  </div>`;
}
