// The empty list: how a first message gets here.
import { html } from '../shared/html.js';
import { Copyable } from '../shared/copy.js';
import { href } from '../store/route.js';
import { OWN_SENDERS, OWN_TOKEN, REFUSED } from '../service/tables.js';
import { MAGIC } from '../service/statuses.js';

// A text of Python and JSON alike.
const VIBER = JSON.stringify(OWN_SENDERS.viber);
const SMS = JSON.stringify(OWN_SENDERS.sms);
const BODY = `{"recipients": ["380678998668"], "text": "Hello", "viber": {"sender": ${VIBER}}, "sms": {"sender": ${SMS}}}`;

const curl = (origin) => `curl -s ${origin}/message/send.json -H "Authorization: Bearer ${OWN_TOKEN}" -H "Content-Type: application/json" -d '${BODY.replaceAll("'", "'\\''")}'`;

const python = (origin) => `from turbosms_client import Sms, TurboSMS, Viber

with TurboSMS(token="${OWN_TOKEN}", base_url="${origin}") as client:
    client.message.send(["380678998668"], text="Hello", viber=Viber(sender=${VIBER}), sms=Sms(sender=${SMS}))
`;

const phone = (number) => href({ view: 'messages' }, { number });

export function Welcome() {
  return html`<div class="welcome">
    <h3>No message yet</h3>
    <p>Send one to this sandbox, and it shows up here. The token is <code>${OWN_TOKEN}</code>; nothing leaves this machine.</p>
    <h4>From a terminal</h4>
    <${Copyable} label="curl command" text=${curl(location.origin)} />
    <h4>From Python</h4>
    <${Copyable} label="Python program" text=${python(location.origin)} />
    <h4>Numbers with a fate of their own</h4>
    <p>Every other number gets its messages within seconds. Open a phone and decide yourself what becomes of them.</p>
    <ul class="magic" role="list">
      ${MAGIC.map(([number, fate]) => html`<li key=${number}><a href=${phone(number)}>${number}</a> ${fate}</li>`)}
      <li><code>380000000CCC</code> is refused with code CCC: ${Object.values(REFUSED).join(', ')}</li>
    </ul>
  </div>`;
}
