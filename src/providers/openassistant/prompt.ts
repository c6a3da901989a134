import type { ChatRequest } from '../../contracts/provider.ts';

/** `llama2` wraps the prompt in the marks of Llama 2; `plain` does not. */
export type PromptFormat = 'llama2' | 'plain';

const SPEAKERS = { system: 'System', user: 'User', assistant: 'Assistant' } as const;

/**
 * Writes the whole conversation as one message. Each answer has a chat of its own on the server,
 * and the history of such a chat could hold only answers of that server. A single message stays as
 * it is.
 */
export function writePrompt({ system, messages }: ChatRequest, format: PromptFormat): string {
  const systemTurns = system ? [{ role: 'system', text: system } as const] : [];
  const turns = [...systemTurns, ...messages];
  const [onlyTurn] = turns.length === 1 ? turns : [];

  const lines = turns.map(({ role, text }) => `${SPEAKERS[role]}: ${text}`);
  const prompt = onlyTurn ? onlyTurn.text : [...lines, `${SPEAKERS.assistant}:`].join('\n');

  return format === 'plain' ? prompt : `<s>[INST]\n${prompt}\n[/INST]`;
}
