import type { Attempt } from '../../contracts/attempt.ts';
import type { DeclineReason } from '../../contracts/trace.ts';
import { attemptFactsIn } from '../attempt-facts-in.ts';
import type { whyTexts as original } from '../en/why.ts';
import { pluralIn } from '../plural.ts';
import { afterPreposition } from './after-preposition.ts';
import { cost } from './cost.ts';
import { failures } from './failures.ts';

const plural = pluralIn('de');
const numbers = new Intl.NumberFormat('de');
const TOKENS = { one: 'Token', other: 'Tokens' };

const attemptFacts = attemptFactsIn({
  headers: (ms) => `Kopfzeilen nach ${afterPreposition(ms)}`,
  firstWords: (ms) => `erste Wörter nach ${afterPreposition(ms)}`,
  end: (ms) => `Ende nach ${afterPreposition(ms)}`,
  tokensIn: (tokens, cached, about) =>
    `${about}${plural(tokens, TOKENS)} gelesen${cached > 0 ? ` (${numbers.format(cached)} aus dem Cache)` : ''}`,
  tokensOut: (tokens, about) => `${about}${plural(tokens, TOKENS)} geschrieben`,
  cost,
});

/** The ways to call `/why` for a message, by platform. */
const howToPoint: Readonly<Record<string, string>> = {
  discord:
    'Öffne das Menü einer Nachricht (Rechtsklick oder lange drücken), dann **Apps**, **Warum**.',
  telegram: 'Antworte mit `/why` auf eine Nachricht.',
};

const addressMe =
  'Erwähne mich, antworte auf eine meiner Nachrichten oder schreib mir direkt, dann antworte ich.';

const turnPrivacyOff =
  'Schreib `/setprivacy` an @BotFather, wähle mich und dann **Disable**, entferne mich danach aus der Gruppe und füge mich wieder hinzu.';

const howToAddress: Readonly<Record<string, string>> = {
  discord: addressMe,
  telegram: `${addressMe} Damit ich alle Nachrichten einer Gruppe sehe: ${turnPrivacyOff}`,
};

/** The reasons why a message never reached the bot, by platform. */
const whyUnseen: Readonly<Record<string, string>> = {
  discord:
    'Ich sehe nur die Kanäle, die ich ansehen darf, und nichts, was geschrieben wird, während ich nicht laufe. Prüfe, ob ich hier das Recht **Kanal anzeigen** habe, und frag dann noch einmal.',
  telegram: `In Gruppen verbirgt der Privatsphäre-Modus Nachrichten vor Bots. So schaltest du ihn aus: ${turnPrivacyOff} Frag dann noch einmal.`,
};

function whyDenied(
  { denied, personId }: Extract<DeclineReason, { kind: 'denied' }>,
  chatId: string,
): string {
  switch (denied) {
    case 'person':
      return `Die Person, die das geschrieben hat, steht nicht auf meiner Zugangsliste. Meine Admins können sie zulassen: \`/access allow ${personId}\`.`;
    case 'chat':
      return `Dieser Chat steht nicht auf meiner Zugangsliste. Die Person, die mich betreibt, kann \`${chatId}\` bei \`ALLOWED_CHATS\` eintragen. Oder meine Admins lassen die Person zu, die das geschrieben hat: \`/access allow ${personId}\`.`;
    case 'denied':
      return 'Ich darf der Person, die das geschrieben hat, nicht antworten, oder hier niemandem: So steht es in einer Liste der Person, die mich betreibt, oder meine Admins haben es so entschieden.';
    case 'direct off':
      return 'Auf Direktnachrichten antworte ich nicht: Die Person, die mich betreibt, hat das ausgeschaltet.';
    case 'power':
      return 'Hier dürfen mich nicht alle fragen. Das hat die Person entschieden, die mich betreibt: `powers` in `parley.yaml`.';
  }
}

