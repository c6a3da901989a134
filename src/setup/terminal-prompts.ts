import type { Readable, Writable } from 'node:stream';
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

/** Where to ask. Absent: on the terminal of this process. */
interface PromptStreams {
  readonly input?: Readable;
  readonly output?: Writable;
}

/** Asks on a terminal. */
export function createTerminalPrompts(streams: PromptStreams = {}): Prompts {
  return {
    begin: (title) => intro(title, streams),
    explain: (heading, lines) =>
      note(lines.join('\n'), heading, { ...streams, format: (line) => line }),
    tell(sentence, kind) {
      if (kind === 'problem') log.warn(sentence, streams);
      else if (kind === 'good') log.success(sentence, streams);
      else log.message(sentence, streams);
    },
    choose: async (message, options, initialValue) =>
      unlessCanceled(
        await select<string>({
          ...streams,
          message,
          options: [...options],
          ...(initialValue !== undefined && { initialValue }),
        }),
      ) as (typeof options)[number]['value'],
    search: async (message, options, initialValue) =>
      unlessCanceled(
        await autocomplete<string>({
          ...streams,
          message,
          options: [...options],
          maxItems: VISIBLE_OPTIONS,
          ...(initialValue !== undefined && { initialValue }),
        }),
      ),
    askText: async (message, placeholder) =>
      unlessCanceled(await text({ ...streams, message, placeholder, defaultValue: '' })).trim(),
    askSecret: async (message) =>
      (unlessCanceled(await password({ ...streams, message })) ?? '').trim(),
    async wait(activity, run) {
      const spin = spinner(streams);
      spin.start(activity);
      try {
        return await run();
      } finally {
        spin.stop(activity);
      }
    },
    end: (sentence) => outro(sentence, streams),
  };
}

/** @throws A `SetupCanceledError` when the person pressed Ctrl+C. */
function unlessCanceled<Answer>(answer: Answer): Exclude<Answer, symbol> {
  if (isCancel(answer)) throw new SetupCanceledError();
  return answer as Exclude<Answer, symbol>;
}
