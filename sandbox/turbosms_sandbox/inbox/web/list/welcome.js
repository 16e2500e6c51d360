// The empty list: how a first message gets here.
import { MAGIC_FATES } from '../service/fates.js';
import { OWN_SENDERS, OWN_TOKEN, REFUSED } from '../service/tables.js';
import { CopyButton } from '../shared/copy.js';
import { html } from '../shared/html.js';
import { href } from '../store/route.js';
import { TEXTS } from '../texts/texts.js';

// A text of Python and JSON alike.
const REFUSED_NUMBERS = html`<code>380000000CCC</code>`;
const VIBER = JSON.stringify(OWN_SENDERS.viber);
const SMS = JSON.stringify(OWN_SENDERS.sms);
const SENDERS = `viber=Viber(sender=${VIBER}), sms=Sms(sender=${SMS})`;
const BODY =
  `{"recipients": ["380678998668"], "text": "${TEXTS.welcome.greeting}", ` +
  `"viber": {"sender": ${VIBER}}, "sms": {"sender": ${SMS}}}`;

/** @param {string} origin */
const curl = (origin) =>
  `curl -s ${origin}/message/send.json -H "Authorization: Bearer ${OWN_TOKEN}" ` +
  `-H "Content-Type: application/json" -d '${BODY.replaceAll("'", "'\\''")}'`;

/** @param {string} origin */
const python = (origin) => `from turbosms_client import Sms, TurboSMS, Viber

with TurboSMS(token="${OWN_TOKEN}", base_url="${origin}") as client:
    client.message.send(["380678998668"], text="${TEXTS.welcome.greeting}", ${SENDERS})
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
    <h3>${TEXTS.welcome.title}</h3>
    <p>${TEXTS.welcome.sendOne(html`<code>${OWN_TOKEN}</code>`)}</p>
    <h4>${TEXTS.welcome.fromTerminal}</h4>
    <${Snippet} label=${TEXTS.welcome.curl} text=${curl(location.origin)} />
    <h4>${TEXTS.welcome.fromPython}</h4>
    <${Snippet} label=${TEXTS.welcome.python} text=${python(location.origin)} />
    <h4>${TEXTS.welcome.magicNumbers}</h4>
    <p>${TEXTS.welcome.otherNumbers}</p>
    <ul class="magic" role="list">
      ${MAGIC_FATES.map(([phone, fate]) => html`<li key=${phone}>
        <a href=${href({ phone })}>${phone}</a> ${fate}
      </li>`)}
      <li>${TEXTS.welcome.refused(REFUSED_NUMBERS, Object.values(REFUSED).join(', '))}</li>
    </ul>
  </div>`;
}
