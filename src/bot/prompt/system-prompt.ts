import type { Turn } from '../../contracts/turns.ts';

/** The operator's instructions, and what the model must know about the place. */
export function systemPromptFor({ address }: Turn, configured: string): string {
  if (address.channel.kind === 'direct') return configured;
  return `${configured}\n\nSeveral people write in this channel; each of their messages begins with the name of who wrote it. Begin yours without a name.`;
}
