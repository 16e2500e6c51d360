// Calls of the control plane. A refusal is thrown as an Error that has the server's sentence.

const SILENT = 'The sandbox does not answer. Is it still running?';

export async function call(method, path, body) {
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
    const error = new Error(answer.error ?? `The sandbox refused (HTTP ${response.status}).`);
    error.refused = response.status < 500;
    throw error;
  }
  return answer;
}

// A query of the values that are not empty, with its question mark.
export function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== '' && value !== undefined && value !== null);
  return given.length ? `?${new URLSearchParams(given)}` : '';
}
