// The view stands in the hash, so that it can be linked to and Back works:
// #/  #/380678998668  #/380678998668/<message_id>  #/calls  #/calls/17, and behind each ?search=…&status=…&channel=…&sender=…
import { useEffect, useState } from 'preact/hooks';
import { STATUSES } from '../service/tables.js';
import { CHANNELS } from '../service/statuses.js';

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

// A status that there is none of would find nothing, and the box could not show it.
const NOTHING_OPEN = { view: 'messages', number: '', id: '' };

/** @param {string | null} status */
const known = (status) => (status && STATUSES.some(([name]) => name === status) ? status : '');
/** @param {string | null} given */
const channelOf = (given) => (given && Object.hasOwn(CHANNELS, given) ? given : '');

// What the messages are searched by, without what is open.
/** @param {import('../service/types.d.ts').Filters} route */
export const filtersOf = ({ search, status, channel, sender }) => ({ search, status, channel, sender });
export const UNFILTERED = { search: '', status: '', channel: '', sender: '' };
/** @param {import('../service/types.d.ts').Filters} route */
export const isFiltered = (route) => Object.values(filtersOf(route)).some(Boolean);

/**
 * @param {string} hash
 * @returns {import('../service/types.d.ts').Route}
 */
export function parse(hash) {
  const [path, search = ''] = hash.replace(/^#/, '').split(/\?(.*)/s);
  const [first = '', second = ''] = path.split('/').filter(Boolean).map(decode);
  const given = new URLSearchParams(search);
  const route = {
    view: 'messages', number: '', id: '', search: given.get('search') ?? '', status: known(given.get('status')),
    channel: channelOf(given.get('channel')), sender: given.get('sender') ?? '',
  };
  if (first === 'calls') return { ...route, view: 'calls', id: /^\d+$/.test(second) ? second : '' };
  const number = first.replace(/^\+/, '');
  return /^\d+$/.test(number) ? { ...route, number, id: second } : route;
}

// The address of the same view with some changes.
/**
 * @param {Partial<import('../service/types.d.ts').Route>} route
 * @param {Partial<import('../service/types.d.ts').Route>} changes
 */
export function href(route, changes = {}) {
  const whole = { ...NOTHING_OPEN, ...UNFILTERED, ...route, ...changes };
  const { view, number, id } = whole;
  const path = view === 'calls' ? ['calls', id] : [number, number && id];
  const given = Object.entries(filtersOf(whole)).filter(([, value]) => value);
  const tail = given.length ? `?${new URLSearchParams(given)}` : '';
  return `#/${path.filter((part) => part !== '').map(encodeURIComponent).join('/')}${tail}`;
}

/** @param {string} address */
export const go = (address) => {
  location.hash = address;
};

// Typing in the search box must not fill the history.
/** @param {string} address */
export function replace(address) {
  history.replaceState(null, '', address);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

export function useRoute() {
  const [route, setRoute] = useState(() => parse(location.hash));
  useEffect(() => {
    const read = () => setRoute(parse(location.hash));
    addEventListener('hashchange', read);
    return () => removeEventListener('hashchange', read);
  }, []);
  return route;
}
