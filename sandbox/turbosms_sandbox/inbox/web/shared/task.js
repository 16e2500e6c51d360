// Something that a person starts: it is busy while it runs, and says in its place what went wrong.
import { useState } from 'preact/hooks';
import { IS_UKRAINIAN } from '../texts/texts.js';
import { html } from './html.js';

const IDLE = { busy: false, problem: '' };

// `run` answers whether it went well.
/**
 * @template {unknown[]} V
 * @param {(...values: V) => unknown} work
 */
export function useTask(work) {
  const [state, setState] = useState(IDLE);
  const run = async (/** @type {V} */ ...values) => {
    setState({ busy: true, problem: '' });
    try {
      await work(...values);
      setState(IDLE);
      return true;
    } catch (error) {
      setState({ busy: false, problem: error instanceof Error ? error.message : String(error) });
      return false;
    }
  };
  return { ...state, run };
}

/** @param {{ text: string }} properties */
export function Problem({ text }) {
  if (!text) return null;
  // What the server says is in English, as all of its JSON.
  const language = IS_UKRAINIAN && !/\p{Script=Cyrillic}/u.test(text) ? 'en' : undefined;
  return html`<p class="problem" role="alert"><bdi dir="auto" lang=${language}>${text}</bdi></p>`;
}