/** The sentences of `/why`. */
export const whyTexts: typeof original = {
  howTo: (network) =>
    `Ich kann dir sagen, warum ich eine Nachricht beantwortet habe oder nicht. ${howToPoint[network] ?? ''}`.trim(),

  declined: (reason, { network, chatId }) => {
    switch (reason.kind) {
      case 'command':
        return 'Diese Nachricht ist ein Befehl. Meine Antwort steht darunter.';
      case 'bot':
        return 'Diese Nachricht hat ein Bot geschrieben. Ich antworte nur Menschen, denn zwei Bots würden nie aufhören. Die Person, die mich betreibt, kann diesen Bot erlauben: `answered_bots` in `parley.yaml`.';
      case 'unaddressed':
        return `Diese Nachricht richtet sich nicht an mich. ${howToAddress[network] ?? addressMe}`;
      case 'wordless':
        return 'In dieser Nachricht ist nichts, worauf ich antworten könnte. Schreib deine Frage hinter meinen Namen.';
      case 'loop':
        return 'Diese Nachricht hat ein Bot geschrieben, und Bots haben mich zu schnell gefragt oder zu oft, ohne dass ein Mensch dazwischen geschrieben hat. Ich antworte Bots hier wieder, sobald ein Mensch etwas schreibt.';
      case 'proxy':
        return 'Diese Nachricht zeigt ein Bot anstelle einer Person, wie PluralKit es macht. Die Person, die mich betreibt, kann das erlauben: `proxies` in `parley.yaml`.';
      case 'post':
        return 'Diese Nachricht hat ein Kanal veröffentlicht. Die Person, die mich betreibt, kann erlauben, dass ich auf Beiträge antworte, die mich erwähnen: `channel_posts` in `parley.yaml`.';
      case 'others':
        return 'Diese Nachricht erwähnt jemand anderen oder antwortet jemand anderem, deshalb habe ich sie nicht auf mich bezogen. Erwähne mich, um mich zu fragen.';
      case 'shared':
        return 'Hier musst du mich erwähnen, denn in diesem Thread schreiben auch andere, oder sie haben hier vielleicht geschrieben, bevor ich es sehen konnte.';
      case 'full':
        return 'Als diese Nachricht kam, warteten hier zu viele Fragen. Bitte frag noch einmal.';
      case 'denied':
        return whyDenied(reason, chatId);
    }
  },
  own: 'Diese Nachricht habe ich selbst geschrieben, und sie ist keine Antwort eines Modells. Oder sie ist so alt, dass ich mich nicht mehr erinnere.',
  unknown: (network) =>
    `Diese Nachricht kenne ich nicht. Sie hat mich nie erreicht, oder sie ist so alt, dass ich mich nicht mehr erinnere. ${whyUnseen[network] ?? ''}`.trim(),

  waiting: (turnsAhead) =>
    turnsAhead === 0
      ? 'Diese Frage ist hier als nächste dran, sobald ein Platz für eine weitere Antwort frei ist.'
      : `Diese Frage ist auf Platz ${turnsAhead + 1} in der Warteschlange. Ich beantworte hier eine nach der anderen.`,
  running: 'Ich beantworte diese Frage gerade.',
  dropped:
    'Diese Frage wurde gestoppt, bevor ich angefangen habe zu antworten. Bitte frag noch einmal.',
  forgotten:
    'Diese Frage wurde gelöscht, oder ich sollte sie vergessen. Ich weiß nicht mehr, was es war.',
  noModel:
    'Ich habe kein Modell gefragt: Ich habe aufgegeben, oder ich konnte die Antwort nicht zeigen. Bitte frag noch einmal.',
  unread:
    'Ich habe kein Modell gefragt, denn in dieser Nachricht war nichts, was es hätte lesen können. Der Grund steht in meiner Antwort.',
  ended: (state, model, agoMs, lastAttempt) => {
    const when = agoInWords(agoMs);
    if (state === 'stopped')
      return `${model} war dabei, darauf zu antworten, und wurde${when} gestoppt.`;
    if (state !== 'failed') return `${model} hat das${when} beantwortet.`;
    const failure = lastAttempt ? outcomeInWords(lastAttempt.outcome) : 'hat nicht geantwortet';
    return `${model} sollte das${when} beantworten, aber das Modell ${failure}.`;
  },
  repeated: (model, agoMs) =>
    `${model} hat das${agoInWords(agoMs)} beantwortet. Es hat sich ständig wiederholt, deshalb habe ich es gestoppt und die Wiederholung weggelassen.`,
  resumed: (count) =>
    count === 1
      ? 'Dazwischen bin ich einmal neu gestartet.'
      : `Dazwischen bin ich ${count}-mal neu gestartet.`,
  cost: (usd, isEstimated) =>
    usd === undefined
      ? 'Was diese Antwort gekostet hat, weiß ich nicht.'
      : `Diese Antwort hat ${cost(usd, isEstimated)} gekostet.`,

  attempt: ({ provider, model, keyAlias, outcome, ...attempt }) => {
    const key = keyAlias ? ` (${keyAlias})` : '';
    const facts = attemptFacts(attempt).join(', ');
    return `\`${provider}/${model}\`${key} ${outcomeInWords(outcome)}: ${facts}`;
  },
};

/** Begins with a space, or is empty when the time is unknown. */
function agoInWords(agoMs: number | undefined): string {
  return agoMs === undefined ? '' : ` vor ${afterPreposition(agoMs)}`;
}

function outcomeInWords(outcome: Attempt['outcome']): string {
  if (outcome === 'answered') return 'hat geantwortet';
  if (outcome === 'stopped') return 'wurde gestoppt';
  return failures[outcome].past ?? failures[outcome].reason;
}
