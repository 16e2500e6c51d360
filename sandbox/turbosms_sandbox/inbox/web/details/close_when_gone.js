// Details of what was here and is no longer, as after a reset, close by themselves. Of what never
// was here is said that it is not.
import { useEffect } from 'preact/hooks';
import { currentRoute, replace } from '../store/address.js';
import { href } from '../store/route.js';

/**
 * @param {unknown} shown
 * @param {boolean} isGone
 */
export function useCloseWhenGone(shown, isGone) {
  const wasHere = Boolean(shown) && isGone;
  useEffect(() => {
    if (wasHere) replace(href(currentRoute(), { id: '' }));
  }, [wasHere]);
}
