import { textsIn } from '../texts/index.ts';
import type { AlertReader } from './alert-post.ts';
import { describeTrouble } from './describe-trouble.ts';
import { formatTime } from './format-time.ts';
import type { TroubleRecord } from './trouble-records.ts';

/** More lines than anybody reads in one message. */
const MAX_LINES = 20;

/** Writes the message that a trouble is there, or is over. Markdown. */
export function writeAlert({ trouble, since, overAt }: TroubleRecord, reader: AlertReader): string {
  const { alerts } = textsIn(reader.language);
  const time = formatTime(since, reader);
  const { what, helps, over, details } = describeTrouble(trouble, reader);
  if (overAt !== undefined) return `✅ ${over ?? what} ${alerts.began(time)}`;

  const sentences = [`⚠️ ${what}`, alerts.since(time), helps].join(' ');
  return details === undefined ? sentences : `${sentences}\n\n${quote(details)}`;
}

/** Writes one message about several troubles: one line for each. Markdown. */
export function writeSummary(records: readonly TroubleRecord[], reader: AlertReader): string {
  const { alerts } = textsIn(reader.language);
  const lines = records.slice(0, MAX_LINES).map(({ trouble, since, overAt }) => {
    const { what, over = what } = describeTrouble(trouble, reader);
    const time = formatTime(since, reader);
    return overAt === undefined
      ? `- ⚠️ ${what} ${alerts.since(time)}`
      : `- ✅ ${over} ${alerts.began(time)}`;
  });
  const rest = records.length - lines.length;
  return [
    alerts.summary(records.length),
    '',
    ...lines,
    ...(rest > 0 ? [`- ${alerts.more(rest)}`] : []),
  ].join('\n');
}

/** What comes from outside has no formatting, no links and no mentions in a code block. */
function quote(text: string): string {
  return `\`\`\`\n${text.replaceAll('`', "'")}\n\`\`\``;
}
