// A native dialog: the browser keeps the focus inside, closes it with Esc, and gives the focus
// back.
/** @import { ComponentChildren } from 'preact' */
import { useLayoutEffect } from 'preact/hooks';
import { TEXTS } from '../texts/texts.js';
import { useElement } from './element.js';
import { html } from './html.js';
import { Icon } from './icon.js';

/** @param {{ title: string, onClose: () => void, children?: ComponentChildren }} properties */
export function Dialog({ title, onClose, children }) {
  /** @type {{ current: HTMLDialogElement }} */
  const dialog = useElement();
  useLayoutEffect(() => {
    // Closing gives the focus back to where it was. A dialog that is taken from the page unclosed
    // would not.
    const { current } = dialog;
    current.showModal();
    return () => current.close();
  }, []);
  const closeFromOutside = (/** @type {Event} */ event) => {
    if (event.target === dialog.current) onClose();
  };
  return html`<dialog class="dialog" aria-labelledby="dialog-title" ref=${dialog}
    onClose=${onClose} onMouseDown=${closeFromOutside}>
    <div class="dialog-inner">
      <header class="dialog-head">
        <h2 id="dialog-title">${title}</h2>
        <button type="button" class="icon-button" aria-label=${TEXTS.shared.close}
          onClick=${onClose}>
          <${Icon} name="close" />
        </button>
      </header>
      ${children}
    </div>
  </dialog>`;
}
