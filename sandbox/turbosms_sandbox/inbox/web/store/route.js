// What is open stands in the hash of the address, so that it can be linked to and Back works:
// #/  #/380678998668  #/380678998668/<message_id>  #/calls  #/calls/17, and behind each
// ?search=…&status=…&channel=…&sender=…
/** @import { Filters, Route } from './state' */
import { CHANNEL_NAMES, STATUS_NAMES } from '../service/statuses.js';

/** @type {Filters} */
export const UNFILTERED = { search: '', status: '', channel: '', sender: '' };
/** @type {Route} */
export const START = { view: 'messages', phone: '', id: '', ...UNFILTERED };

// What the messages are searched by, without what is open.
/**
 * @param {Filters} route
 * @returns {Filters}
 */
export const filtersOf = ({ search, status, channel, sender }) => ({
  search,
  status,
  channel,
  sender,
});

/** @param {Filters} route */
export const isFiltered = (route) => Object.values(filtersOf(route)).some(Boolean);

/**
 * @param {Filters} one
 * @param {Filters} other
 */
export function haveSameFilters(one, other) {
  return JSON.stringify(filtersOf(one)) === JSON.stringify(filtersOf(other));
}

/**
 * @param {string} hash
 * @returns {Route}
 */
export function parse(hash) {
  const [path, query = ''] = hash.replace(/^#/, '').split(/\?(.*)/s);
  const [first = '', second = ''] = path.split('/').filter(Boolean).map(decode);
  const route = { ...START, ...readFilters(new URLSearchParams(query)) };
  if (first === 'calls') {
    return { ...route, view: 'calls', id: /^\d+$/.test(second) ? second : '' };
  }
  const phone = first.replace(/^\+/, '');
  return /^\d+$/.test(phone) ? { ...route, phone, id: second } : route;
}

// The address of the same view with some changes.
/**
 * @param {Partial<Route>} route
 * @param {Partial<Route>} changes
 */
export function href(route, changes = {}) {
  const whole = { ...START, ...route, ...changes };
  const { view, phone, id } = whole;
  const path = view === 'calls' ? ['calls', id] : [phone, phone && id];
  const parts = path.filter((part) => part !== '').map(encodeURIComponent);
  const filters = Object.entries(filtersOf(whole)).filter(([, value]) => value);
  const query = String(new URLSearchParams(filters));
  return `#/${parts.join('/')}${query && `?${query}`}`;
}

/** @param {string} part */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

// A status that there is none of would find nothing, and the box could not show it.
/**
 * @param {URLSearchParams} query
 * @returns {Filters}
 */
function readFilters(query) {
  const value = (/** @type {string} */ name) => query.get(name) ?? '';
  const isStatus = STATUS_NAMES.includes(value('status'));
  const isChannel = Object.hasOwn(CHANNEL_NAMES, value('channel'));
  return {
    search: value('search'),
    status: isStatus ? value('status') : '',
    channel: isChannel ? value('channel') : '',
    sender: value('sender'),
  };
}
