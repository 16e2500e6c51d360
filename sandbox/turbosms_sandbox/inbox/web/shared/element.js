// Elements that the page reaches for.
import { useRef } from 'preact/hooks';

// A place for an element, which is there whenever an effect or an event of its component looks for it.
/** @returns {{ current: any }} */
export const useElement = () => useRef(null);
