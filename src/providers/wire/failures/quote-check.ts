/** Shorter words stand in every prompt. */
const MIN_QUOTED_CHARACTERS = 6;

/**
 * Tells whether words stand in the body of a request. An error that repeats the words of a person
 * says nothing with them: a prompt about "invalid api key" is not a wrong key.
 */
export function createQuoteCheck(requestBody = ''): (words: string) => boolean {
  const request = requestBody.toLowerCase();
  if (request === '') return () => false;

  return (words) => {
    const text = words.trim().toLowerCase();
    // As the request writes it: within JSON.
    const written = JSON.stringify(text).slice(1, -1);
    return text.length >= MIN_QUOTED_CHARACTERS && request.includes(written);
  };
}
