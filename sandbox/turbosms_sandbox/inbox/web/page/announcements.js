// The one thing that a screen reader is told by itself, and the title of a tab that is not looked at.
import { useEffect, useRef, useState } from 'preact/hooks';
import { html } from '../shared/html.js';
import { plural } from '../shared/format.js';
import { titleOf, unseenOf } from './unseen.js';

const PAUSE = 2000; // ms: messages that come one after the other are told of together
const TITLE = document.title;

export function Announce({ state }) {
  const [said, setSaid] = useState('');
  const told = useRef(state.arrived);
  const arrived = useRef(0);
  const left = useRef(0); // what had arrived when the tab was looked at
  useEffect(() => {
    arrived.current = state.arrived;
    setSaid(''); // or the same words would not be told again
    const timer = setTimeout(() => {
      const fresh = state.arrived - told.current;
      told.current = state.arrived;
      if (fresh) setSaid(plural(fresh, 'new message'));
    }, PAUSE);
    if (!document.hidden) left.current = state.arrived;
    document.title = titleOf(TITLE, unseenOf(state.arrived, left.current));
    return () => clearTimeout(timer);
  }, [state.arrived]);
  useEffect(() => {
    if (state.link === 'reconnecting') setSaid('Connection lost, reconnecting');
    else if (said.startsWith('Connection')) setSaid('Connected again');
  }, [state.link]);
  useEffect(() => {
    const look = () => {
      if (document.hidden) return;
      left.current = arrived.current;
      document.title = TITLE;
    };
    addEventListener('visibilitychange', look);
    return () => removeEventListener('visibilitychange', look);
  }, []);
  return html`<p class="unseen" role="status">${said}</p>`;
}
