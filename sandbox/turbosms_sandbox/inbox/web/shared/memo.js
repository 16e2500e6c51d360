// Components that are drawn again only if one of their properties has changed: with hundreds of
// rows and bubbles that is what keeps the page quick.
/** @import { ComponentChild } from 'preact' */
import { Component } from 'preact';

/**
 * @template P
 * @param {(properties: P) => ComponentChild} draw
 */
export function memo(draw) {
  return class extends Component {
    /** @param {any} next */
    shouldComponentUpdate(next) {
      /** @type {Record<string, unknown>} */
      const drawn = this.props;
      const names = new Set([...Object.keys(next), ...Object.keys(drawn)]);
      return [...names].some((name) => next[name] !== drawn[name]);
    }

    /** @param {any} properties */
    render(properties) {
      return draw(properties);
    }
  };
}
