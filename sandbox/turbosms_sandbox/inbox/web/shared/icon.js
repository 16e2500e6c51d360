// Small drawings. They never say anything alone: a word stands beside each of them.
import { html } from './html.js';

/** @type {Record<string, string>} */
const PATHS = {
  viber:
    'M8 1.8C4.4 1.8 2 4 2 7.2c0 1.9.8 3.4 2.2 4.3v2.7l2.5-2c.4.1.9.1 1.3.1 ' +
    '3.6 0 6-2.1 6-5.1S11.6 1.8 8 1.8z',
  sms: 'M2.5 3h11v8.5H7L4 14v-2.500H2.500z M5 6h6 M5 8.500h4',
  tick: 'M3 8.5 6.3 12 13 4.5',
  ticks: 'M1 8.500 4.200 12 10.500 4.500 M7.800 11.200 8.600 12 15 4.500',
  waiting: 'M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11z M8 5v3.200l2 1.300',
  failed: 'M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11z M6 6l4 4 M10 6l-4 4',
  unknown:
    'M8 2.500a5.500 5.500 0 1 0 0 11 5.500 5.500 0 0 0 0-11z ' +
    'M6.500 6.600c0-2 3-2 3 0 0 1.200-1.500 1.200-1.500 2.400 M8 11v.1',
  arrow: 'M2.500 8h10.500 M9.500 4.500 13 8l-3.500 3.500',
  down: 'M4 6l4 4 4-4',
  up: 'M4 10l4-4 4 4',
  back: 'M13 8H3 M6.500 4.500 3 8l3.500 3.500',
  file: 'M4 1.800h5L12.500 5.300v9H4z M9 1.800v3.500h3.500',
  image: 'M2 3h12v10H2z M2 11l3.500-3.500 3 3 2-2L14 12 M10.500 6v.1',
  clip:
    'M12.500 7.500 7.700 12.300a3 3 0 0 1-4.200-4.200L8.600 3a2 2 0 0 1 2.800 2.800' +
    'L6.700 10.500a1 1 0 0 1-1.400-1.400L9 5.400',
  close: 'M4 4l8 8 M12 4l-8 8',
};

/** @param {{ name: string }} properties */
export function Icon({ name }) {
  return html`<svg class="icon icon-${name}" viewBox="0 0 16 16" aria-hidden="true"
    focusable="false"><path d=${PATHS[name]} /></svg>`;
}
