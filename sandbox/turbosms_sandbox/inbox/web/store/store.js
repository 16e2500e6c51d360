// The state of the page, which is held here and nowhere else. A named action of `actions.js`
// changes it, and whoever draws a slice of it is told.
/** @import { Action, State } from './state' */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { INITIAL } from './initial.js';

/** @type {State} */
let state = INITIAL;
/** @type {Set<() => void>} */
const listeners = new Set();

export const getState = () => state;

/**
 * @template {unknown[]} V
 * @param {Action<V>} action
 * @param {V} values
 */
export function dispatch(action, ...values) {
  state = action(state, ...values);
  for (const listener of listeners) listener();
}

/** @param {() => void} listener */
export function subscribe(listener) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

// What a component makes of the state. It is drawn again when that is another value.
/**
 * @template T
 * @param {(current: State) => T} select
 * @returns {T}
 */
export function useSelection(select) {
  const [, redraw] = useState(0);
  const selected = select(state);
  const drawn = useRef({ select, selected });
  drawn.current = { select, selected };
  useLayoutEffect(() => {
    const compare = () => {
      if (drawn.current.select(state) !== drawn.current.selected) redraw((times) => times + 1);
    };
    compare();
    return subscribe(compare);
  }, []);
  return selected;
}

// One slice of the state.
/**
 * @template {keyof State} S
 * @param {S} slice
 * @returns {State[S]}
 */
export const useStore = (slice) => useSelection((current) => current[slice]);
