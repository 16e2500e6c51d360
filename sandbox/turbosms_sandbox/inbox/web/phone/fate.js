// What becomes of messages to a number from now on.
/** @import { Conversation, FateDecision } from '../service/types' */
import { useEffect, useState } from 'preact/hooks';
import { decideFate } from '../control/commands.js';
import { magicFateOf, refusalCodeOf, viberFate } from '../service/fates.js';
import { nameOf } from '../service/statuses.js';
import { SMS_FATES, VIBER_FATES } from '../service/tables.js';
import { withValue } from '../shared/fields.js';
import { html } from '../shared/html.js';
import { Icon } from '../shared/icon.js';
import { Problem, useTask } from '../shared/task.js';
import { TEXTS } from '../texts/texts.js';

/** @param {{ viber: string, choose: (decision: FateDecision) => void }} properties */
function ViberFate({ viber, choose }) {
  return html`<fieldset class="chips">
    <legend>${TEXTS.fate.viber}</legend>
    ${VIBER_FATES.map((value) => html`<label key=${value} class="chip">
      <input type="radio" name="viber-fate" value=${value} checked=${value === viber}
        onChange=${() => choose({ viber: value })} /><span>${viberFate(value)}</span>
    </label>`)}
  </fieldset>`;
}

/** @param {{ sms: string, choose: (decision: FateDecision) => void }} properties */
function SmsFate({ sms, choose }) {
  return html`<span><label for="sms-fate">${TEXTS.fate.smsEndAs}</label>
    <select id="sms-fate" value=${sms} onChange=${withValue((value) => choose({ sms: value }))}>
      ${SMS_FATES.map((value) =>
        html`<option key=${value} value=${value}>${nameOf(value)}</option>`)}
    </select></span>`;
}

/** @param {{ conversation: Conversation }} properties */
export function Fate({ conversation }) {
  const phone = conversation.number;
  // What was chosen is shown at once, until the server says what holds.
  const [chosen, setChosen] = useState(/** @type {FateDecision} */ ({}));
  const { viber, sms } = { ...conversation, ...chosen };
  const [isOpen, setOpen] = useState(false);
  const task = useTask((/** @type {FateDecision} */ decision) => decideFate(phone, decision));
  const choose = async (/** @type {FateDecision} */ decision) => {
    setChosen(decision);
    if (!(await task.run(decision))) setChosen({});
  };
  useEffect(() => setChosen({}), [phone, conversation.viber, conversation.sms]);
  const code = refusalCodeOf(phone);
  if (code) {
    return html`<p class="fate fate-refused">${TEXTS.fate.refused(code)}</p>`;
  }
  const magic = magicFateOf(phone);
  const smsFate = sms !== 'Delivered' && TEXTS.fate.sms(nameOf(sms ?? ''));
  return html`<section class="fate" aria-label=${TEXTS.fate.label}>
    <button type="button" class="fate-button" aria-expanded=${isOpen ? 'true' : 'false'}
      onClick=${() => setOpen(!isOpen)}>
      <${Icon} name=${isOpen ? 'up' : 'down'} />${TEXTS.fate.title}${' '}
      <span class="fate-now">${viberFate(viber ?? '')}${smsFate}</span>
      ${magic && html` <span class="tag">${TEXTS.fate.magicNumber}</span>`}</button>
    ${isOpen && html`<div class="fate-body">
      ${magic && html`<p class="fate-magic">${TEXTS.fate.magic(magic)}</p>`}
      <${ViberFate} viber=${viber} choose=${choose} />
      <div class="fate-line">
        <${SmsFate} sms=${sms} choose=${choose} />
        <button type="button" class="quiet" disabled=${task.busy}
          onClick=${() => task.run({ viber: null, sms: null })}>
          ${TEXTS.fate.backToItsOwn}</button>
      </div>
      <${Problem} text=${task.problem} />
    </div>`}
  </section>`;
}
