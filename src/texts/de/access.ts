import type { Grant } from '../../contracts/access.ts';
import { inCode } from '../../lib/in-code.ts';
import type { accessTexts as original } from '../en/access.ts';

/** The sentences about who may use the bot. */
export const accessTexts: typeof original = {
  deniedPerson: (id) =>
    `Du stehst noch nicht auf meiner Zugangsliste. Drücke auf den Button, dann bitte ich meine Admins, dich zuzulassen. Deine ID ist \`${id}\`.`,
  deniedWithoutAdmins: (id) =>
    `Du stehst noch nicht auf meiner Zugangsliste. Wenn du diesen Bot betreibst, trage \`${id}\` bei \`ADMINS\` ein und starte mich neu, oder führe \`npm run pair\` aus. Sonst bitte die Person, der er gehört, dich bei \`ALLOWED_USERS\` einzutragen.`,
  deniedChat: (chatId, personId) =>
    `Dieser Chat steht noch nicht auf meiner Zugangsliste. Wenn du diesen Bot betreibst, trage \`${chatId}\` bei \`ALLOWED_CHATS\` ein, oder nur dich selbst (\`${personId}\`) bei \`ALLOWED_USERS\`, und starte mich neu. Sonst frag die Person, der er gehört.`,
  deniedByList: 'Ich darf dir hier nicht antworten.',
  deniedDirect:
    'Auf Direktnachrichten antworte ich nicht. Frag mich auf einem Server oder in einer Gruppe, in der ich bin.',
  powerRefused: {
    everyone: 'Das darfst du hier nicht.',
    asker: 'Das dürfen nur die Person, die gefragt hat, das Moderationsteam hier und meine Admins.',
    moderators:
      'Das darf hier nur das Moderationsteam: alle, die hier Nachrichten verwalten dürfen, oder die Admins der Gruppe.',
    admins: 'Das dürfen nur meine Admins.',
    nobody: 'Das ist hier ausgeschaltet.',
  },
  deniedPress:
    'Du stehst noch nicht auf meiner Zugangsliste. Schreib mir, dann sage ich dir, wie du Zugang bekommst.',

  askForAccessLabel: 'Um Zugang bitten',
  accessAsked:
    'Ich habe meine Admins gebeten, dich zuzulassen. Was sie entscheiden, sage ich dir hier.',
  accessNotAsked: {
    repeated:
      'Du hast schon um Zugang gebeten. Einen Tag danach kannst du noch einmal darum bitten.',
    full: 'Heute haben schon zu viele um Zugang gebeten. Bitte versuch es morgen noch einmal.',
  },
  adminsNotReached:
    'Ich konnte gerade niemanden von meinen Admins erreichen. Deine Anfrage bleibt offen; `/access` zeigt sie ihnen.',
  accessAllowed:
    'Du kannst mich jetzt nutzen. Frag mich, was du willst; `/help` zeigt, was ich kann.',
  accessDenied: 'Meine Admins haben entschieden, dich nicht zuzulassen.',

  accessRequested: (name, id) => `${inCode(name)} (\`${id}\`) bittet um Zugang zu mir.`,
  allowLabel: 'Zulassen',
  denyLabel: 'Ablehnen',
  accessDecided: ({ name, personId, state, by }) => {
    const person = `${inCode(name)} (\`${personId}\`)`;
    if (state === 'admin') return `${person} gehört zu meinen Admins.`;
    const verb = state === 'allowed' ? 'darf mich jetzt nutzen' : 'darf mich nicht nutzen';
    return `${person} ${verb}. Entschieden von ${inCode(by ?? '?')}.`;
  },
  requestIsOld: 'Diese Anfrage ist nicht mehr offen. `/access` zeigt, wer mich nutzen darf.',
  newAdmin: (name, id) =>
    `${inCode(name)} (\`${id}\`) gehört jetzt zu meinen Admins, durch einen Kopplungscode. Wenn das nicht sein soll, nimmt \`/access\` es zurück.`,
  paired:
    'Du gehörst jetzt zu meinen Admins. `/help` zeigt, was ich kann, und `/access`, wer mich sonst nutzen darf.',
  pairingFailed:
    'Dieser Code ist falsch, zu alt oder schon benutzt. Wenn du diesen Bot betreibst, erstellt `npm run pair` einen neuen.',
  accessHowTo:
    'Schreib `/access allow ID`, `/access deny ID` oder `/access revoke ID`, mit der ID einer Person in diesem Netzwerk. `/access` allein zeigt, wer um Zugang gebeten hat.',
  accessRevoked: (id) =>
    `Erledigt. Was über \`${id}\` entschieden wurde, zählt nicht mehr. Es gelten nur noch die Listen der Person, die mich betreibt.`,
  nothingToRevoke: (id) =>
    `Über \`${id}\` ist bei mir nichts entschieden. Die Listen der Person, die mich betreibt, stehen in \`.env\` und \`parley.yaml\`.`,
  accessOfAdmin: (id) =>
    `\`${id}\` gehört zu meinen Admins, und die lassen sich nicht aussperren. \`/access revoke ${id}\` nimmt zurück, was ein Kopplungscode erlaubt hat.`,
  accessRequestLine: ({ name, personId }) => `- ${inCode(name)} (\`${personId}\`) bittet um Zugang`,
  accessGrantLine: ({ name, personId, state, by }) => {
    const decided = by === undefined ? '' : `, entschieden von ${inCode(by)}`;
    return `- ${inCode(name)} (\`${personId}\`): ${stateInWords(state)}${decided}`;
  },
  accessList: (lines, rest) =>
    lines.length === 0
      ? 'Niemand wartet auf Zugang, und bei mir wurde niemand zugelassen oder ausgesperrt. Außerdem gelten die Listen in `.env` und `parley.yaml`.'
      : [
          'Zusätzlich zu den Listen in `.env` und `parley.yaml`:',
          '',
          ...lines,
          ...(rest > 0 ? [`- und ${rest} weitere`] : []),
          '',
          'Das ändern `/access allow ID`, `/access deny ID` und `/access revoke ID`.',
        ].join('\n'),
  allowPersonLabel: (name) => `${name} zulassen`,
  denyPersonLabel: (name) => `${name} ablehnen`,
  revokePersonLabel: (name) => `Zurücknehmen: ${name}`,
};

function stateInWords(state: Grant['state']): string {
  if (state === 'admin') return 'gehört zu meinen Admins';
  return state === 'allowed' ? 'darf mich nutzen' : 'darf mich nicht nutzen';
}
