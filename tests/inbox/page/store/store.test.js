// The store tells whoever subscribes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialogClosed, dialogOpened } from '../web/store/actions.js';
import { INITIAL } from '../web/store/initial.js';
import { dispatch, getState, subscribe } from '../web/store/store.js';

test('an action changes the state, and subscribers are told', () => {
  assert.equal(getState(), INITIAL);
  const seen = [];
  const unsubscribe = subscribe(() => seen.push(getState().dialog));
  dispatch(dialogOpened, 'clock');
  dispatch(dialogClosed);
  unsubscribe();
  dispatch(dialogOpened, 'keys');
  assert.deepEqual(seen, ['clock', '']);
  assert.equal(getState().dialog, 'keys');
});
