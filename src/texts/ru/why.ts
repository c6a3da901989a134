import type { Attempt } from '../../contracts/attempt.ts';
import type { DeclineReason } from '../../contracts/trace.ts';
import { attemptFactsIn } from '../attempt-facts-in.ts';
import { durationInWords } from '../durations.ts';
import type { whyTexts as original } from '../en/why.ts';
import { pluralIn } from '../plural.ts';
import { cost } from './cost.ts';
import { failures } from './failures.ts';

const plural = pluralIn('ru');
const TOKENS = { one: 'токен', few: 'токена', many: 'токенов', other: 'токена' };

const attemptFacts = attemptFactsIn({
  headers: (ms) => `заголовки через ${durationInWords(ms, 'ru')}`,
  firstWords: (ms) => `первые слова через ${durationInWords(ms, 'ru')}`,
  end: (ms) => `конец через ${durationInWords(ms, 'ru')}`,
  tokensIn: (tokens, cached, about) =>
    `${about}${plural(tokens, TOKENS)} на входе${cached > 0 ? ` (из кэша: ${cached.toLocaleString('ru')})` : ''}`,
  tokensOut: (tokens, about) => `${about}${plural(tokens, TOKENS)} на выходе`,
  cost,
});

/** The ways to call `/why` for a message, by platform. */
const howToPoint: Readonly<Record<string, string>> = {
  discord:
    'Откройте меню сообщения (правой кнопкой мыши или долгим нажатием), затем **Приложения**, **Почему**.',
  telegram: 'Ответьте на сообщение командой `/why`.',
};

const addressMe = 'Упомяните меня, ответьте на моё сообщение или напишите мне лично, и я отвечу.';

const turnPrivacyOff =
  'отправьте `/setprivacy` боту @BotFather, выберите меня, затем **Disable**, после этого удалите меня из группы и добавьте снова.';

const howToAddress: Readonly<Record<string, string>> = {
  discord: addressMe,
  telegram: `${addressMe} Чтобы я видел все сообщения группы, ${turnPrivacyOff}`,
};

/** The reasons why a message never reached the bot, by platform. */
const whyUnseen: Readonly<Record<string, string>> = {
  discord:
    'Я вижу только те каналы, к которым у меня есть доступ, и ничего из того, что пишут, пока я не запущен. Проверьте, есть ли у меня здесь право **Просматривать канал**, и спросите ещё раз.',
  telegram: `В группах режим приватности скрывает сообщения от ботов. Чтобы отключить его, ${turnPrivacyOff} Затем спросите ещё раз.`,
};

function whyDenied(
  { denied, personId }: Extract<DeclineReason, { kind: 'denied' }>,
  chatId: string,
): string {
  switch (denied) {
    case 'person':
      return `Автора сообщения нет в моём списке доступа. Мои администраторы могут дать доступ: \`/access allow ${personId}\`.`;
    case 'chat':
      return `Этого чата нет в моём списке доступа. Владелец бота может добавить \`${chatId}\` в \`ALLOWED_CHATS\`, или мои администраторы могут дать доступ автору сообщения: \`/access allow ${personId}\`.`;
    case 'denied':
      return 'Мне нельзя отвечать автору этого сообщения, или здесь мне нельзя отвечать никому: так указано в списке владельца бота или так решил один из моих администраторов.';
    case 'direct off':
      return 'В личных сообщениях я не отвечаю: это отключил владелец бота.';
    case 'power':
      return 'Спрашивать меня здесь могут не все. Так решил владелец бота: `powers` в `parley.yaml`.';
  }
}

