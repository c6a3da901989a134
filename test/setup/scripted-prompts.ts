import assert from 'node:assert/strict';
import type { Prompts } from '../../src/setup/prompts.ts';
import { SetupCanceledError } from '../../src/setup/setup-canceled-error.ts';

/** An answer: a text or the value of an option; `ENTER` takes what is offered, `CTRL_C` ends. */
type ScriptedAnswer = string | typeof ENTER | typeof CTRL_C;

export const ENTER = Symbol('enter');
export const CTRL_C = Symbol('ctrl-c');

/** Prompts that a test answers in order. Each answer names a part of its question. */
export function createScriptedPrompts(script: readonly (readonly [RegExp, ScriptedAnswer])[]) {
  const rest = [...script];
  const shown: string[] = [];

  function answer(question: string, initial: string | undefined, values?: readonly string[]) {
    shown.push(`? ${question}`);
    const next = rest.shift();
    assert.ok(next, `no answer for “${question}” after:\n${shown.join('\n')}`);
    assert.match(question, next[0], shown.join('\n'));
    if (next[1] === CTRL_C) throw new SetupCanceledError();
    const given = next[1] === ENTER ? (initial ?? values?.[0] ?? '') : next[1];
    if (values) assert.ok(values.includes(given), `${given} is not among ${values.join(', ')}`);
    return given;
  }

  const prompts: Prompts = {
    begin: (title) => void shown.push(title),
    explain: (heading, lines) => void shown.push(heading, ...lines),
    tell: (sentence, kind) => void shown.push(`${kind ?? ''} ${sentence}`),
    choose: async (question, options, initial) => {
      shown.push(...options.map(({ label, hint }) => `- ${label} (${hint})`));
      const values = options.map(({ value }) => value);
      return answer(question, initial, values) as (typeof values)[number];
    },
    search: async (question, options, initial) =>
      answer(
        question,
        initial,
        options.map(({ value }) => value),
      ),
    askText: async (question) => answer(question, ''),
    askSecret: async (question) => answer(question, ''),
    wait: (_activity, run) => run(),
    end: (sentence) => void shown.push(sentence),
  };
  return { prompts, rest, shown: () => shown.join('\n') };
}
