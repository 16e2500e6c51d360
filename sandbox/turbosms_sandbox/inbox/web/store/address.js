// The address of the page, which the route of the state follows.
import { addressChanged } from './actions.js';
import { parse } from './route.js';
import { dispatch } from './store.js';

// The address as it is now: the state may not have followed yet.
export const currentRoute = () => parse(location.hash);

/** @param {string} address */
export function go(address) {
  location.hash = address;
}

// Without an entry in the history: typing in the search box must not fill it.
/** @param {string} address */
export function replace(address) {
  history.replaceState(null, '', address);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

export function followAddress() {
  const follow = () => dispatch(addressChanged, currentRoute());
  addEventListener('hashchange', follow);
  follow();
}
