import type { StoreErrorKind } from '../../errors.ts';
import { durationInWords } from '../durations.ts';
import type { chat as original } from '../en/chat.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('pt-BR');

/** The sentences of a conversation that belong to no single command. */
export const chat: typeof original = {
  howToAsk:
    'Escreva sua pergunta ao lado do meu nome, ou me mencione em uma resposta à mensagem que devo responder. `/help` mostra o que mais eu sei fazer.',
  greeting:
    'Olá! É só me mencionar ou responder a uma das minhas mensagens, e eu respondo. `/model` escolhe o modelo, `/help` mostra o resto.',
  queuePlace: (place) => `Sua pergunta é a ${place}ª da fila aqui.`,
  threadTitle: 'Pergunta',
  queueFull:
    'Há perguntas demais na fila aqui. Pergunte de novo quando algumas já tiverem resposta.',
  unknownCommand: (name, commands) =>
    `Não conheço \`/${name}\`. Conheço ${commands.map((command) => `\`/${command}\``).join(', ')}.`,
  commandFailed: (name) => `\`/${name}\` falhou. Tente de novo; o motivo está no meu log.`,
  tooManyChoices:
    'Já guardo tantas configurações de lugares e pessoas quanto posso. Redefina alguma que não seja mais necessária ou avise quem me hospeda.',
  storeFailed: (kind) => storeFailures[kind],
  tooOldButton: 'Este botão é antigo demais. Use o comando de novo.',
  welcome: 'Olá!',
  listComma: ', ',
  help: ({ commands, network, isDirect }) =>
    [
      isDirect
        ? 'Escreva para mim, e eu respondo com um modelo de linguagem. Eu me lembro do que foi dito aqui.'
        : 'Me mencione ou responda a uma mensagem minha, e eu respondo com um modelo de linguagem. Eu me lembro do que foi dito aqui.',
      '',
      ...commands.map(
        ({ name, description, target }) =>
          `- \`/${name}\` ${description}${target ? ' (na própria mensagem)' : ''}`,
      ),
      '',
      howToTarget[network] ?? '',
    ]
      .join('\n')
      .trim(),
  nearbyIsOn: ({ messages, ageMs }) =>
    `Quem me hospeda permite que eu mostre ao modelo o que foi escrito aqui perto de uma pergunta: até ${plural(messages, { one: 'mensagem escrita', other: 'mensagens escritas' })} há no máximo ${durationInWords(ageMs, 'pt-BR')}.`,
  rich: {
    on: 'A partir da próxima, as respostas aqui são mensagens avançadas. Alguns aplicativos, como o Telegram Web, talvez não as mostrem; `/rich off` as desativa.',
    off: 'A partir da próxima, as respostas aqui são mensagens simples. `/rich on` as transforma em mensagens avançadas, com tabelas e fórmulas.',
    default:
      'Quem me hospeda decide se as respostas aqui são mensagens avançadas. `/rich on` e `/rich off` mudam isso neste chat.',
  },
  richUnknown: 'Digite `/rich on`, `/rich off` ou `/rich default`.',
};

/** The ways to call a command on a message, by network. */
const howToTarget: Readonly<Record<string, string>> = {
  discord:
    'Na própria mensagem: abra o menu dela (clique com o botão direito ou toque e segure), depois **Apps**.',
  telegram: 'Na própria mensagem: responda a ela com o comando.',
};

/** The words for each way in which the store can fail. The question is tried again where the network sends it again. */
const storeFailures: Readonly<Record<StoreErrorKind, string>> = {
  full: 'Não consigo guardar mensagens agora, porque meu disco está cheio. Peça a quem me hospeda para liberar espaço. Se depois disso não vier resposta, pergunte de novo.',
  damaged:
    'Não consigo ler nem guardar esta conversa, porque meu armazenamento está corrompido. Avise quem me hospeda; o motivo está no meu log.',
  unreachable:
    'Não consigo acessar meu banco de dados agora. Tente de novo daqui a alguns minutos. Se não adiantar, avise quem me hospeda; o motivo está no meu log.',
  unavailable:
    'Não consigo guardar mensagens agora. Avise quem me hospeda; o motivo está no meu log. Se depois disso não vier resposta, pergunte de novo.',
};
