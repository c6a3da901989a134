import type { Command } from '../contracts/command.ts';
import type { Rerun } from '../contracts/turns.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';
import { answerOfCall, answerOfPress, controlReply, pressReply } from './control.ts';
import { completeModel, findModels } from './find-models.ts';

export const regenerate: Command = {
  name: 'regenerate',
  power: 'regenerate',
  description: inEveryLanguage((texts) => texts.commands.regenerate),
  options: [
    {
      name: 'model',
      description: inEveryLanguage((texts) => texts.commands.regenerateModel),
      complete: completeModel,
    },
  ],

  async run(call, context) {
    const typed = call.options.model?.trim();
    const matches = typed ? findModels(await context.models(), typed) : [];
    if (typed && matches.length !== 1) {
      const text =
        matches.length > 1
          ? textsIn(context.language).modelsMatch(typed)
          : textsIn(context.language).noModelMatches(typed);
      return { text, onlyAsker: true };
    }

    const [model] = matches;
    const rerun: Rerun = model ? { kind: 'regenerate', model: model.name } : { kind: 'regenerate' };
    const result = await context.rerun(answerOfCall(call), rerun);
    return (
      controlReply(result, context) ?? {
        text: textsIn(context.language).regenerating,
        onlyAsker: true,
      }
    );
  },

  /** `rest` is `<sequence>:<index>`: shows that version, or makes it when it does not exist. */
  async press(rest, button, context) {
    const version = Number(rest.split(':')[1]);
    const result = await context.rerun(answerOfPress(rest, button), { kind: 'show', version });
    return pressReply(result, context);
  },
};
