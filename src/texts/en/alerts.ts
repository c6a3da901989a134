import { dayIn } from '../day-in.ts';
import { pluralIn } from '../plural.ts';

const counted = pluralIn('en');
const day = dayIn('en');

/** What the bot tells its admins about itself. `key`, `model` and `network` are names. */
export const alertTexts = {
  keyRefused: {
    what: (key: string) => `The service refuses my key for ${key}.`,
    helps: (variable: string) =>
      `Put a valid key into ${variable}, and restart me; \`npm run doctor\` checks it.`,
    over: (key: string) => `The service accepts my key for ${key} again.`,
  },
  keyLimited: {
    what: (key: string, model: string) => `My key for ${key} may not use ${model}.`,
    helps:
      'Allow this model for the key at the service, or choose another one with `/model`. Some services also refuse whole countries.',
    over: (key: string, model: string) => `My key for ${key} may use ${model} again.`,
  },
  noCredit: {
    what: (key: string) => `The account behind my key for ${key} has no credit left.`,
    helps: "Add credit at the service. I'll notice it with the next question.",
    over: (key: string) => `The account behind my key for ${key} has credit again.`,
  },
  modelFails: {
    /** `why` is a word of the log. */
    what: (model: string, why: string) =>
      `${model} fails again and again, the last time with ${why}.`,
    helps:
      'Meanwhile its fallbacks answer, if `parley.yaml` names any. `/why` shows each attempt at an answer.',
    over: (model: string) => `${model} answers again.`,
  },
  modelEnds: {
    /** `endsOn`: a day of the calendar, `2026-12-11`. */
    what: (model: string, endsOn: string) =>
      `${model} ends on ${day(endsOn)}: its service shuts it down.`,
    helps: (place: string) => `Name another model here: ${place}.`,
  },
  /** `limit`: what is used, of how much, and the names of the limit and of the place. */
  limitNearlyReached: {
    what: (limit: string) => `More than 80% of a limit is used: ${limit}.`,
  },
  limitReached: {
    what: (limit: string) => `A limit is reached: ${limit}.`,
    helps: (time: string) =>
      `It starts again at zero: ${time}. \`limits\` in \`parley.yaml\` changes it, and \`/usage\` shows what has used it.`,
    over: (limit: string) => `This limit has started again at zero: ${limit}.`,
  },
  unpriced: {
    what: (model: string) =>
      `I don't ask ${model}, because there is a budget and I don't know the price of this model.`,
    helps: 'Give its `price` in `parley.yaml`, or write `unpriced: allow` below `limits`.',
    over: (model: string) => `${model} answers again.`,
  },
  diskNearlyFull: {
    what: (free: string) => `The disk with my store is nearly full: only ${free} are free.`,
    helps:
      "Free some space on it: when it is full, I can't answer anybody. A smaller `HISTORY_DAYS` makes the store smaller.",
    over: 'The disk with my store has enough room again.',
  },
  storeFails: {
    what: "My store doesn't work, so I can't answer anybody.",
    helps: '`npm run doctor` checks it. This is what the log says:',
    over: 'My store works again.',
  },
  networkLost: {
    what: (network: string) => `I can't reach ${network}.`,
    helps:
      "I'm still trying. If it lasts, check the machine's network and `HTTPS_PROXY`, and whether others have this problem, too.",
    over: (network: string) => `I'm connected to ${network} again.`,
  },
  networkLeftOut: {
    what: (network: string) => `I'm not connected to ${network}, and I've stopped trying.`,
    helps: 'Something has to be changed first; then restart me. `npm run doctor` checks it.',
  },
  noWorkers: {
    what: 'Nobody gets an answer: no worker is running.',
    helps:
      'I keep the questions, and answer them as soon as a worker runs. Start a process with `PARLEY_ROLE=worker`, or see in the logs why the others ended.',
    over: 'A worker is running again.',
  },
  newVersion: {
    what: (version: string, current: string) =>
      `There is a new version of Parley: ${version}. I'm version ${current}.`,
    helps: '`docs/operating.md` says how to update me.',
  },
  since: (time: string) => `Noticed: ${time}.`,
  /** Behind the sentence that it is over. */
  began: (time: string) => `The trouble began: ${time}.`,
  summary: (count: number) =>
    `There was a lot to tell, so here is a summary of ${counted(count, { one: 'message', other: 'messages' })}:`,
  more: (count: number) => `and ${count} more`,
};
