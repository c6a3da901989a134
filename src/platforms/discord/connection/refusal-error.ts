import { explainCloseCode } from './close-codes.ts';
import { DiscordError } from './discord-error.ts';

/** The failure of a connection that Discord closed. */
export function refusalError(code: number, reason: string): DiscordError {
  const { meaning, cure = '' } = explainCloseCode(code);
  const words = [`code ${code}`, meaning, reason].filter(Boolean).join(', ');
  return new DiscordError(`Discord closed the connection (${words}). ${cure}`.trim(), {
    kind: 'server',
  });
}
