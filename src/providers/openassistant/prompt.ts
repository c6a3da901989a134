import type { ChatRequest } from '../../contracts/provider.ts';

export type PromptFormat = 'llama2' | 'plain';

const NAMES = { system: 'System', user: 'User', assistant: 'Assistant' } as const;

/**
 * The whole conversation as one message: on the server, each answer has a chat of its own, and its history there would have to be
 * answers of that server. A question alone stays as it is.
 */
export function writePrompt({ system, messages }: ChatRequest, format: PromptFormat): string {
  const lines = [...(system ? [{ role: 'system', text: system } as const] : []), ...messages];
  const [only] = lines;
  const prompt =
    only && lines.length === 1
      ? only.text
      : [...lines.map(({ role, text }) => `${NAMES[role]}: ${text}`), `${NAMES.assistant}:`].join(
          '\n',
        );
  return format === 'plain' ? prompt : `<s>[INST]\n${prompt}\n[/INST]`;
}
