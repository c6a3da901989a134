/** The header in which most services take their key. Empty without a key. */
export function bearerHeader(apiKey: string | undefined): Readonly<Record<string, string>> {
  return apiKey ? { authorization: `Bearer ${apiKey}` } : {};
}
