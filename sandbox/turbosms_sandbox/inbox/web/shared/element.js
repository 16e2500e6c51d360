// Elements that a component reaches for.
import { useRef } from 'preact/hooks';

// A reference to an element, which is there whenever an effect or an event of its component looks
// for it.
/**
 * @template {HTMLElement} [E=HTMLElement]
 * @returns {{ current: E }}
 */
export const useElement = () => useRef(/** @type {any} */ (null));

// A descendant that is always there.
/**
 * @param {HTMLElement} element
 * @param {string} selector
 */
export const descendant = (element, selector) =>
  /** @type {HTMLElement} */ (element.querySelector(selector));
