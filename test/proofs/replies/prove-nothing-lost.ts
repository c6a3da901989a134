import { findLostText } from '../../markdown/invariants/find-lost-text.ts';
import { generateProse } from '../../markdown/invariants/generate-prose.ts';
import type { JudgedDialect } from '../../markdown/invariants/judged-dialect.ts';
import { judgedDiscordDialect } from '../../markdown/invariants/judged-discord.ts';
import { judgedTelegramDialect } from '../../markdown/invariants/judged-telegram.ts';

const COUNT = 10_000;
const MAX_COMPLAINTS = 20;

/** Every letter, digit and sign of generated texts is on the pages of both dialects, in order. */
export function proveNothingLost(seed: number): readonly string[] {
  const complaints = [...judge(judgedDiscordDialect, seed), ...judge(judgedTelegramDialect, seed)];
  process.stdout.write(
    `replies: every letter, digit and sign of ${COUNT} generated texts is shown on both networks, ` +
      `or stands for formatting: ${complaints.length} complaints (seed ${seed})\n`,
  );
  return complaints;
}

function judge<Page>(judged: JudgedDialect<Page>, seed: number): readonly string[] {
  const complaints: string[] = [];

  for (const { name, markdown } of generateProse(COUNT, seed)) {
    const pages = judged.dialect
      .open(undefined, Number.POSITIVE_INFINITY)
      .update(markdown, 'final');
    const lost = findLostText(markdown, judged.readPages(pages).characters);
    if (lost !== undefined) complaints.push(`${judged.name}: ${name}: ${lost}`);
    if (complaints.length > MAX_COMPLAINTS) break;
  }
  return complaints;
}
