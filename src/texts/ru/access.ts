import type { Grant } from '../../contracts/access.ts';
import { inCode } from '../../lib/in-code.ts';
import type { accessTexts as original } from '../en/access.ts';

/** The sentences about who may use the bot. */
export const accessTexts: typeof original = {
  deniedPerson: (id) =>
    `Вас пока нет в моём списке доступа. Нажмите кнопку, и я попрошу своих администраторов вас впустить. Ваш id: \`${id}\`.`,
  deniedWithoutAdmins: (id) =>
    `Вас пока нет в моём списке доступа. Если это ваш бот, добавьте \`${id}\` в \`ADMINS\` и перезапустите меня или выполните \`npm run pair\`; если нет, попросите владельца бота добавить вас в \`ALLOWED_USERS\`.`,
  deniedChat: (chatId, personId) =>
    `Этого чата пока нет в моём списке доступа. Если это ваш бот, добавьте \`${chatId}\` в \`ALLOWED_CHATS\` или только себя (\`${personId}\`) в \`ALLOWED_USERS\` и перезапустите меня; если нет, обратитесь к владельцу бота.`,
  deniedByList: 'Мне нельзя отвечать вам здесь.',
  deniedDirect:
    'В личных сообщениях я не отвечаю. Спросите меня на сервере или в группе, где я есть.',
  powerRefused: {
    everyone: 'Здесь вам это недоступно.',
    asker:
      'Это может сделать только автор вопроса, модератор этого чата или один из моих администраторов.',
    moderators:
      'Здесь это могут делать только модераторы: те, у кого есть право управлять сообщениями, или администраторы группы.',
    admins: 'Это могут делать только мои администраторы.',
    nobody: 'Здесь это отключено.',
  },
  deniedPress:
    'Вас пока нет в моём списке доступа. Напишите мне, и я расскажу, как в него попасть.',

  askForAccessLabel: 'Попросить доступ',
  accessAsked: 'Просьба о доступе передана моим администраторам. Их решение я сообщу вам здесь.',
  accessNotAsked: {
    repeated: 'Вы уже просили доступ. Попросить снова можно через сутки после прошлой просьбы.',
    full: 'Сегодня было слишком много просьб о доступе. Попробуйте завтра.',
  },
  adminsNotReached:
    'Сейчас мне не удалось связаться ни с одним администратором. Просьба их дождётся: её видно по команде `/access`.',
  accessAllowed:
    'Теперь вы можете мной пользоваться. Спрашивайте о чём угодно; `/help` покажет, что я умею.',
  accessDenied: 'Мои администраторы решили не давать вам доступ.',

  accessRequested: (name, id) => `${inCode(name)} (\`${id}\`) просит доступ ко мне.`,
  allowLabel: 'Разрешить',
  denyLabel: 'Отказать',
  accessDecided: ({ name, personId, state, by }) =>
    state === 'admin'
      ? `${inCode(name)} (\`${personId}\`) — ${states.admin}.`
      : `${inCode(name)} (\`${personId}\`) ${state === 'allowed' ? 'теперь ' : ''}${states[state]}. Решение администратора ${inCode(by ?? '?')}.`,
  requestIsOld: 'Эта просьба уже закрыта. `/access` покажет, кто может мной пользоваться.',
  newAdmin: (name, id) =>
    `У меня новый администратор по коду привязки: ${inCode(name)} (\`${id}\`). Если это ошибка, права можно отозвать через \`/access\`.`,
  paired:
    'Теперь вы мой администратор. `/help` покажет, что я умею, а `/access` — кто ещё может мной пользоваться.',
  pairingFailed:
    'Этот код неверен, устарел или уже использован. Если это ваш бот, `npm run pair` создаст новый.',
  accessHowTo:
    'Напишите `/access allow ID`, `/access deny ID` или `/access revoke ID` с id человека в этом мессенджере. Команда `/access` без параметров покажет, кто просит доступ.',
  accessRevoked: (id) =>
    `Готово. Прежнее решение о \`${id}\` больше не действует; действуют только списки владельца бота.`,
  nothingToRevoke: (id) =>
    `О \`${id}\` никакого решения нет. Списки владельца бота находятся в \`.env\` и \`parley.yaml\`.`,
  accessOfAdmin: (id) =>
    `\`${id}\` — один из моих администраторов, а им доступ закрыть нельзя. \`/access revoke ${id}\` отзовёт права, полученные по коду привязки.`,
  accessRequestLine: ({ name, personId }) => `- ${inCode(name)} (\`${personId}\`): просит доступ`,
  accessGrantLine: ({ name, personId, state, by }) =>
    `- ${inCode(name)} (\`${personId}\`): ${states[state]}${by === undefined ? '' : ` (решение администратора ${inCode(by)})`}`,
  accessList: (lines, rest) =>
    lines.length === 0
      ? 'Никто не ждёт доступа, и через меня его никому не давали и не закрывали. Помимо этого, действуют списки в `.env` и `parley.yaml`.'
      : [
          'Кроме списков в `.env` и `parley.yaml`:',
          '',
          ...lines,
          ...(rest > 0 ? [`- и ещё ${rest}`] : []),
          '',
          'Изменить это можно так: `/access allow ID`, `/access deny ID` и `/access revoke ID`.',
        ].join('\n'),
  allowPersonLabel: (name) => `Разрешить: ${name}`,
  denyPersonLabel: (name) => `Отказать: ${name}`,
  revokePersonLabel: (name) => `Отменить решение: ${name}`,
};

const states: Readonly<Record<Grant['state'], string>> = {
  admin: 'мой администратор',
  allowed: 'может мной пользоваться',
  denied: 'не может мной пользоваться',
};
