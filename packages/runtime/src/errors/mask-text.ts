// What follows the name of an authentication scheme is a credential (RFC 9110 section 11.4), unless
// it is a word as people write it: token expired, Basic authentication.
const CREDENTIAL = /\b(basic|bearer|token|digest|apikey)(\s+)([^\s"'<>]+)/gi;
const NO_PLAIN_WORD = /[^A-Za-z.,:;!?]|\B[A-Z]/;

// What is taken out leaves an ellipsis. As an escape: one character beyond Latin-1 makes engines hold
// and scan the whole bundle at two bytes a character.
const TAKEN_OUT = "\u2026";

const WORD = /[^\s"'<>(),;]+/g;

// Longer than any word that a server uses for people, or than most names of its fields.
const LONGEST_WORD = 24;

// Identifiers, numbers of phones, dates: what has digits is about somebody, unless it is short.
const SHORTEST_OPAQUE = 6;

/**
 * Takes out of a text that others wrote whatever may be a secret or about a person: credentials,
 * URLs, addresses, numbers, and words that are no words. What is left says what was wrong.
 *
 * Servers and proxies quote what they were sent, and messages of errors are printed everywhere.
 */
export function maskText(text: string): string {
  return text
    .replace(CREDENTIAL, (said: string, scheme: string, space: string, word: string) =>
      NO_PLAIN_WORD.test(word) ? `${scheme}${space}${TAKEN_OUT}` : said,
    )
    .replace(WORD, (word) => (isOpaque(word) ? TAKEN_OUT : word));
}

function isOpaque(word: string): boolean {
  // An index in the name of a field is neither: messages[0].text
  const name = word.replace(/\[\d+\]/g, "");
  if (name.length > LONGEST_WORD || /[@=?&]|:\/\//.test(name)) return true;
  return name.length >= SHORTEST_OPAQUE && /\d/.test(name);
}
