import type { AccessRequest, Grant } from '../../contracts/access.ts';
import { inCode } from '../../lib/in-code.ts';
import type { accessTexts as original } from '../en/access.ts';

/** The sentences about who may use the bot. */
export const accessTexts: typeof original = {
  deniedPerson: (id: string) =>
    `Todavía no estás en mi lista de acceso. Pulsa el botón y les pediré a mis admins que te den acceso. Tu id es \`${id}\`.`,
  deniedWithoutAdmins: (id: string) =>
    `Todavía no estás en mi lista de acceso. Si este bot es tuyo, añade \`${id}\` a \`ADMINS\` y reiníciame, o ejecuta \`npm run pair\`; si no, pide a la persona que se encarga de mí que te añada a \`ALLOWED_USERS\`.`,
  deniedChat: (chatId: string, personId: string) =>
    `Este chat todavía no está en mi lista de acceso. Si este bot es tuyo, añade \`${chatId}\` a \`ALLOWED_CHATS\`, o solo tu id (\`${personId}\`) a \`ALLOWED_USERS\`, y reiníciame; si no, pídeselo a la persona que se encarga de mí.`,
  deniedByList: 'No tengo permiso para responderte aquí.',
  deniedDirect:
    'No respondo a mensajes directos. Pregúntame en un servidor o en un grupo en el que yo esté.',
  powerRefused: {
    everyone: 'No tienes permiso para hacer eso aquí.',
    asker: 'Eso solo pueden hacerlo quien preguntó, la moderación de aquí o mis admins.',
    moderators:
      'Eso solo puede hacerlo aquí la moderación: quien puede gestionar los mensajes o administra el grupo.',
    admins: 'Eso solo pueden hacerlo mis admins.',
    nobody: 'Esa función está desactivada aquí.',
  },
  deniedPress:
    'Todavía no estás en mi lista de acceso. Escríbeme y te diré cómo puedes entrar en ella.',

  askForAccessLabel: 'Pedir acceso',
  accessAsked: 'Ya les pedí a mis admins que te den acceso. Te avisaré aquí de lo que decidan.',
  accessNotAsked: {
    repeated: 'Ya pediste acceso. Puedes volver a pedirlo cuando haya pasado un día.',
    full: 'Hoy ya pidió acceso demasiada gente. Vuelve a pedirlo mañana.',
  },
  adminsNotReached:
    'Ahora mismo no logro contactar con mis admins. Tu solicitud queda pendiente: la verán con `/access`.',
  accessAllowed:
    'Ya tienes acceso. Pregúntame lo que quieras; `/help` muestra todo lo que puedo hacer.',
  accessDenied: 'Mis admins decidieron no darte acceso.',

  accessRequested: (name: string, id: string) =>
    `${inCode(name)} (\`${id}\`) pide permiso para usarme.`,
  allowLabel: 'Permitir',
  denyLabel: 'Rechazar',
  accessDecided: ({ name, personId, state, by }: Grant) => {
    const person = `${inCode(name)} (\`${personId}\`)`;
    if (state === 'admin') return `${person} forma parte de mis admins.`;
    const verb = state === 'allowed' ? 'ya puede usarme' : 'no puede usarme';
    return `${person} ${verb}. Lo decidió ${inCode(by ?? '?')}.`;
  },
  requestIsOld: 'Esta solicitud ya no está pendiente. `/access` muestra quién puede usarme.',
  newAdmin: (name: string, id: string) =>
    `${inCode(name)} (\`${id}\`) ahora forma parte de mis admins, gracias a un código de vinculación. Si no debería ser así, puedes revocarlo con \`/access\`.`,
  paired:
    'Ahora formas parte de mis admins. `/help` muestra lo que puedo hacer, y `/access` quién más puede usarme.',
  pairingFailed:
    'Este código es incorrecto, ha caducado o ya se usó. Si este bot es tuyo, `npm run pair` crea uno nuevo.',
  accessHowTo:
    'Escribe `/access allow ID`, `/access deny ID` o `/access revoke ID`, con el id de una persona de esta red. Sin nada más, `/access` muestra quién pidió acceso.',
  accessRevoked: (id: string) =>
    `Listo. Lo que se había decidido sobre \`${id}\` ya no cuenta; solo valen las listas de la persona que se encarga de mí.`,
  nothingToRevoke: (id: string) =>
    `No hay ninguna decisión sobre \`${id}\`. Las listas de la persona que se encarga de mí están en \`.env\` y \`parley.yaml\`.`,
  accessOfAdmin: (id: string) =>
    `\`${id}\` forma parte de mis admins, así que nada le impide usarme. \`/access revoke ${id}\` retira lo que se obtuvo con un código de vinculación.`,
  accessRequestLine: ({ name, personId }: AccessRequest) =>
    `- ${inCode(name)} (\`${personId}\`) pide acceso`,
  accessGrantLine: ({ name, personId, state, by }: Grant) =>
    `- ${inCode(name)} (\`${personId}\`): ${stateInWords(state)}${by === undefined ? '' : `, por decisión de ${inCode(by)}`}`,
  accessList: (lines: readonly string[], rest: number) =>
    lines.length === 0
      ? 'No hay solicitudes pendientes y aquí no se ha dado ni quitado acceso a nadie. Además, valen las listas de `.env` y `parley.yaml`.'
      : [
          'Además de las listas de `.env` y `parley.yaml`:',
          '',
          ...lines,
          ...(rest > 0 ? [`- y ${rest} más`] : []),
          '',
          'Puedes cambiarlo con `/access allow ID`, `/access deny ID` y `/access revoke ID`.',
        ].join('\n'),
  allowPersonLabel: (name: string) => `Permitir: ${name}`,
  denyPersonLabel: (name: string) => `Rechazar: ${name}`,
  revokePersonLabel: (name: string) => `Revocar: ${name}`,
};

function stateInWords(state: Grant['state']): string {
  if (state === 'admin') return 'forma parte de mis admins';
  return state === 'allowed' ? 'puede usarme' : 'no puede usarme';
}
