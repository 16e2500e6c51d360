// Calls of the control plane. A refusal is thrown as an Error that has the server's sentence.

const SILENT = 'The sandbox does not answer. Is it still running?';

/**
 * @param {string} method
 * @param {string} path
 * @param {unknown} [body]
 * @returns {Promise<any>}
 */
export async function call(method, path, body) {
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
    throw new Error(response ? `The sandbox answered something else than JSON (HTTP ${response.status}).` : SILENT);
  }
  if (!response.ok) {
    /** @type {import('../service/types.d.ts').Refusal} */
    const error = new Error(answer.error ?? `The sandbox refused (HTTP ${response.status}).`);
    error.refused = response.status < 500;
    error.isGone = response.status === 404;
    throw error;
  }
  return answer;
}

// A query of the values that are not empty, with its question mark.
/** @param {Record<string, string | number | null | undefined>} values */
export function query(values) {
  /** @type {string[][]} */
  const given = [];
  for (const [name, value] of Object.entries(values)) {
    if (value !== '' && value !== undefined && value !== null) given.push([name, String(value)]);
  }
  return given.length ? `?${new URLSearchParams(given)}` : '';
}
