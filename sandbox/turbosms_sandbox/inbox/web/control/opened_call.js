// The call whose details are open.
import { useEffect } from 'preact/hooks';
import { callClosed, callDescribed, callRefused } from '../store/actions.js';
import { NO_CALL } from '../store/initial.js';
import { dispatch, useStore } from '../store/store.js';
import { refusalOf, request } from './control_plane.js';

// Asks again in each life of the server. `id` is the number of the call.
/** @param {string} id */
export function useOpenedCall(id) {
  const held = useStore('openedCall');
  const { life } = useStore('connection');
  useEffect(() => {
    let isWanted = true;
    request('GET', `/sandbox/calls/${id}`).then(
      (call) => isWanted && dispatch(callDescribed, id, call),
      (error) => isWanted && dispatch(callRefused, id, refusalOf(error)),
    );
    return () => {
      isWanted = false;
    };
  }, [id, life]);
  useEffect(() => () => dispatch(callClosed), []);
  return held.id === id ? held : NO_CALL;
}
