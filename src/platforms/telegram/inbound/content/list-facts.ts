const MAX_DEPTH = 4;
const MAX_FACTS = 40;
const MAX_CHARACTERS = 2_000;
/** Keys of servers, which tell a model nothing. */
const TECHNICAL = /(^|_)(id|ids|width|height|size|color|colors|type|date|offset|length)$/;

/**
 * The words and numbers in an object of an unknown kind, each with the name of its field. For content
 * that is newer than this program.
 */
export function listFacts(value: unknown): string {
  const facts: string[] = [];
  addFacts(facts, '', value, 0);
  return facts.join(', ').slice(0, MAX_CHARACTERS).toWellFormed();
}

function addFacts(facts: string[], name: string, value: unknown, depth: number): void {
  if (facts.length >= MAX_FACTS || depth > MAX_DEPTH || TECHNICAL.test(name)) return;

  if (typeof value === 'string' || typeof value === 'number' || value === true) {
    const words = value === true ? '' : String(value).slice(0, MAX_CHARACTERS);
    facts.push([fieldToWords(name), words].filter(Boolean).join(': '));
  }
  if (Array.isArray(value)) for (const item of value) addFacts(facts, name, item, depth + 1);
  else if (typeof value === 'object' && value !== null)
    for (const [field, part] of Object.entries(value)) addFacts(facts, field, part, depth + 1);
}

/** The name of a field, as words. */
export function fieldToWords(name: string): string {
  return name.replaceAll('_', ' ').trim();
}
