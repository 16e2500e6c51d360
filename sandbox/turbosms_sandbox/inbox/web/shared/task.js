// Something that the user starts: it is busy while it runs, and says in its place what went wrong.
import { useState } from 'preact/hooks';
import { html } from './html.js';

export function useAction(action) {
  const [state, setState] = useState({ busy: false, problem: '' });
  const run = async (...values) => {
    setState({ busy: true, problem: '' });
    try {
      await action(...values);
      setState({ busy: false, problem: '' });
      return true;
    } catch (error) {
      setState({ busy: false, problem: error instanceof Error ? error.message : String(error) });
      return false;
    }
  };
  return { ...state, run };
}

export function Problem({ text }) {
  return text ? html`<p class="problem" role="alert"><bdi dir="auto">${text}</bdi></p>` : null;
}
