// A component that is drawn again only if one of its values is another one: with hundreds of rows and bubbles that is
// what keeps the page quick.
import { Component } from 'preact';

/** @abstract */
export class Steady extends Component {
  /** @param {any} _props */
  render(_props) {
    return /** @type {import('preact').ComponentChild} */ (null);
  }

  shouldComponentUpdate(next) {
    const names = new Set([...Object.keys(next), ...Object.keys(this.props)]);
    return [...names].some((name) => next[name] !== this.props[name]);
  }
}
