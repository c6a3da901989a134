import type { StoreErrorKind } from '../../errors.ts';
import { durationInWords } from '../durations.ts';
import type { chat as original } from '../en/chat.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('ru');

/** The sentences of a conversation that belong to no single command. */
export const chat: typeof original = {
  howToAsk:
    'Напишите вопрос рядом с моим именем или ответьте на нужное сообщение и упомяните меня: тогда я отвечу на него. `/help` покажет, что ещё я умею.',
  greeting:
    'Привет! Упомяните меня или ответьте на любое моё сообщение, и я отвечу. Модель можно выбрать командой `/model`, а `/help` покажет остальное.',
  queuePlace: (place) => `Ваше место в очереди: ${place}.`,
  threadTitle: 'Вопрос',
  queueFull: 'Здесь в очереди уже слишком много вопросов. Спросите снова, когда она станет короче.',
  unknownCommand: (name, commands) =>
    `Я не знаю команды \`/${name}\`. Знаю такие: ${commands.map((command) => `\`/${command}\``).join(', ')}.`,
  commandFailed: (name) =>
    `Команда \`/${name}\` не сработала. Попробуйте ещё раз; причина записана в моём журнале.`,
  tooManyChoices:
    'У меня уже сохранено столько настроек мест и людей, сколько возможно. Сбросьте те, которые больше не нужны, или сообщите об этом владельцу бота.',
  storeFailed: (kind) => storeFailures[kind],
  tooOldButton: 'Эта кнопка устарела. Вызовите команду заново.',
  welcome: 'Привет!',
  listComma: ', ',
  help: ({ commands, network, isDirect }) =>
    [
      isDirect
        ? 'Напишите мне, и я отвечу с помощью языковой модели. Я помню, о чём мы здесь говорили.'
        : 'Упомяните меня или ответьте на моё сообщение, и я отвечу с помощью языковой модели. Я помню, о чём со мной здесь говорили.',
      '',
      ...commands.map(
        ({ name, description, target }) =>
          `- \`/${name}\` ${description}${target ? ' (для выбранного сообщения)' : ''}`,
      ),
      '',
      howToTarget[network] ?? '',
    ]
      .join('\n')
      .trim(),
  nearbyIsOn: ({ messages, ageMs }) =>
    `С разрешения владельца бота я передаю модели то, что написано здесь перед вопросом: не более ${plural(messages, { one: 'сообщения', other: 'сообщений' })} за последние ${durationInWords(ageMs, 'ru')}.`,
  rich: {
    on: 'Со следующего раза мои ответы здесь будут расширенными сообщениями. Некоторые приложения, например Telegram Web, могут их не показать; `/rich off` их отключит.',
    off: 'Со следующего раза мои ответы здесь будут обычными сообщениями. `/rich on` включит расширенные, с таблицами и формулами.',
    default:
      'Будут ли мои ответы здесь расширенными сообщениями, решает владелец бота. `/rich on` и `/rich off` меняют это для этого чата.',
  },
  richUnknown: 'Напишите `/rich on`, `/rich off` или `/rich default`.',
};

/** The ways to call a command on a message, by network. */
const howToTarget: Readonly<Record<string, string>> = {
  discord:
    'Как выбрать сообщение: откройте его меню (правой кнопкой мыши или долгим нажатием), затем **Приложения**.',
  telegram: 'Как выбрать сообщение: ответьте на него командой.',
};

/** The words for each way in which the store can fail. */
const storeFailures: Readonly<Record<StoreErrorKind, string>> = {
  full: 'Сейчас я не могу сохранять сообщения: на диске нет места. Попросите владельца бота его освободить. Если ответа и после этого не будет, спросите ещё раз.',
  damaged:
    'Я не могу прочитать или сохранить этот разговор: моё хранилище повреждено. Сообщите об этом владельцу бота; причина записана в моём журнале.',
  unreachable:
    'Сейчас моя база данных недоступна. Попробуйте ещё раз через несколько минут. Если не поможет, сообщите владельцу бота; причина записана в моём журнале.',
  unavailable:
    'Сейчас я не могу сохранять сообщения. Сообщите об этом владельцу бота; причина записана в моём журнале. Если ответа и после этого не будет, спросите ещё раз.',
};
