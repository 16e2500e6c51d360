// Requests to the control plane of the sandbox.
import { TEXTS } from '../texts/texts.js';

// The server's own sentence about why it does not do what was asked.
export class Refusal extends Error {
  /**
   * @param {string} sentence
   * @param {number} httpStatus
   */
  constructor(sentence, httpStatus) {
    super(sentence);
    this.httpStatus = httpStatus;
  }
}

// Refusal if the sandbox refuses; Error if it does not answer.
/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
export async function request(method, path, body) {
  /** @type {RequestInit} */
  const options = { method, cache: 'no-store' };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers = { 'Content-Type': 'application/json' };
  }
  let response;
  let answer;
  try {
    response = await fetch(path, options);
    answer = await response.json();
  } catch {
    if (!response) throw new Error(TEXTS.shared.silent);
    throw new Error(TEXTS.shared.notJson(response.status));
  }
  if (!response.ok) {
    const sentence = answer.error ?? TEXTS.shared.refused(response.status);
    throw new Refusal(sentence, response.status);
  }
  return answer;
}

// Why something that is to be shown is not, and whether it is not there (any more).
/** @param {unknown} error */
export function refusalOf(error) {
  const problem = error instanceof Error ? error.message : String(error);
  return { problem, isGone: error instanceof Refusal && error.httpStatus === 404 };
}

// The values that are not empty, with a question mark before them.
/** @param {Record<string, string | number | null | undefined>} values */
export function queryOf(values) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    const isEmpty = value === '' || value === undefined || value === null;
    if (!isEmpty) parameters.append(name, String(value));
  }
  const query = String(parameters);
  return query && `?${query}`;
}
