import { pluralIn } from '../plural.ts';

const plural = pluralIn('en');

/** The sentences of `/settings`. */
export const settingsTexts = {
  inForce: '**In force here**',
  /** One setting: its name, its value, and where the value comes from. */
  line: (name: string, value: string, origin: string) => `- **${name}**: ${value} (${origin})`,
  /** As `line`, where the list is long. */
  shortLine: (name: string, value: string) => `- **${name}**: ${value}`,
  page: (name: string, value: string, origin: string) => `**${name}**: ${value} (${origin})`,
  appliesTo: (place: string) => `What you change applies to: **${place}**.`,
  readOnly:
    'You can only look at these settings. The ones that concern nobody but you are under **For me**.',
  forbidden: "You can't change that here. `/settings` shows what you can change.",
  /** By name. People type the names. */
  names: {
    model: 'Model',
    persona: 'Persona',
    reasoning: 'Reasoning',
    footer: 'Line below answers',
    language: 'Language',
    threads: 'Thread per mention',
    follow_up: 'Without a mention',
    nearby: 'Messages around',
    rich: 'Rich messages',
    files: 'Files and pictures',
    history_days: 'Days kept',
    temperature: 'Temperature',
    top_p: 'Top P',
    top_k: 'Top K',
    typical_p: 'Typical P',
    repetition_penalty: 'Repetition penalty',
    presence_penalty: 'Presence penalty',
    frequency_penalty: 'Frequency penalty',
    max_tokens: 'Longest answer',
    seed: 'Seed',
    reasoning_effort: 'Reasoning effort',
  },
  /** By name: what the setting does. */
  meanings: {
    model: 'The model that answers.',
    persona: 'The character that I have.',
    reasoning: 'Whether people see what a model thinks before it answers.',
    footer: 'What stands below each answer.',
    language:
      'The language of my own sentences. The model answers in the language of the question.',
    threads: 'Whether each question opens a thread.',
    follow_up: 'Where I answer messages that do not mention me.',
    nearby: 'How many of the messages before a question the model reads.',
    rich: "Whether answers are Telegram's rich messages, with tables and formulas.",
    files: 'Whether I read files and pictures.',
    history_days: 'How long I keep what was said.',
    temperature: 'How much chance there is in the choice of words.',
    top_p: 'The share of likely words that the model chooses from.',
    top_k: 'The number of likely words that the model chooses from.',
    typical_p: 'How typical the words are that the model chooses from.',
    repetition_penalty: 'How much the model avoids words that it wrote already.',
    presence_penalty: 'How much the model avoids subjects that it wrote about already.',
    frequency_penalty: 'How much the model avoids words that it wrote often.',
    max_tokens: 'The most tokens of an answer. A token is about three quarters of a word.',
    seed: 'With the same seed, some models answer the same question with the same words.',
    reasoning_effort: 'How long the model thinks before it answers.',
  },
  on: 'on',
  off: 'off',
  none: 'none',
  /** The model decides: no value is set. */
  unset: "the model's own",
  reasoning: { hidden: 'hidden', folded: 'folded above the answer' },
  footerParts: { model: 'model', tokens: 'tokens', seconds: 'seconds', cost: 'cost' },
  readersLanguage: "each reader's own",
  followUp: { own: 'in my threads', always: 'everywhere', never: 'nowhere' },
  effort: { none: 'none', low: 'low', medium: 'medium', high: 'high' },
  nearbyMessages: (count: number) => plural(count, { one: 'message', other: 'messages' }),
  days: (count: number) => plural(count, { one: 'day', other: 'days' }),
  withoutLimit: 'without a limit',
  tokens: (count: number) => plural(count, { one: 'token', other: 'tokens' }),
  richDefault: 'as the person who runs me decides',
  ownInstructions: 'instructions written here',
  /** Where a value comes from, by who set it and for which place. */
  origins: {
    default: 'the default',
    operator: {
      here: 'set for this place by the person who runs me',
      parent: 'set for the whole channel or group by the person who runs me',
      category: 'set for this category by the person who runs me',
      server: 'set for this server by the person who runs me',
      network: 'set for this network by the person who runs me',
      bot: 'set by the person who runs me',
    },
    people: {
      here: 'chosen here',
      parent: 'chosen for the whole channel or group',
      category: 'chosen for this category',
      server: 'chosen for this server',
      network: 'chosen for this network',
      bot: 'chosen for all places',
    },
  },
  /**
   * The places that a change can apply to, by network. `parent` is the channel of a thread, or the group of a
   * topic.
   */
  places: {
    discord: {
      direct: 'this chat',
      group: 'this channel',
      thread: 'this thread',
      parent: 'the whole channel',
      server: 'the whole server',
      network: 'all of Discord',
      bot: 'everywhere',
    },
    telegram: {
      direct: 'this chat',
      group: 'this group',
      thread: 'this topic',
      parent: 'the whole group',
      server: 'the whole server',
      network: 'all of Telegram',
      bot: 'everywhere',
    },
  },
  changeLabel: 'Change a setting',
  placeLabel: 'Where it applies',
  valueLabel: 'Pick a value',
  typeLabel: 'Type a value',
  clearLabel: 'As in the wider place',
  backLabel: 'Back',
  /** Above a page: the pressed entry is no longer there. */
  stale: 'That changed in the meantime. This is how it stands now:',
  /** Said to all. `value` is in words, and `place` one of `places`. */
  changed: (person: string, name: string, value: string, place: string) =>
    `${person} changed **${name}** to **${value}**. Applies to: ${place}.`,
  cleared: (person: string, name: string, value: string, place: string) =>
    `${person} reset **${name}**, which is **${value}** here now. Applies to: ${place}.`,
  unchanged: (name: string, value: string) => `**${name}** is **${value}** already.`,
  howToType: (name: string) => `Type \`/settings ${name}\` and the value.`,
  unknownName: (typed: string, names: readonly string[]) =>
    `There is no setting “${typed}”. There are: ${listOf(names)}.`,
  /** What can be typed. */
  possible: {
    choice: (name: string, values: readonly string[]) => `**${name}** can be: ${listOf(values)}.`,
    number: (name: string, min: number, max: number) =>
      `**${name}** is a number from ${min} to ${max}.`,
    wholeNumber: (name: string, min: number, max: number) =>
      `**${name}** is a whole number from ${min} to ${max}.`,
    daysAtMost: (days: number) =>
      `**Days kept** is a whole number from 1 to ${days}. Only my admins can keep things longer.`,
    days: '**Days kept** is a whole number from 0 to 3650. 0 keeps everything.',
    footer: '**Line below answers** can be none, all, or some of: model, tokens, seconds, cost.',
    nearby: '**Messages around** is off, or a number of messages from 1 to 100.',
    model: (typed: string) => `No single model matches “${typed}”. \`/model\` shows all of them.`,
    noPersonas: 'There are no personas to pick from yet.',
  },
  me: {
    label: 'For me',
    title: (person: string) => `**Only for ${person}**`,
    others: 'These are the settings of somebody else. `/settings` shows yours.',
    names: { language: 'My language', threads: 'Answer me in a thread', memory: 'Memory' },
    line: (name: string, value: string) => `- **${name}**: ${value}`,
    language: 'as my app says',
    threadsOn: 'always',
    threadsOff: 'as it is here',
    memoryOn: 'on',
    memoryOff: 'off (questions are answered without what was said before, and then forgotten)',
    memoryOffLabel: 'off',
  },
};

function listOf(values: readonly string[]): string {
  return values.map((value) => `\`${value}\``).join(', ');
}
