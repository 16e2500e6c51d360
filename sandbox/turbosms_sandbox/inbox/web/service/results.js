// How calls of the service's methods end: by result codes and by faults, in plain words.
/** @import { CallSummary } from './types' */
import { IS_UKRAINIAN, TEXTS } from '../texts/texts.js';
import { MEANINGS_UK, OUTCOMES, OWN_TOKEN } from './tables.js';

/** @type {Record<number, string>} */
const OUTCOMES_BY_CODE = OUTCOMES;

/** @type {Record<number, string>} */
const MEANINGS = IS_UKRAINIAN ? MEANINGS_UK : {};

/** @type {Record<number, string>} */
const ADVICE = {
  103: TEXTS.advice.token(OWN_TOKEN),
  105: TEXTS.advice.token(OWN_TOKEN),
  106: TEXTS.advice.unblock,
  400: TEXTS.advice.senders,
};

// How a call went, by its result code; `lost` if there was no answer in an envelope.
/** @param {CallSummary} call */
export function outcomeOf({ code }) {
  return code === null ? 'lost' : OUTCOMES_BY_CODE[code] ?? 'unknown';
}

/** @param {CallSummary} call */
export const wentWell = (call) => outcomeOf(call) === 'success';

// What the code of a call means, and what to do about it where that is simple to say.
/** @param {CallSummary} call */
export function adviceOn({ code, meaning }) {
  const advice = code === null ? '' : ADVICE[code];
  const meant = code === null ? meaning : MEANINGS[code] ?? meaning;
  return [meant?.replaceAll('`', ''), advice].filter(Boolean).join(' ');
}

// What a fault of this kind did to a call.
/** @param {string} kind */
export const faultEffect = (kind) => TEXTS.faultEffects[kind] ?? '';
