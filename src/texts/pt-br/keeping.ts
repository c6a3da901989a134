import type { keeping as original } from '../en/keeping.ts';
import { pluralIn } from '../plural.ts';

const plural = pluralIn('pt-BR');

/** The sentences about what is kept: pins, exports, personal data. */
export const keeping: typeof original = {
  pinned: {
    added: 'Mensagem fixada. Vou mantê-la em mente; `/pins` mostra todas.',
    known: 'Esta mensagem já está fixada. `/pins` mostra todas.',
    full: 'Consigo manter no máximo 20 mensagens em mente. Remova uma com `/pins` primeiro.',
  },
  pinHowTo: {
    discord:
      'Abra o menu de uma mensagem (clique com o botão direito ou toque e segure), depois **Apps**, **Fixar**. `/pins` mostra o que está fixado.',
    telegram:
      'Responda com `/pin` à mensagem que devo manter em mente. `/pins` mostra o que está fixado.',
  },
  pinImpossible:
    'Não consigo fixar esta mensagem: ela não tem palavras, ou não me lembro mais dela.',
  noPins: 'Não há nada fixado aqui.',
  pins: (lines) => ['O que tenho em mente aqui:', '', ...lines].join('\n'),
  pinLine: (number, author, text) => `${number}. ${author ?? 'Eu'}: ${text}`,
  unpinLabel: (number) => `Remover ${number}`,
  exported: 'Aqui está a nossa conversa.',
  exportedInPart:
    'Aqui está a parte mais recente da nossa conversa; inteira, ela é longa demais para um arquivo.',
  exportHeading: (network) => `Uma conversa no ${network}`,
  exportForwarded: (name) => `Mensagem encaminhada de ${name}`,
  exportFile: (name) => `Arquivo: ${name}`,
  nothingToExport: 'Ainda não há nenhuma conversa aqui.',
  deleteMyDataLabel: 'Apagar tudo',
  deleteMyDataOthers:
    'Esse botão é para quem usou o comando. Para apagar o que você disse, envie /delete_my_data.',
  deleteMyDataConfirm:
    'Vou apagar todas as perguntas que você me fez nesta rede, com as minhas respostas, e as suas palavras onde outras pessoas as citaram ou fixaram. Não dá para desfazer isso.',
  dataDeleted: ({ questions, quotes, pins, conversations }) => {
    const asked = plural(questions, { one: 'pergunta sua', other: 'perguntas suas' });
    const places = plural(conversations, { one: 'conversa', other: 'conversas' });
    const quoted = plural(quotes, { one: 'citação', other: 'citações' });
    const pinned = plural(pins, { one: 'mensagem fixada', other: 'mensagens fixadas' });
    return [
      `Pronto. Apaguei ${asked} com as minhas respostas, em ${places}, além de ${quoted} de palavras suas e ${pinned}.`,
      'As mensagens em si continuam nesta rede: apague-as lá. Minhas respostas a outras pessoas ficam, assim como as listas de quem pode me usar, que não contêm nada do que foi dito.',
      'Do seu consumo, ficam apenas números. Os de meses anteriores não dizem mais que eram seus; os deste mês guardam o seu ID, sem o seu nome, até o mês acabar, porque os limites são calculados com eles.',
    ].join(' ');
  },
};