/** The sentences of `/why`. */
export const whyTexts: typeof original = {
  howTo: (network) =>
    `Я могу объяснить, почему ответил или не ответил на сообщение. ${howToPoint[network] ?? ''}`.trim(),

  declined: (reason, { network, chatId }) => {
    switch (reason.kind) {
      case 'command':
        return 'Это сообщение — команда. Мой ответ под ним.';
      case 'bot':
        return 'Это сообщение написал бот. Я отвечаю только людям: два бота никогда бы не остановились. Мой владелец может разрешить мне отвечать этому боту: `answered_bots` в `parley.yaml`.';
      case 'unaddressed':
        return `Это сообщение обращено не ко мне. ${howToAddress[network] ?? addressMe}`;
      case 'wordless':
        return 'В этом сообщении нет ничего, на что я мог бы ответить. Напишите вопрос рядом с моим именем.';
      case 'loop':
        return 'Это сообщение написал бот, а боты спрашивали меня слишком часто или слишком много раз подряд, и между ними не писал ни один человек. Я снова буду отвечать здесь ботам, когда напишет человек.';
      case 'proxy':
        return 'Это сообщение бот показывает от имени человека, как делает PluralKit. Мой владелец может это разрешить: `proxies` в `parley.yaml`.';
      case 'post':
        return 'Это публикация канала. Владелец бота может разрешить мне отвечать на публикации, в которых меня упомянули: `channel_posts` в `parley.yaml`.';
      case 'others':
        return 'В этом сообщении упомянули кого-то другого или ответили кому-то другому, поэтому я решил, что оно не мне. Чтобы спросить меня, упомяните меня.';
      case 'shared':
        return 'Здесь меня нужно упоминать: в этой ветке пишут и другие, или могли писать раньше, чем я её увидел.';
      case 'full':
        return 'Когда пришло это сообщение, в очереди было слишком много вопросов. Спросите ещё раз.';
      case 'denied':
        return whyDenied(reason, chatId);
    }
  },
  own: 'Это сообщение написал я сам, и это не ответ модели; или оно слишком старое, и я его не помню.',
  unknown: (network) =>
    `Я не знаю этого сообщения. Оно до меня не дошло, или оно слишком старое, и я его не помню. ${whyUnseen[network] ?? ''}`.trim(),

  waiting: (turnsAhead) =>
    turnsAhead === 0
      ? 'Этот вопрос здесь следующий: я начну, как только смогу дать ещё один ответ.'
      : `Место этого вопроса в очереди: ${turnsAhead + 1}. Здесь я отвечаю на вопросы по одному.`,
  running: 'Я как раз отвечаю на этот вопрос.',
  dropped: 'Этот вопрос остановили раньше, чем я начал на него отвечать. Задайте его ещё раз.',
  forgotten: 'Этот вопрос удалили, или меня попросили его забыть. Я больше не помню, о чём он был.',
  noModel:
    'Я не спрашивал ни одну модель: мне пришлось прекратить попытки, или я не мог показать ответ. Задайте вопрос ещё раз.',
  unread:
    'Я не спрашивал ни одну модель: в этом сообщении ей нечего было читать. В моём ответе написано почему.',
  ended: (state, model, agoMs, lastAttempt) => {
    const when = agoInWords(agoMs);
    if (state === 'stopped') return `На это отвечала модель ${model}, но её остановили${when}.`;
    if (state !== 'failed') return `На это ответила модель ${model}${when}.`;
    const failure = lastAttempt ? outcomeInWords(lastAttempt.outcome) : 'не справилась';
    return `На это должна была ответить модель ${model}${when}, но она ${failure}.`;
  },
  repeated: (model, agoMs) =>
    `На это ответила модель ${model}${agoInWords(agoMs)}. Она начала повторяться, поэтому я её остановил и убрал повторы.`,
  resumed: (count) =>
    `За это время я перезапускался ${plural(count, { one: 'раз', few: 'раза', many: 'раз', other: 'раза' })}.`,
  cost: (usd, isEstimated) =>
    usd === undefined
      ? 'Сколько стоил этот ответ, неизвестно.'
      : `Этот ответ стоил ${cost(usd, isEstimated)}.`,

  attempt: ({ provider, model, keyAlias, outcome, ...attempt }) => {
    const key = keyAlias ? ` (${keyAlias})` : '';
    const facts = attemptFacts(attempt).join(', ');
    return `\`${provider}/${model}\`${key} ${outcomeInWords(outcome)}: ${facts}`;
  },
};

/** Begins with a space, or is empty when the time is unknown. */
function agoInWords(agoMs: number | undefined): string {
  return agoMs === undefined ? '' : ` ${durationInWords(agoMs, 'ru')} назад`;
}

function outcomeInWords(outcome: Attempt['outcome']): string {
  if (outcome === 'answered') return 'ответила';
  return outcome === 'stopped' ? 'была остановлена' : failures[outcome].reason;
}
