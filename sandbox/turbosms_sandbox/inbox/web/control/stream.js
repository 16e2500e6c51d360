// What the server tells live. The browser's EventSource reconnects by itself in most cases; in the others we do.
import { useEffect, useState } from 'preact/hooks';
import { call, query } from './control_plane.js';
import { filtersOf } from '../store/route.js';
import { FAILED } from '../service/statuses.js';
import { append, gone, LIVE, merge, mergeCalls, mergeItems, MOST, PAGE, update, without } from '../store/message_list.js';
import { shareStreams } from './tabs.js';

const AGAIN = 1500; // ms until we try again where the browser has given up
const REFRESH = 10000; // ms between looks at rows that are too old for the stream and may still change
/**
 * @param {import('../service/types.d.ts').Filters} one
 * @param {import('../service/types.d.ts').Filters} other
 */
const same = (one, other) => query(one) === query(other);
const NOTHING = { rows: [], cut: false, paged: false, more: false, calls: [], firstCall: 1 };

// An SMS is done once it is there; a Viber message may still be read.
/** @param {import('../service/types.d.ts').Message} row */
const isFinal = ({ type, status }) => FAILED.has(status) || status === (type === 'sms' ? 'Delivered' : 'Read');

export class Stream {
  /** @type {import('../service/types.d.ts').State} */
  state = {
    ...NOTHING, link: 'connecting', loaded: false, problem: '', arrived: 0, now: '', since: 0, balance: null, blocked: false,
    total: 0, faults: [], conversation: null, life: '',
  };
  /** @type {Set<(state: import('../service/types.d.ts').State) => void>} */
  #listeners = new Set();
  /** @type {EventSource | null} */
  #source = null;
  /** @type {import('../service/types.d.ts').Params} */
  #params = { search: '', status: '', channel: '', sender: '', number: '' };
  /** @type {any} */
  #timer = 0;
  #first = false; // the next batch is the first one since we opened the source
  #keep = false; // … and what is held may stay: the list is the same, only the open phone has changed
  /** @type {import('../service/types.d.ts').Params | null} */
  #held = null; // the parameters with which the rows were told
  #open = ''; // the message whose row must not fall out of the list
  #life = ''; // what is held was told in this life of the server; a reset, a deletion and a restart begin another

