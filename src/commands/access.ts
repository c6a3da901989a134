import type { AccessRequest, Grant } from '../contracts/access.ts';
import type { Author, Channel } from '../contracts/chat-message.ts';
import type { Command, CommandCall, CommandContext, CommandReply } from '../contracts/command.ts';
import type { Button } from '../contracts/reply-surface.ts';
import { networkOf } from '../lib/network-of.ts';
import { inEveryLanguage, textsIn } from '../texts/index.ts';

type Action = 'allow' | 'deny' | 'revoke';

const ACTIONS: readonly Action[] = ['allow', 'deny', 'revoke'];
/** Two requests or five grants in a row; a network takes five rows. */
const MAX_REQUEST_BUTTONS = 4;
const MAX_GRANT_BUTTONS = 10;
const BUTTONS_PER_ROW = 5;
const MAX_LINES = 30;
const MAX_NAME_CHARACTERS = 24;

export const access: Command = {
  name: 'access',
  power: 'access',
  onlyAsker: true,
  description: inEveryLanguage((texts) => texts.commands.access),
  options: [
    {
      name: 'action',
      description: inEveryLanguage((texts) => texts.commands.accessAction),
      complete: async (typed) =>
        ACTIONS.filter((action) => action.startsWith(typed.toLowerCase())).map((action) => ({
          name: action,
          value: action,
        })),
    },
    {
      name: 'person',
      description: inEveryLanguage((texts) => texts.commands.accessPerson),
      complete: completePerson,
    },
  ],

  async run({ channel, author, options }, context) {
    const typed = [options.action, options.person].filter(Boolean).join(' ').trim();
    if (typed === '') return listAccess(channel, context);

    const [word = '', person = ''] = typed.split(/\s+/);
    const action = ACTIONS.find((each) => each === word.toLowerCase());
    const personId = idOf(person, channel);
    const text =
      action && personId
        ? await change(action, personId, { channel, author }, context)
        : textsIn(context.language).accessHowTo;
    return { text, onlyAsker: true };
  },

  /** `rest` is `<action>:<id>` under a request, and `list:<action>:<id>` under the list. */
  async press(rest, { address, author }, context) {
    const isInList = rest.startsWith('list:');
    const [word, personId = ''] = (isInList ? rest.slice('list:'.length) : rest).split(':');
    const action = ACTIONS.find((each) => each === word);
    const { channel } = address;
    if (!action) return { text: textsIn(context.language).tooOldButton, onlyAsker: true };

    if (isInList) {
      const text = await change(action, personId, { channel, author }, context);
      const list = await listAccess(channel, context);
      return { ...list, text: `${text}\n\n${list.text}`, onlyAsker: false };
    }
    return { text: await answerRequest(action, personId, { channel, author }, context) };
  },
};

interface Caller {
  readonly channel: Channel;
  readonly author: Author;
}

async function change(
  action: Action,
  personId: string,
  { channel, author }: Caller,
  { accessDesk, isAdmin, language }: CommandContext,
): Promise<string> {
  const texts = textsIn(language);
  const { platform } = channel;
  if (action === 'revoke') {
    const isRevoked = await accessDesk.revoke(platform, personId);
    return isRevoked ? texts.accessRevoked(personId) : texts.nothingToRevoke(personId);
  }
  const isListedAdmin = isAdmin({ ...author, id: personId }, channel);
  if (isListedAdmin) return texts.accessOfAdmin(personId);
  const state = action === 'allow' ? 'allowed' : 'denied';
  return texts.accessDecided(await accessDesk.grant({ platform, personId, state, by: author }));
}

/** Two admins may press at the same moment: the first one decides, the other one reads it. */
async function answerRequest(
  action: Action,
  personId: string,
  { channel, author }: Caller,
  { accessDesk, language }: CommandContext,
): Promise<string> {
  const texts = textsIn(language);
  const { platform } = channel;
  const state = action === 'allow' ? 'allowed' : 'denied';
  const grant = await accessDesk.answer({ platform, personId, state, by: author });
  if (grant) return texts.accessDecided(grant);
  const earlier = accessDesk.grants(platform).find((each) => each.personId === personId);
  return earlier ? texts.accessDecided(earlier) : texts.requestIsOld;
}

async function listAccess(
  { platform }: Channel,
  { accessDesk, language }: CommandContext,
): Promise<CommandReply> {
  const texts = textsIn(language);
  const requests = accessDesk.requests(platform);
  const grants = accessDesk.grants(platform).toSorted((a, b) => b.at - a.at);
  const lines = [...requests.map(texts.accessRequestLine), ...grants.map(texts.accessGrantLine)];
  const shown = lines.slice(0, MAX_LINES);
  const rest = lines.length - shown.length;

  const requestButtons = requests
    .slice(0, MAX_REQUEST_BUTTONS)
    .flatMap(({ personId, name }): Button[] => [
      { id: `access:list:allow:${personId}`, label: texts.allowPersonLabel(shorten(name)) },
      { id: `access:list:deny:${personId}`, label: texts.denyPersonLabel(shorten(name)) },
    ]);
  const grantButtons = grants.slice(0, MAX_GRANT_BUTTONS).map(
    ({ personId, name }): Button => ({
      id: `access:list:revoke:${personId}`,
      label: texts.revokePersonLabel(shorten(name)),
    }),
  );
  return {
    text: texts.accessList(shown, rest),
    controls: [...inRows(requestButtons, 4), ...inRows(grantButtons, BUTTONS_PER_ROW)],
    onlyAsker: true,
  };
}

async function completePerson(typed: string, { channel }: CommandCall, context: CommandContext) {
  const { accessDesk } = context;
  const people: readonly (AccessRequest | Grant)[] = [
    ...accessDesk.requests(channel.platform),
    ...accessDesk.grants(channel.platform),
  ];
  return people
    .filter(({ personId, name }) =>
      `${personId} ${name}`.toLowerCase().includes(typed.toLowerCase()),
    )
    .map(({ personId, name }) => ({ name: `${shorten(name)} (${personId})`, value: personId }));
}

/** The id in what an admin typed: a number of 64 bits, one with its network, or a mention on Discord. */
function idOf(typed: string, { platform }: Channel): string | undefined {
  const [, owner, id] = /^(?:<@!?|(?:([a-z]+(?:@[\w-]+)?):))?(\d{1,20})>?$/.exec(typed) ?? [];
  const isHere = owner === undefined || owner === platform || owner === networkOf(platform);
  return isHere ? id : undefined;
}

function shorten(name: string): string {
  return name.length > MAX_NAME_CHARACTERS ? `${name.slice(0, MAX_NAME_CHARACTERS - 1)}…` : name;
}

function inRows(buttons: readonly Button[], perRow: number): Button[][] {
  return Array.from({ length: Math.ceil(buttons.length / perRow) }, (_, row) =>
    buttons.slice(row * perRow, (row + 1) * perRow),
  );
}
