import type { controls as original } from '../en/controls.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('pt-BR');

/** The sentences of the buttons and commands that act on answers. */
export const controls: typeof original = {
  stopLabel: 'Parar',
  regenerateLabel: 'Refazer',
  continueLabel: 'Continuar',
  regenerating: 'Refazendo…',
  continuing: 'Continuando…',
  controlRefused: {
    forbidden:
      'Só quem fez a pergunta, a moderação daqui ou minha equipe de admins pode fazer isso.',
    busy: 'Ainda estou trabalhando nesta resposta, ou há perguntas demais na fila. Tente de novo mais tarde.',
    gone: 'Não encontro esta resposta. Ela ainda não existe ou é antiga demais. Pergunte de novo.',
    forgotten:
      'Não conheço mais esta pergunta: ela foi apagada, ou alguém me pediu para esquecê-la. Pergunte de novo.',
    pointless: 'Não há nada a fazer com esta resposta.',
  },
  forgotten:
    'Pronto. Esqueci esta pergunta e a minha resposta. Se ninguém deve ver as mensagens, apague-as também.',
  forgetHowTo: {
    discord:
      'Abra o menu de uma pergunta ou resposta (clique com o botão direito ou toque e segure), depois **Apps**, **Esquecer**.',
    telegram:
      'Responda com `/forget` à pergunta ou à resposta que devo esquecer. `/reset` esquece a conversa inteira.',
  },
  undone:
    'Pronto. Desfiz a última pergunta e a minha resposta a ela. As mensagens continuam visíveis aqui.',
  undoneOwn:
    'Pronto. Desfiz a sua última pergunta e a minha resposta a ela. O que outras pessoas perguntaram fica. As mensagens continuam visíveis aqui.',
  nothingToStop: 'Não estou respondendo a nada aqui.',
  nothingOwnToStop:
    'Não estou respondendo a nenhuma pergunta sua aqui. As perguntas de outras pessoas podem ser interrompidas por elas, pela moderação daqui ou pela minha equipe de admins.',
  stoppedTurns: (count) =>
    count === 1
      ? 'Interrompi a resposta.'
      : `Interrompi a resposta e tirei mais ${plural(count - 1, { one: 'pergunta', other: 'perguntas' })} da fila.`,
  stoppedOwnTurns: (count) =>
    count === 1
      ? 'Interrompi a resposta à sua pergunta. As perguntas de outras pessoas continuam.'
      : `Interrompi as respostas às suas ${count} perguntas. As perguntas de outras pessoas continuam.`,
  reset: 'Pronto. Esqueci o que foi dito aqui e começo uma nova conversa.',
  resetExceptPins:
    'Pronto. Esqueci o que foi dito aqui e começo uma nova conversa. As mensagens fixadas ficam: `/pins` mostra quais são.',
};