  constructor() {
    setInterval(() => this.#refresh(), REFRESH);
    shareStreams(() => this.#pause(), () => this.state.link === 'paused' && this.#reopen());
  }

  /** @param {(state: import('../service/types.d.ts').State) => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  // The message that is open, if any.
  /** @param {string} id */
  watch(id) {
    this.#open = id;
  }

  // `params`: the filters and the number. The rows stay on the page until the first batch is there.
  /**
   * @param {import('../service/types.d.ts').Params} params
   * @param {boolean} anew
   */
  open(params, anew = true) {
    this.#keep = !anew;
    this.#params = params;
    const { conversation } = this.state;
    this.#set({ problem: '', conversation: conversation?.number === params.number ? conversation : null });
    this.#connect();
  }

  #connect() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#first = true;
    const source = new EventSource(`/sandbox/events${query({ ...this.#params, limit: LIVE })}`);
    this.#source = source;
    source.addEventListener('batch', (event) => this.#batch(JSON.parse(event.data), event.lastEventId.split('-')[0]));
    source.addEventListener('error', () => this.#lost(source));
  }

  #pause() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = null;
    this.#set({ link: 'paused' });
  }

  // The same again: what is held stays.
  #reopen() {
    this.#keep = true;
    this.#set({ link: 'connecting' });
    this.#connect();
  }

  /** @param {EventSource} source */
  async #lost(source) {
    if (source !== this.#source) return;
    this.#keep = false;
    this.#set({ link: 'reconnecting' });
    if (source.readyState !== EventSource.CLOSED) return;
    const problem = await this.#refusal();
    if (source !== this.#source) return;
    if (problem) this.#set({ link: 'refused', problem });
    else this.#timer = setTimeout(() => this.#connect(), AGAIN);
  }

  // An EventSource does not tell what the server answered; the same asked as calls does. Empty if nothing was refused.
  async #refusal() {
    const { number, ...filters } = this.#params;
    const paths = [`/sandbox/messages${query({ ...filters, limit: 0 })}`, number && `/sandbox/conversations/${number}`];
    for (const path of paths) {
      if (!path) continue;
      try {
        await call('GET', path);
      } catch (reason) {
        const error = /** @type {import('../service/types.d.ts').Refusal} */ (reason);
        return error.refused ? error.message : '';
      }
    }
    return '';
  }

  /**
   * @param {any} batch
   * @param {string} life
   */
  #batch(batch, life) {
    const isSame = life === this.#life && this.#held !== null && same(filtersOf(this.#params), filtersOf(this.#held));
    const keep = this.#first && this.#keep && isSame;
    const forget = batch.reset && !keep;
    const held = forget ? { ...this.state, ...NOTHING } : { ...this.state };
    if (keep) held.rows = without(held.rows, gone(held.rows, batch.messages, batch.messages.length < LIVE));
    const list = merge(held, batch.messages, this.#open);
    if (forget) list.more = batch.messages.length >= LIVE;
    const counts = !(this.#first && batch.reset);
    this.#first = false;
    this.#keep = false;
    this.#life = life;
    this.#held = this.#params;
    this.#set({
      ...list, link: 'live', loaded: true, problem: '', now: batch.now, since: Date.now(), balance: batch.balance,
      blocked: batch.blocked, total: batch.total, life,
      arrived: this.state.arrived + (counts ? batch.fresh : 0),
      calls: mergeCalls(held.calls, batch.calls),
      faults: batch.faults ?? this.state.faults,
      conversation: batch.conversation ? mergeItems(this.state.conversation, batch.conversation) : this.state.conversation,
    });
  }

  // A page of older messages below the last row.
  async older() {
    const params = this.#params;
    const last = this.state.rows.at(-1)?.message_id;
    const { messages } = await call('GET', `/sandbox/messages${query({ ...filtersOf(params), before: last, limit: PAGE })}`);
    if (params === this.#params && last === this.state.rows.at(-1)?.message_id) this.#set(append(this.state, messages));
  }

  // As many calls as are shown at most.
  async olderCalls() {
    const life = this.#life;
    const { calls } = await call('GET', `/sandbox/calls${query({ limit: MOST })}`);
    if (life === this.#life) this.#set({ calls: mergeCalls(calls, this.state.calls), firstCall: calls.at(-1)?.number ?? 1 });
  }

  async #refresh() {
    const { rows, cut, link } = this.state;
    const first = rows.findIndex((row, place) => place >= (cut ? 1 : LIVE) && !isFinal(row));
    if (first < 0 || document.hidden || link !== 'live') return;
    const params = this.#params;
    const asked = rows.slice(first);
    const path = query({ ...filtersOf(params), before: rows[first - 1].message_id, limit: asked.length });
    const { messages } = await call('GET', `/sandbox/messages${path}`).catch(() => ({}));
    if (!messages || params !== this.#params) return;
    // A status that they are searched by may be theirs no longer.
    this.#set({ rows: without(update(this.state.rows, messages), gone(asked, messages, messages.length < asked.length)) });
  }

  /** @param {Partial<import('../service/types.d.ts').State>} changes */
  #set(changes) {
    this.state = { ...this.state, ...changes };
    for (const listener of this.#listeners) listener(this.state);
  }
}

/** @param {Stream} stream */
export function useStream(stream) {
  const [state, setState] = useState(stream.state);
  useEffect(() => {
    setState(stream.state);
    return stream.subscribe(setState);
  }, [stream]);
  return state;
}
