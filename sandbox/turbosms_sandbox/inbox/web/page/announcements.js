// The one thing that a screen reader is told by itself, and the title of a tab that is not looked
// at.
import { useEffect, useRef, useState } from 'preact/hooks';
import { plural } from '../shared/format.js';
import { html } from '../shared/html.js';
import { useStore } from '../store/store.js';
import { TEXTS } from '../texts/texts.js';
import { titleOf, unseenOf } from './unseen.js';

const GATHERING_MS = 2000; // messages that come one after the other are told of together
const TITLE = document.title;

/** @param {number} arrived */
function useTitle(arrived) {
  const latest = useRef(0);
  const seen = useRef(0); // what had arrived when the tab was looked at
  useEffect(() => {
    latest.current = arrived;
    if (!document.hidden) seen.current = arrived;
    document.title = titleOf(TITLE, unseenOf(arrived, seen.current));
  }, [arrived]);
  useEffect(() => {
    const noteSeen = () => {
      if (document.hidden) return;
      seen.current = latest.current;
      document.title = TITLE;
    };
    addEventListener('visibilitychange', noteSeen);
    return () => removeEventListener('visibilitychange', noteSeen);
  }, []);
}

export function Announcements() {
  const { arrived } = useStore('inbox');
  const { link } = useStore('connection');
  const [said, setSaid] = useState('');
  const told = useRef(arrived);
  useTitle(arrived);
  useEffect(() => {
    setSaid(''); // or the same words would not be told again
    const timer = setTimeout(() => {
      const fresh = arrived - told.current;
      told.current = arrived;
      if (fresh) setSaid(plural(fresh, TEXTS.counts.newMessages));
    }, GATHERING_MS);
    return () => clearTimeout(timer);
  }, [arrived]);
  useEffect(() => {
    if (link === 'reconnecting') setSaid(TEXTS.page.lost);
    else if (said === TEXTS.page.lost) setSaid(TEXTS.page.connectedAgain);
  }, [link]);
  return html`<p class="unseen" role="status">${said}</p>`;
}
