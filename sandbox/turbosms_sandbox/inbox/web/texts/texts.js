// What the page says, in the language that the server has chosen for it.
import { EN } from './en.js';
import { UK } from './uk.js';

// Where there is no document, as in tests, it is English.
export const IS_UKRAINIAN = globalThis.document?.documentElement?.lang === 'uk';
export const TEXTS = IS_UKRAINIAN ? UK : EN;
