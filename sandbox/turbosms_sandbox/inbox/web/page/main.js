// Where the page begins: what is open stands in the address, what has happened comes with the
// stream.
import { render } from 'preact';
import { keepOlderMessagesFresh } from '../control/older.js';
import { startStreams } from '../control/stream.js';
import { html } from '../shared/html.js';
import { followAddress } from '../store/address.js';
import { Page } from './page.js';

followAddress();
startStreams();
keepOlderMessagesFresh();
render(html`<${Page} />`, /** @type {HTMLElement} */ (document.getElementById('app')));
