// The view stands in the hash, so that it can be linked to and Back works:
// #/  #/380678998668  #/380678998668/<message_id>  #/calls  #/calls/17, and behind each ?search=…&status=…
import { useEffect, useState } from 'preact/hooks';
import { STATUSES } from './tables.js';

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

// A status that there is none of would find nothing, and the box could not show it.
const known = (status) => (STATUSES.some(([name]) => name === status) ? status : '');

export function parse(hash) {
  const [path, search = ''] = hash.replace(/^#/, '').split(/\?(.*)/s);
  const [first = '', second = ''] = path.split('/').filter(Boolean).map(decode);
  const given = new URLSearchParams(search);
  const route = { view: 'messages', number: '', id: '', search: given.get('search') ?? '', status: known(given.get('status')) };
  if (first === 'calls') return { ...route, view: 'calls', id: /^\d+$/.test(second) ? second : '' };
  const number = first.replace(/^\+/, '');
  return /^\d+$/.test(number) ? { ...route, number, id: second } : route;
}

// The address of the same view with some changes.
export function href(route, changes = {}) {
  const { view, number, id, search, status } = { ...route, ...changes };
  const path = view === 'calls' ? ['calls', id] : [number, number && id];
  const given = Object.entries({ search, status }).filter(([, value]) => value);
  const tail = given.length ? `?${new URLSearchParams(given)}` : '';
  return `#/${path.filter(Boolean).map(encodeURIComponent).join('/')}${tail}`;
}

export const go = (address) => {
  location.hash = address;
};

// Typing in the search box must not fill the history.
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
