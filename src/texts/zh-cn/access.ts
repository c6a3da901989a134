import type { Grant } from '../../contracts/access.ts';
import { inCode } from '../../lib/in-code.ts';
import type { accessTexts as original } from '../en/access.ts';

/** The sentences about who may use the bot. */
export const accessTexts: typeof original = {
  deniedPerson: (id) =>
    `你还不在我的允许名单里。点一下按钮，我就请我的管理员批准你使用。你的 ID 是 \`${id}\`。`,
  deniedWithoutAdmins: (id) =>
    `你还不在我的允许名单里。如果你就是我的部署者，请把 \`${id}\` 加到 \`ADMINS\` 并重启我，或者运行 \`npm run pair\`；否则请让部署者把你加到 \`ALLOWED_USERS\`。`,
  deniedChat: (chatId, personId) =>
    `这个聊天还不在我的允许名单里。如果你就是我的部署者，请把 \`${chatId}\` 加到 \`ALLOWED_CHATS\`，或者只把你自己（\`${personId}\`）加到 \`ALLOWED_USERS\`，然后重启我；否则请联系部署者。`,
  deniedByList: '我不能在这里回答你。',
  deniedDirect: '我不回答私信。请在有我的服务器或群组里问我。',
  powerRefused: {
    everyone: '你不能在这里这样做。',
    asker: '只有提问者、这里的版主或我的管理员可以这样做。',
    moderators: '这里只有版主可以这样做，也就是有权管理这里消息的人，或者群组的管理员。',
    admins: '只有我的管理员可以这样做。',
    nobody: '这项功能在这里已关闭。',
  },
  deniedPress: '你还不在我的允许名单里。给我发条消息，我会告诉你怎么加入名单。',

  askForAccessLabel: '申请使用',
  accessAsked: '我已经把你的申请转给我的管理员。有了结果，我会在这里告诉你。',
  accessNotAsked: {
    repeated: '你已经申请过了。申请满一天后可以再次申请。',
    full: '今天申请使用的人太多了。请明天再试。',
  },
  adminsNotReached: '我刚才没能联系上任何一位管理员。你的申请会留着，他们用 `/access` 就能看到。',
  accessAllowed: '你现在可以使用我了。有问题尽管问；`/help` 会介绍我能做什么。',
  accessDenied: '我的管理员决定不让你使用我。',

  accessRequested: (name, id) => `${inCode(name)}（\`${id}\`）申请使用我。`,
  allowLabel: '允许',
  denyLabel: '拒绝',
  accessDecided: ({ name, personId, state, by }) => {
    const person = `${inCode(name)}（\`${personId}\`）`;
    if (state === 'admin') return `${person}是我的管理员。`;
    const decision = state === 'allowed' ? '现在可以使用我了' : '不能使用我';
    return `${person}${decision}。决定者：${inCode(by ?? '?')}。`;
  },
  requestIsOld: '这个申请已经结束了。`/access` 会列出谁可以使用我。',
  newAdmin: (name, id) =>
    `${inCode(name)}（\`${id}\`）通过配对码成为了我的管理员。如果这不对，可以用 \`/access\` 收回。`,
  paired: '你现在是我的管理员了。`/help` 会介绍我能做什么，`/access` 会列出还有谁可以使用我。',
  pairingFailed:
    '这个配对码不对、已过期或者已经用过了。如果你是我的部署者，可以运行 `npm run pair` 生成新的。',
  accessHowTo:
    '请输入 `/access allow ID`、`/access deny ID` 或 `/access revoke ID`，其中 ID 是对方在这个平台上的 ID。单独输入 `/access` 会列出申请使用的人。',
  accessRevoked: (id) => `好了。之前对 \`${id}\` 的决定不再有效，现在只看我的部署者写的名单。`,
  nothingToRevoke: (id) =>
    `我这里没有关于 \`${id}\` 的决定。我的部署者写的名单在 \`.env\` 和 \`parley.yaml\` 里。`,
  accessOfAdmin: (id) =>
    `\`${id}\` 是我的管理员，无法拒绝。由配对码得到的管理员身份可以用 \`/access revoke ${id}\` 收回。`,
  accessRequestLine: ({ name, personId }) => `- ${inCode(name)}（\`${personId}\`）申请使用`,
  accessGrantLine: ({ name, personId, state, by }) =>
    `- ${inCode(name)}（\`${personId}\`）：${stateInWords(state)}${by === undefined ? '' : `，决定者：${inCode(by)}`}`,
  accessList: (lines, rest) =>
    lines.length === 0
      ? '没有人在等待批准，我这里也没有允许或拒绝过谁。此外，`.env` 和 `parley.yaml` 里的名单同样有效。'
      : [
          '除了 `.env` 和 `parley.yaml` 里的名单，还有：',
          '',
          ...lines,
          ...(rest > 0 ? [`- 另外还有 ${rest} 人`] : []),
          '',
          '可以用 `/access allow ID`、`/access deny ID` 和 `/access revoke ID` 修改。',
        ].join('\n'),
  allowPersonLabel: (name) => `允许 ${name}`,
  denyPersonLabel: (name) => `拒绝 ${name}`,
  revokePersonLabel: (name) => `撤销对 ${name} 的决定`,
};

function stateInWords(state: Grant['state']): string {
  if (state === 'admin') return '我的管理员';
  return state === 'allowed' ? '可以使用我' : '不能使用我';
}
