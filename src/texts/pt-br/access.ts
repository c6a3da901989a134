import type { Grant } from '../../contracts/access.ts';
import { inCode } from '../../lib/in-code.ts';
import type { accessTexts as original } from '../en/access.ts';

/** The sentences about who may use the bot. */
export const accessTexts: typeof original = {
  deniedPerson: (id) =>
    `Você ainda não está na minha lista de acesso. Aperte o botão, e eu peço à minha equipe de admins para liberar seu acesso. Seu ID é \`${id}\`.`,
  deniedWithoutAdmins: (id) =>
    `Você ainda não está na minha lista de acesso. Se é você quem me hospeda, adicione \`${id}\` a \`ADMINS\` e me reinicie, ou execute \`npm run pair\`; se não, peça a quem me hospeda para adicionar você a \`ALLOWED_USERS\`.`,
  deniedChat: (chatId, personId) =>
    `Este chat ainda não está na minha lista de acesso. Se é você quem me hospeda, adicione \`${chatId}\` a \`ALLOWED_CHATS\`, ou só você (\`${personId}\`) a \`ALLOWED_USERS\`, e me reinicie; se não, fale com quem me hospeda.`,
  deniedByList: 'Não tenho permissão para responder a você aqui.',
  deniedDirect:
    'Não respondo a mensagens diretas. Pergunte em um servidor ou grupo do qual eu participe.',
  powerRefused: {
    everyone: 'Você não pode fazer isso aqui.',
    asker: 'Só quem fez a pergunta, a moderação daqui ou minha equipe de admins pode fazer isso.',
    moderators:
      'Só a moderação pode fazer isso aqui: quem pode gerenciar mensagens ou administra o grupo.',
    admins: 'Só minha equipe de admins pode fazer isso.',
    nobody: 'Isso está desativado aqui.',
  },
  deniedPress:
    'Você ainda não está na minha lista de acesso. Escreva para mim, e eu explico como entrar nela.',

  askForAccessLabel: 'Pedir acesso',
  accessAsked:
    'Pedi à minha equipe de admins para liberar seu acesso. Aviso aqui assim que houver uma decisão.',
  accessNotAsked: {
    repeated: 'Você já pediu acesso. Dá para pedir de novo um dia depois do último pedido.',
    full: 'Muita gente já pediu acesso hoje. Peça de novo amanhã.',
  },
  adminsNotReached:
    'Não consegui avisar ninguém da minha equipe de admins agora. Seu pedido fica guardado, e a equipe o encontra com `/access`.',
  accessAllowed:
    'Agora você pode me usar. Pergunte o que quiser; `/help` mostra o que eu sei fazer.',
  accessDenied: 'Minha equipe de admins decidiu não liberar seu acesso.',

  accessRequested: (name, id) => `${inCode(name)} (\`${id}\`) pede acesso para me usar.`,
  allowLabel: 'Permitir',
  denyLabel: 'Negar',
  accessDecided: ({ name, personId, state, by }) => {
    const person = `${inCode(name)} (\`${personId}\`)`;
    if (state === 'admin') return `${person} faz parte da minha equipe de admins.`;
    const verb = state === 'allowed' ? 'agora pode me usar' : 'não pode me usar';
    return `${person} ${verb}. Decisão de ${inCode(by ?? '?')}.`;
  },
  requestIsOld: 'Este pedido não está mais em aberto. `/access` mostra quem pode me usar.',
  newAdmin: (name, id) =>
    `${inCode(name)} (\`${id}\`) acaba de entrar na minha equipe de admins com um código de pareamento. Se não era para ser assim, \`/access\` desfaz isso.`,
  paired:
    'Agora você faz parte da minha equipe de admins. `/help` mostra o que eu sei fazer, e `/access`, quem mais pode me usar.',
  pairingFailed:
    'Este código está errado, venceu ou já foi usado. Se é você quem me hospeda, `npm run pair` gera um novo.',
  accessHowTo:
    'Escreva `/access allow ID`, `/access deny ID` ou `/access revoke ID`, com o ID de uma pessoa desta rede. Sozinho, `/access` mostra quem pediu acesso.',
  accessRevoked: (id) =>
    `Pronto. O que foi decidido sobre \`${id}\` não vale mais; só contam as listas de quem me hospeda.`,
  nothingToRevoke: (id) =>
    `Não registrei nenhuma decisão sobre \`${id}\`. As listas de quem me hospeda estão em \`.env\` e \`parley.yaml\`.`,
  accessOfAdmin: (id) =>
    `\`${id}\` faz parte da minha equipe de admins, e nada barra quem faz parte dela. \`/access revoke ${id}\` desfaz o que um código de pareamento concedeu.`,
  accessRequestLine: ({ name, personId }) => `- ${inCode(name)} (\`${personId}\`) pede acesso`,
  accessGrantLine: ({ name, personId, state, by }) => {
    const author = by === undefined ? '' : `, por decisão de ${inCode(by)}`;
    return `- ${inCode(name)} (\`${personId}\`): ${stateInWords(state)}${author}`;
  },
  accessList: (lines, rest) =>
    lines.length === 0
      ? 'Ninguém está esperando acesso, e não registrei nenhuma decisão de permitir ou negar. Além disso, valem as listas em `.env` e `parley.yaml`.'
      : [
          'Além das listas em `.env` e `parley.yaml`:',
          '',
          ...lines,
          ...(rest > 0 ? [`- e mais ${rest}`] : []),
          '',
          'Para mudar isso: `/access allow ID`, `/access deny ID` e `/access revoke ID`.',
        ].join('\n'),
  allowPersonLabel: (name) => `Permitir: ${name}`,
  denyPersonLabel: (name) => `Negar: ${name}`,
  revokePersonLabel: (name) => `Revogar: ${name}`,
};

function stateInWords(state: Grant['state']): string {
  if (state === 'admin') return 'faz parte da minha equipe de admins';
  return state === 'allowed' ? 'pode me usar' : 'não pode me usar';
}
