// JSON for people.

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{[]\s*[}\]]|[{}[\],:]|\s+|[^\s{}[\],:"]+/g;

// JSON with line breaks; empty if the text is no JSON. The numbers stay as they were written:
// parsing would round them.
/** @param {string} text */
export function pretty(text) {
  if (!isJson(text)) return '';
  let depth = 0;
  const newLine = () => `\n${'  '.repeat(depth)}`;
  return text.replace(TOKEN, (token) => {
    if (/^\s/.test(token)) return '';
    if (/^[{[]\s*[}\]]$/.test(token)) return token.replace(/\s/g, '');
    if (token === '{' || token === '[') {
      depth += 1;
      return token + newLine();
    }
    if (token === '}' || token === ']') {
      depth -= 1;
      return newLine() + token;
    }
    if (token === ',') return token + newLine();
    return token === ':' ? ': ' : token;
  });
}

/** @param {string} text */
function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
