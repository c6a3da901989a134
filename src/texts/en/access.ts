import type { AccessRequest, Grant } from '../../contracts/access.ts';
import { inCode } from '../../lib/in-code.ts';

/** The sentences about who may use the bot. */
export const accessTexts = {
  /** The person may ask the admins, by the button below. */
  deniedPerson: (id: string) =>
    `You're not on my allow list yet. Press the button, and I'll ask my admins to let you in. Your id is \`${id}\`.`,
  /** There is no admin who could be asked. */
  deniedWithoutAdmins: (id: string) =>
    `You're not on my allow list yet. If you run this bot, add \`${id}\` to \`ADMINS\` and restart me, or run \`npm run pair\`; otherwise ask its owner to add you to \`ALLOWED_USERS\`.`,
  deniedChat: (chatId: string, personId: string) =>
    `This chat isn't on my allow list yet. If you run this bot, add \`${chatId}\` to \`ALLOWED_CHATS\`, or only yourself (\`${personId}\`) to \`ALLOWED_USERS\`, and restart me; otherwise ask its owner.`,
  deniedByList: "I'm not allowed to answer you here.",
  deniedDirect: "I don't answer direct messages. Ask me in a server or a group that I'm in.",
  /** By the role that has the power. */
  powerRefused: {
    everyone: 'You may not do that here.',
    asker: 'Only the person who asked, a moderator here or one of my admins can do that.',
    moderators:
      'Only moderators can do that here: people who may manage messages here, or the administrators of the group.',
    admins: 'Only my admins can do that.',
    nobody: 'That is switched off here.',
  },
  deniedPress: "You're not on my allow list yet. Write to me to learn how to get on it.",

  askForAccessLabel: 'Ask for access',
  accessAsked: "I've asked my admins to let you in. I'll tell you here what they decide.",
  accessNotAsked: {
    repeated: 'You have asked for access already. You can ask again a day after that.',
    full: 'Too many people have asked for access today. Please ask again tomorrow.',
  },
  adminsNotReached:
    "I couldn't reach any of my admins just now. Your request waits for them: they see it with `/access`.",
  accessAllowed: 'You can use me now. Ask me anything; `/help` shows what I can do.',
  accessDenied: 'My admins have decided not to let you in.',

  /** To admins. */
  accessRequested: (name: string, id: string) =>
    `${inCode(name)} (\`${id}\`) asks for access to me.`,
  allowLabel: 'Allow',
  denyLabel: 'Deny',
  accessDecided: ({ name, personId, state, by }: Grant) => {
    const person = `${inCode(name)} (\`${personId}\`)`;
    if (state === 'admin') return `${person} is one of my admins.`;
    const verb = state === 'allowed' ? 'may use me now' : 'may not use me';
    return `${person} ${verb}. Decided by ${inCode(by ?? '?')}.`;
  },
  requestIsOld: 'This request is no longer open. `/access` shows who may use me.',
  newAdmin: (name: string, id: string) =>
    `${inCode(name)} (\`${id}\`) is now one of my admins, by a pairing code. If that is not right, \`/access\` takes it back.`,
  paired:
    'You are now one of my admins. `/help` shows what I can do, and `/access` who else may use me.',
  pairingFailed:
    'This code is wrong, too old, or was used already. If you run this bot, `npm run pair` makes a new one.',
  accessHowTo:
    'Write `/access allow ID`, `/access deny ID` or `/access revoke ID`, with the id of a person on this network. `/access` alone shows who has asked.',
  accessRevoked: (id: string) =>
    `Done. What was decided about \`${id}\` no longer counts; only the lists of the person who runs me do.`,
  nothingToRevoke: (id: string) =>
    `I have decided nothing about \`${id}\`. The lists of the person who runs me are in \`.env\` and \`parley.yaml\`.`,
  accessOfAdmin: (id: string) =>
    `\`${id}\` is one of my admins, whom nothing shuts out. \`/access revoke ${id}\` takes back what a pairing code gave.`,
  accessRequestLine: ({ name, personId }: AccessRequest) =>
    `- ${inCode(name)} (\`${personId}\`) asks for access`,
  accessGrantLine: ({ name, personId, state, by }: Grant) =>
    `- ${inCode(name)} (\`${personId}\`): ${stateInWords(state)}${by === undefined ? '' : `, by ${inCode(by)}`}`,
  accessList: (lines: readonly string[], rest: number) =>
    lines.length === 0
      ? 'Nobody waits for access, and nobody was let in or shut out with me. Besides, the lists in `.env` and `parley.yaml` count.'
      : [
          'Besides the lists in `.env` and `parley.yaml`:',
          '',
          ...lines,
          ...(rest > 0 ? [`- and ${rest} more`] : []),
          '',
          '`/access allow ID`, `/access deny ID` and `/access revoke ID` change that.',
        ].join('\n'),
  allowPersonLabel: (name: string) => `Allow ${name}`,
  denyPersonLabel: (name: string) => `Deny ${name}`,
  revokePersonLabel: (name: string) => `Revoke ${name}`,
};

function stateInWords(state: Grant['state']): string {
  if (state === 'admin') return 'one of my admins';
  return state === 'allowed' ? 'may use me' : 'may not use me';
}
