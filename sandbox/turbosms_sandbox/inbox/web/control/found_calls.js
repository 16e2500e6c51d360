// The calls that are searched for.
import { useEffect } from 'preact/hooks';
import { callSearchClosed, callSearchRefused, callsFound } from '../store/actions.js';
import { NO_SEARCH } from '../store/initial.js';
import { MAX_COUNT } from '../store/limits.js';
import { dispatch, useStore } from '../store/store.js';
import { queryOf, refusalOf, request } from './control_plane.js';

const QUIET_MS = 250; // without another letter before the search begins

// What the server finds, asked for again after every call. While it has not answered, what was
// found before stays.
/** @param {string} search */
export function useFoundCalls(search) {
  const found = useStore('foundCalls');
  const { calls } = useStore('callList');
  const { life } = useStore('connection');
  const newest = calls[0]?.number;
  useEffect(() => {
    if (!search) return undefined;
    let isWanted = true;
    const ask = () => {
      request('GET', `/sandbox/calls${queryOf({ search, limit: MAX_COUNT })}`).then(
        (answer) => isWanted && dispatch(callsFound, search, answer.calls),
        (error) => isWanted && dispatch(callSearchRefused, search, refusalOf(error).problem),
      );
    };
    const timer = setTimeout(ask, QUIET_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [search, newest, life]);
  useEffect(() => () => dispatch(callSearchClosed), []);
  if (!search) return NO_SEARCH;
  return found.search === search ? found : { ...found, problem: '' };
}
