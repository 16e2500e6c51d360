// Handlers for the fields of forms.
/** @typedef {Event & { currentTarget: HTMLInputElement }} FieldEvent */

/** @param {(value: string) => void} handle */
export const withValue = (handle) => (/** @type {FieldEvent} */ event) =>
  handle(event.currentTarget.value);

/** @param {(isChecked: boolean) => void} handle */
export const withChecked = (handle) => (/** @type {FieldEvent} */ event) =>
  handle(event.currentTarget.checked);

// Instead of the browser, which would leave the page.
/** @param {(form: HTMLFormElement) => void} handle */
export const onSubmission = (handle) => (/** @type {Event} */ event) => {
  event.preventDefault();
  handle(/** @type {HTMLFormElement} */ (event.currentTarget));
};
