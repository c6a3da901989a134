import {
  autocomplete,
  intro,
  isCancel,
  log,
  note,
  outro,
  password,
  select,
  spinner,
  text,
} from '@clack/prompts';
import type { Prompts } from './prompts.ts';
import { SetupCanceledError } from './setup-canceled-error.ts';

/** The lines of a list that are visible at once. */
const VISIBLE_OPTIONS = 10;

/** Asks on the terminal of this process. */
export const terminalPrompts: Prompts = {
  begin: (title) => intro(title),
  explain: (heading, lines) => note(lines.join('\n'), heading, { format: (line) => line }),
  tell(sentence, kind) {
    if (kind === 'problem') log.warn(sentence);
    else if (kind === 'good') log.success(sentence);
    else log.message(sentence);
  },
  choose: async (message, options, initialValue) =>
    unlessCanceled(
      await select<string>({
        message,
        options: [...options],
        ...(initialValue !== undefined && { initialValue }),
      }),
    ) as (typeof options)[number]['value'],
  search: async (message, options, initialValue) =>
    unlessCanceled(
      await autocomplete<string>({
        message,
        options: [...options],
        maxItems: VISIBLE_OPTIONS,
        ...(initialValue !== undefined && { initialValue }),
      }),
    ),
  askText: async (message, placeholder) =>
    unlessCanceled(await text({ message, placeholder, defaultValue: '' })).trim(),
  askSecret: async (message) => (unlessCanceled(await password({ message })) ?? '').trim(),
  async wait(activity, run) {
    const spin = spinner();
    spin.start(activity);
    try {
      return await run();
    } finally {
      spin.stop(activity);
    }
  },
  end: (sentence) => outro(sentence),
};

/** @throws A `SetupCanceledError` when the person pressed Ctrl+C. */
function unlessCanceled<Answer>(answer: Answer): Exclude<Answer, symbol> {
  if (isCancel(answer)) throw new SetupCanceledError();
  return answer as Exclude<Answer, symbol>;
}
