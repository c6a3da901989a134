import type { Command } from '../contracts/command.ts';
import { texts } from '../texts/texts.ts';
import { answerOfCall, answerOfPress, controlReply, pressReply } from './control.ts';
import { completeModel, findModels } from './find-models.ts';

export const regenerate: Command = {
  name: 'regenerate',
  description: 'Answer the last question anew, perhaps by another model',
  options: [
    { name: 'model', description: 'The model, or a part of its name', complete: completeModel },
  ],

  async run(call, powers) {
    const typed = call.options.model?.trim();
    const found = typed ? findModels(await powers.models(), typed) : [];
    if (typed && found.length !== 1) {
      return {
        text: found.length > 1 ? texts.modelsMatch(typed) : texts.noModelMatches(typed),
        onlyAsker: true,
      };
    }
    const [model] = found;
    const rerun = { kind: 'regenerate', ...(model && { model: model.name }) } as const;
    return (
      controlReply(await powers.rerun(answerOfCall(call), rerun)) ?? {
        text: texts.regenerating,
        onlyAsker: true,
      }
    );
  },

  /** `<sequence>:<index>`: shows a version, or makes it. */
  async press(rest, button, powers) {
    const version = Number(rest.split(':')[1]);
    return pressReply(await powers.rerun(answerOfPress(rest, button), { kind: 'show', version }));
  },
};
