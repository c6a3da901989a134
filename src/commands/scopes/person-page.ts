import type { CommandReply } from '../../contracts/command.ts';
import type { Button } from '../../contracts/reply-surface.ts';
import type { PersonSettings } from '../../contracts/settings.ts';
import { networkOf } from '../../lib/network-of.ts';
import { omitUndefined } from '../../lib/omit-undefined.ts';
import { textsIn } from '../../texts/index.ts';
import { LANGUAGES, matchLanguage } from '../../texts/languages.ts';
import type { Reader } from './place.ts';
import { shownName } from './shown-name.ts';

/** The word for the choices of a person for themselves, in place of one of `PLACES`. */
export const ME = 'me';
/** The settings that concern one person only, as people type them. */
export const PERSON_SETTINGS = ['language', 'threads', 'memory'] as const;

/** One of `PERSON_SETTINGS`. */
export type PersonSettingName = (typeof PERSON_SETTINGS)[number];

/** The value of a menu that clears a choice. */
const DEFAULT = 'default';

/** What a person chose for themselves, with menus to change it. The ids of its menus name the person. */
export function personPage({ author, channel, context }: Reader): CommandReply {
  const own = context.people.settings(channel.platform, author.id);
  const texts = textsIn(own.language ?? context.language);
  const { me, backLabel } = texts.settings;
  const language = own.language ? LANGUAGES[own.language] : me.language;
  const hasThreads = networkOf(channel.platform) === 'discord';

  const lines = [
    me.title(shownName(author)),
    '',
    me.line(me.names.language, language),
    ...(hasThreads
      ? [me.line(me.names.threads, own.opensThreads ? me.threadsOn : me.threadsOff)]
      : []),
    me.line(me.names.memory, own.isRemembered === false ? me.memoryOff : me.memoryOn),
  ];
  const menu = (name: PersonSettingName, entries: Button['entries'] = []): readonly Button[] => [
    { id: `settings:me:${author.id}:${name}`, label: me.names[name], entries },
  ];
  const entry = (value: string, label: string, isSelected: boolean) => ({
    value,
    label,
    isSelected,
  });

  const languages = Object.entries(LANGUAGES).map(([tag, label]) =>
    entry(tag, label, own.language === tag),
  );
  const threads = [
    entry('on', me.threadsOn, own.opensThreads === true),
    entry('off', me.threadsOff, own.opensThreads !== true),
  ];
  const memory = [
    entry('on', me.memoryOn, own.isRemembered !== false),
    entry('off', me.memoryOffLabel, own.isRemembered === false),
  ];
  return {
    text: lines.join('\n'),
    controls: [
      menu('language', [entry(DEFAULT, me.language, own.language === undefined), ...languages]),
      ...(hasThreads ? [menu('threads', threads)] : []),
      menu('memory', memory),
      [{ id: `settings:me:${author.id}:back`, label: backLabel }],
    ],
  };
}

/** Sets one of a person's own settings. `false`: it cannot have that value. */
export async function changePerson(
  { author, channel, context }: Reader,
  name: PersonSettingName,
  typed: string,
): Promise<boolean> {
  const value = typed.trim().toLowerCase();
  const change = readChange(name, value);
  if (!change) return false;

  await context.people.change(channel.platform, author.id, (settings) =>
    omitUndefined({ ...settings, ...change }),
  );
  return true;
}

/** The words that people can type for a setting. */
export function personValues(name: PersonSettingName): readonly string[] {
  return name === 'language' ? [...Object.keys(LANGUAGES), DEFAULT] : ['on', 'off'];
}

/** An `undefined` field clears a choice. */
function readChange(
  name: PersonSettingName,
  value: string,
): { readonly [Name in keyof PersonSettings]?: PersonSettings[Name] | undefined } | undefined {
  if (name === 'language') {
    const language = matchLanguage(value);
    return language || value === DEFAULT ? { language } : undefined;
  }
  if (value !== 'on' && value !== 'off') return undefined;
  return name === 'threads'
    ? { opensThreads: value === 'on' || undefined }
    : { isRemembered: value === 'off' ? false : undefined };
}
