import type { Attempt } from '../../contracts/attempt.ts';
import type { DeclineReason } from '../../contracts/trace.ts';
import { attemptFactsIn } from '../attempt-facts-in.ts';
import { durationInWords } from '../durations.ts';
import type { whyTexts as original } from '../en/why.ts';
import { pluralIn } from '../plural.ts';
import { cost } from './cost.ts';
import { failures } from './failures.ts';

const plural = pluralIn('pt-BR');
const TOKENS = { one: 'token', many: 'de tokens', other: 'tokens' };

const attemptFacts = attemptFactsIn({
  headers: (ms) => `cabeçalhos após ${durationInWords(ms, 'pt-BR')}`,
  firstWords: (ms) => `primeiras palavras após ${durationInWords(ms, 'pt-BR')}`,
  end: (ms) => `fim após ${durationInWords(ms, 'pt-BR')}`,
  tokensIn: (tokens, cached, about) =>
    `${about}${plural(tokens, TOKENS)} de entrada${cached > 0 ? ` (${cached.toLocaleString('pt-BR')} em cache)` : ''}`,
  tokensOut: (tokens, about) => `${about}${plural(tokens, TOKENS)} de saída`,
  cost,
});

/** The ways to call `/why` for a message, by platform. */
const howToPoint: Readonly<Record<string, string>> = {
  discord:
    'Abra o menu de uma mensagem (clique com o botão direito ou toque e segure), depois **Apps**, **Por quê**.',
  telegram: 'Responda a uma mensagem com `/why`.',
};

const addressMe =
  'É só me mencionar, responder a uma das minhas mensagens ou escrever direto para mim, e eu respondo.';

const turnPrivacyOff =
  'escreva `/setprivacy` ao @BotFather, escolha meu nome, **Disable**, depois me remova do grupo e me adicione de novo.';

const howToAddress: Readonly<Record<string, string>> = {
  discord: addressMe,
  telegram: `${addressMe} Para que eu veja todas as mensagens de um grupo: ${turnPrivacyOff}`,
};

/** The reasons why a message never reached the bot, by platform. */
const whyUnseen: Readonly<Record<string, string>> = {
  discord:
    'Só vejo os canais para os quais tenho permissão, e nada do que é escrito enquanto estou fora do ar. Confira se tenho a permissão **Ver canal** aqui e pergunte de novo.',
  telegram: `Nos grupos, o modo de privacidade não deixa os bots verem as mensagens: ${turnPrivacyOff} Depois pergunte de novo.`,
};

function whyDenied(
  { denied, personId }: Extract<DeclineReason, { kind: 'denied' }>,
  chatId: string,
): string {
  switch (denied) {
    case 'person':
      return `Quem escreveu esta mensagem não está na minha lista de acesso. Alguém da minha equipe de admins pode liberar o acesso: \`/access allow ${personId}\`.`;
    case 'chat':
      return `Este chat não está na minha lista de acesso. Quem me hospeda pode adicionar \`${chatId}\` a \`ALLOWED_CHATS\`, ou alguém da minha equipe de admins pode liberar quem escreveu: \`/access allow ${personId}\`.`;
    case 'denied':
      return 'Não posso responder a quem escreveu esta mensagem, ou a ninguém aqui: é o que diz uma lista de quem me hospeda ou alguém da minha equipe de admins.';
    case 'direct off':
      return 'Não respondo a mensagens diretas: quem me hospeda desativou isso.';
    case 'power':
      return 'Nem todo mundo pode me fazer perguntas aqui. É uma decisão de quem me hospeda: `powers` em `parley.yaml`.';
  }
}

