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

/** The part of a pressed key that counts here. */
type Key = Readonly<{ name?: string; ctrl?: boolean }>;

/** Asks on a terminal. */
export function createTerminalPrompts(streams: PromptStreams = {}): Prompts {
  /**
   * Shows one question. Ctrl+D ends like Ctrl+C: the library would wait for ever, with the cursor hidden.
   *
   * @throws A `SetupCanceledError` when the person ends.
   */
  async function ask<Answer>(
    show: (options: PromptStreams & { signal: AbortSignal }) => Promise<Answer>,
  ): Promise<Exclude<Answer, symbol>> {
    const ending = new AbortController();
    const onKey = (_text: unknown, { ctrl, name }: Key) => {
      if (ctrl && name === 'd') ending.abort();
    };
    const { input = process.stdin } = streams;
    input.on('keypress', onKey);
    try {
      return unlessCanceled(await show({ ...streams, signal: ending.signal }));
    } finally {
      input.off('keypress', onKey);
    }
  }

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
      (await ask((common) =>
        select<string>({
          ...common,
          message,
          options: [...options],
          ...(initialValue !== undefined && { initialValue }),
        }),
      )) as (typeof options)[number]['value'],
    search: (message, options, initialValue) =>
      ask((common) =>
        autocomplete<string>({
          ...common,
          message,
          options: [...options],
          maxItems: VISIBLE_OPTIONS,
          ...(initialValue !== undefined && { initialValue }),
        }),
      ),
    askText: async (message, placeholder) =>
      (await ask((common) => text({ ...common, message, placeholder, defaultValue: '' }))).trim(),
    askSecret: async (message) =>
      ((await ask((common) => password({ ...common, message }))) ?? '').trim(),
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
