// The message whose details are open.
import { useEffect, useRef } from 'preact/hooks';
import { messageClosed, messageDescribed, messageRefused } from '../store/actions.js';
import { NO_MESSAGE } from '../store/initial.js';
import { dispatch, useStore } from '../store/store.js';
import { refusalOf, request } from './control_plane.js';

const GATHERING_MS = 300; // changes that come in one go are asked for once

// Asks again whenever `version`, which stands for all that can change, does: at once for another
// message, after a while for the same. A request that waits already is not put off, or it would
// never be made where something changes all the time.
/**
 * @param {string} id
 * @param {string} version
 */
export function useOpenedMessage(id, version) {
  const held = useStore('openedMessage');
  const wanted = useRef('');
  const timer = useRef(/** @type {ReturnType<typeof setTimeout> | undefined} */ (undefined));
  useEffect(() => {
    const ask = () => {
      timer.current = undefined;
      load(id, () => wanted.current === id);
    };
    const isAnother = wanted.current !== id;
    if (isAnother) clearTimeout(timer.current);
    wanted.current = id;
    if (isAnother) timer.current = setTimeout(ask, 0);
    else timer.current ??= setTimeout(ask, GATHERING_MS);
  }, [id, version]);
  useEffect(() => () => {
    wanted.current = '';
    clearTimeout(timer.current);
    dispatch(messageClosed);
  }, []);
  return held.id === id ? held : NO_MESSAGE;
}

/**
 * @param {string} id
 * @param {() => boolean} isWanted
 */
async function load(id, isWanted) {
  try {
    const described = await request('GET', `/sandbox/messages/${encodeURIComponent(id)}`);
    if (isWanted()) dispatch(messageDescribed, id, described);
  } catch (error) {
    if (isWanted()) dispatch(messageRefused, id, refusalOf(error));
  }
}
