import type { answers as original } from '../en/answers.ts';
import { pluralIn } from '../plural.ts';
import { wasAsked } from '../was-asked.ts';
import { cost } from './cost.ts';
import { failures } from './failures.ts';

const plural = pluralIn('de');
const TOKENS = { one: 'Token', other: 'Tokens' };
const numbers = new Intl.NumberFormat('de');
const tenths = new Intl.NumberFormat('de', { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** The sentences in and around an answer. */
export const answers: typeof original = {
  reasoningLabel: 'Gedankengang',
  onlyThoughts: '(Das Modell hat nur laut nachgedacht. Das sind seine Gedanken.)',
  thoughtsCut: '(Das Modell hatte noch mehr Gedanken, aber sie sind zu lang zum Anzeigen.)',
  thinking: (ms) => `(denkt nach … ${Math.round(ms / 1_000)} Sek.)`,
  footer: (parts) => `*${parts.join(' · ')}*`,
  tokens: (input, output, cached = 0) => {
    // Services that count nothing report zeros.
    if (!input && !output) return '';
    const sum = plural((input ?? 0) + (output ?? 0), TOKENS);
    return cached > 0 ? `${sum} (${numbers.format(cached)} aus dem Cache)` : sum;
  },
  seconds: (ms) => `${tenths.format(ms / 1_000)} Sek.`,
  cost,
  sources: (links) => `Quellen: ${links.join(' · ')}`,
  stopped: '(gestoppt)',
  interrupted: '(Ich starte neu. Wenn ich zurück bin, schreibe ich diese Antwort noch einmal.)',
  gaveUp:
    'Ich habe diese Antwort aufgegeben, weil ich mehrmals neu starten musste. Bitte frag noch einmal.',
  continuedBy: (model) => `(Den Rest dieser Antwort hat ${model} geschrieben.)`,
  cutByLength: '(Das Modell hat an seiner Längengrenze aufgehört.)',
  cutByFilter: '(Der Inhaltsfilter des Modells hat diese Antwort gestoppt.)',
  cutBySize: '(Ich habe diese Antwort gestoppt, weil sie zu lang wurde.)',
  cutByRepetition: '(Das Modell hat sich ständig wiederholt, deshalb habe ich es gestoppt.)',
  continuesInFile: '… der Rest kommt als Datei.',
  wholeInFile: '… die ganze Antwort steht in der Datei.',
  fileForbidden:
    '(Ich darf hier keine Dateien anhängen, deshalb kann ich den Rest dieser Antwort nicht zeigen.)',
  fileRefused:
    '(Das Netzwerk hat die Datei mit dem Rest dieser Antwort nicht angenommen, deshalb kann ich ihn nicht zeigen.)',
  trimmed:
    '(Die ältesten Nachrichten passen nicht mehr in das Modell. Diese Antwort kommt ohne sie aus, die nächsten bekommen eine Zusammenfassung davon. `/reset` beginnt eine neue Unterhaltung.)',
  trimmedWithoutSummary:
    '(Die ältesten Nachrichten passen nicht mehr in das Modell, deshalb antworte ich ohne sie. `/reset` beginnt eine neue Unterhaltung.)',
  materialCut:
    '(Nicht alles, was mit deiner Frage kam, passt in das Modell. Ich habe Teile davon weggelassen.)',
  questionCut: '(Deine Nachricht passt nicht in das Modell. Ich habe nur ihren Anfang gelesen.)',
  refused:
    '(Das Netzwerk hat sich geweigert, meine Antwort zu zeigen. Bitte stelle die Frage anders.)',
  removed: '(entfernt)',
  refusedPart: '(Das Netzwerk hat sich geweigert, einen Teil meiner Antwort zu zeigen.)',
  noAnswer:
    'Das Modell hat keine Antwort gegeben. Bitte frag noch einmal, oder wähle mit `/model` ein anderes Modell.',
  questionTooLong: (model) =>
    `(Schon deine Frage allein ist zu lang für ${model}. Bitte kürze sie, oder frag ein anderes Modell: \`/model\` zeigt sie alle.)`,
  instructionsTooLong: (model) =>
    `(Schon meine Anweisungen sind zu lang für ${model}. Bitte sag der Person Bescheid, die mich betreibt, oder wähle mit \`/model\` ein anderes Modell.)`,
  failed: (kind, model) =>
    wasAsked(kind)
      ? `(${model} konnte nicht antworten. ${failures[kind].cure})`
      : `(${failures[kind].cure})`,
  replaced: (model, requested, reason) =>
    reason
      ? `(${model} antwortet, denn ${requested} ${failures[reason].reason}.)`
      : `(${model} antwortet anstelle von ${requested}.)`,
  failedInside:
    '(Bei mir ist etwas schiefgegangen. Bitte frag noch einmal; der Grund steht in meinem Log.)',
};