/** The sentences of `/why`. */
export const whyTexts: typeof original = {
  howTo: (network) =>
    `Posso explicar por que respondi ou não a uma mensagem. ${howToPoint[network] ?? ''}`.trim(),

  declined: (reason, { network, chatId }) => {
    switch (reason.kind) {
      case 'command':
        return 'Esta mensagem é um comando. Minha resposta está abaixo dela.';
      case 'bot':
        return 'Esta mensagem é de um bot. Só respondo a pessoas, porque dois bots nunca parariam. Quem me hospeda pode permitir este bot: `answered_bots` em `parley.yaml`.';
      case 'unaddressed':
        return `Esta mensagem não se dirige a mim. ${howToAddress[network] ?? addressMe}`;
      case 'wordless':
        return 'Não há nada nesta mensagem a que eu possa responder. Escreva sua pergunta ao lado do meu nome.';
      case 'loop':
        return 'Esta mensagem é de um bot, e bots têm me perguntado rápido demais, ou vezes demais sem uma pessoa no meio. Volto a responder a bots aqui depois que uma pessoa escrever.';
      case 'proxy':
        return 'Um bot mostra esta mensagem no lugar de uma pessoa, como faz o PluralKit. Quem me hospeda pode permitir isso: `proxies` em `parley.yaml`.';
      case 'post':
        return 'Esta mensagem foi publicada por um canal. Quem me hospeda pode permitir que eu responda a publicações que me mencionam: `channel_posts` em `parley.yaml`.';
      case 'others':
        return 'Esta mensagem menciona outra pessoa ou responde a ela, então entendi que não era para mim. Para me perguntar algo, é só me mencionar.';
      case 'shared':
        return 'Aqui é preciso me mencionar, porque outras pessoas também escrevem neste tópico, ou podem ter escrito antes que eu pudesse vê-lo.';
      case 'full':
        return 'Havia perguntas demais na fila aqui quando esta mensagem chegou. Pergunte de novo.';
      case 'denied':
        return whyDenied(reason, chatId);
    }
  },
  own: 'Esta mensagem é minha e não é a resposta de um modelo; ou é antiga demais para eu me lembrar.',
  unknown: (network) =>
    `Não conheço esta mensagem. Ela nunca chegou até mim, ou é antiga demais para eu me lembrar. ${whyUnseen[network] ?? ''}`.trim(),

  waiting: (turnsAhead) =>
    turnsAhead === 0
      ? 'Esta pergunta é a próxima aqui: começo assim que puder dar mais uma resposta.'
      : `Esta pergunta é a ${turnsAhead + 1}ª da fila. Aqui respondo a uma por vez.`,
  running: 'Estou respondendo a esta pergunta agora mesmo.',
  dropped: 'Esta pergunta foi interrompida antes que eu começasse a responder. Pergunte de novo.',
  forgotten:
    'Esta pergunta foi apagada, ou alguém me pediu para esquecê-la. Não sei mais qual era.',
  noModel:
    'Não consultei nenhum modelo: desisti, ou não consegui mostrar a resposta. Pergunte de novo.',
  unread:
    'Não consultei nenhum modelo, porque não havia nada nesta mensagem que ele pudesse ler. Minha resposta diz por quê.',
  ended: (state, model, agoMs, lastAttempt) => {
    const when = agoInWords(agoMs);
    if (state === 'stopped') {
      return `${model} estava respondendo a isto, mas a resposta foi interrompida${when}.`;
    }
    if (state !== 'failed') return `${model} respondeu a isto${when}.`;
    const failure = lastAttempt ? outcomeInWords(lastAttempt.outcome) : 'falhou';
    return `${model} deveria ter respondido a isto${when}, mas ${failure}.`;
  },
  repeated: (model, agoMs) =>
    `${model} respondeu a isto${agoInWords(agoMs)}. Como o modelo não parava de se repetir, interrompi a resposta e deixei a repetição de fora.`,
  resumed: (count) =>
    `Nesse meio-tempo, reiniciei ${count === 1 ? 'uma vez' : plural(count, { other: 'vezes' })}.`,
  cost: (usd, isEstimated) =>
    usd === undefined
      ? 'Não sei quanto esta resposta custou.'
      : `Esta resposta custou ${cost(usd, isEstimated)}.`,

  attempt: ({ provider, model, keyAlias, outcome, ...attempt }) => {
    const key = keyAlias ? ` (${keyAlias})` : '';
    const facts = attemptFacts(attempt).join(', ');
    return `\`${provider}/${model}\`${key} ${outcomeInWords(outcome)}: ${facts}`;
  },
};

/** Begins with a space, or is empty when the time is unknown. */
function agoInWords(agoMs: number | undefined): string {
  return agoMs === undefined ? '' : ` há ${durationInWords(agoMs, 'pt-BR')}`;
}

function outcomeInWords(outcome: Attempt['outcome']): string {
  if (outcome === 'answered') return 'respondeu';
  return outcome === 'stopped' ? 'foi interrompido' : failures[outcome].reason;
}
