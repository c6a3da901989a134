import type { ProviderErrorKind } from '../../contracts/provider.ts';

interface FailureText {
  /** Completes the sentence "NAME OF THE MODEL …". */
  readonly reason: string;
  /** As `reason`, of an earlier failure. Absent: the same words. */
  readonly past?: string;
  /** The failure and what people can do about it, in whole sentences. */
  readonly cure: string;
}

const FOR_OPERATOR = 'Bitte sag der Person Bescheid, die mich betreibt';
const TRY_LATER = 'Bitte versuch es in einer Minute noch einmal.';
const PICK_ANOTHER = 'wähle mit `/model` ein anderes Modell.';

/** The words for each way in which a model can fail. */
export const failures: Readonly<Record<ProviderErrorKind, FailureText>> = {
  auth: {
    reason: 'hat meinen Schlüssel abgelehnt',
    cure: `Mein Schlüssel dafür wurde abgelehnt. ${FOR_OPERATOR}.`,
  },
  permission: {
    reason: 'ist mit meinem Schlüssel oder von hier aus nicht erlaubt',
    past: 'war mit meinem Schlüssel oder von hier aus nicht erlaubt',
    cure: `Der Anbieter erlaubt es mit meinem Schlüssel oder aus meinem Land nicht. ${FOR_OPERATOR}, oder ${PICK_ANOTHER}`,
  },
  payment: {
    reason: 'hat kein Guthaben mehr',
    past: 'hatte kein Guthaben mehr',
    cure: `Das Konto dafür hat kein Guthaben mehr. ${FOR_OPERATOR}, oder ${PICK_ANOTHER}`,
  },
  not_found: {
    reason: 'existiert nicht',
    cure: 'Dieses Modell existiert nicht. Wähle mit `/model` ein anderes. `npm run doctor` zeigt der Person, die mich betreibt, wo dieser Name steht.',
  },
  bad_request: {
    reason: 'hat die Anfrage abgelehnt',
    cure: `Es hat die Anfrage abgelehnt. ${FOR_OPERATOR}, oder ${PICK_ANOTHER}`,
  },
  context_length: {
    reason: 'kann keine so lange Unterhaltung verarbeiten',
    past: 'konnte keine so lange Unterhaltung verarbeiten',
    cure: 'Die Unterhaltung ist dafür zu lang. `/reset` beginnt eine neue.',
  },
  too_large: {
    reason: 'hat eine so große Anfrage abgelehnt',
    cure: 'Die Unterhaltung und ihre Dateien sind dafür zu groß. `/reset` beginnt eine neue.',
  },
  content_filter: {
    reason: 'wurde vom Inhaltsfilter seines Anbieters gestoppt',
    cure: `Der Inhaltsfilter seines Anbieters hat die Antwort verhindert. Bitte versuch es mit anderen Worten, oder ${PICK_ANOTHER}`,
  },
  rate_limit: {
    reason: 'hat zu viele Anfragen bekommen',
    cure: `Es hat zu viele Anfragen bekommen. ${TRY_LATER}`,
  },
  overloaded: {
    reason: 'ist überlastet',
    past: 'war überlastet',
    cure: `Es ist überlastet. ${TRY_LATER}`,
  },
  server: {
    reason: 'hat ein Problem mit dem Server',
    past: 'hatte ein Problem mit dem Server',
    cure: `Sein Server hat ein Problem. ${TRY_LATER}`,
  },
  connect: {
    reason: 'ist nicht erreichbar',
    past: 'war nicht erreichbar',
    cure: `Sein Server ist nicht erreichbar. ${TRY_LATER}`,
  },
  timeout_first: {
    reason: 'hat nicht rechtzeitig angefangen zu antworten',
    cure: 'Es hat nicht rechtzeitig angefangen zu antworten. Bitte versuch es noch einmal.',
  },
  timeout_idle: {
    reason: 'hat mitten in der Antwort aufgehört',
    cure: 'Es hat mitten in der Antwort aufgehört. Bitte frag noch einmal.',
  },
  timeout_total: {
    reason: 'hat zu lange gebraucht',
    cure: 'Es hat zu lange gebraucht. Bitte frag noch einmal.',
  },
  truncated: {
    reason: 'hat die Verbindung verloren',
    cure: 'Die Verbindung dazu ist abgebrochen. Bitte frag noch einmal.',
  },
  empty: {
    reason: 'hat keine Antwort gegeben',
    cure: 'Es hat keine Antwort gegeben. Bitte frag noch einmal.',
  },
  protocol: {
    reason: 'hat eine fehlerhafte Antwort geschickt',
    cure: `Es hat eine fehlerhafte Antwort geschickt. Bitte versuch es noch einmal, oder ${PICK_ANOTHER}`,
  },
  unseen: {
    reason: 'kann keine Bilder sehen',
    past: 'konnte keine Bilder sehen',
    cure: `Es kann keine Bilder sehen. Bitte ${PICK_ANOTHER}`,
  },
  unchosen: {
    reason: 'ist noch nicht eingerichtet',
    past: 'war noch nicht eingerichtet',
    cure: 'Es wurde noch kein Modell gewählt, und ich habe keins gefunden, das ich wählen könnte. Wähle eins mit `/model`; die Person, die mich betreibt, kann eins bei `DEFAULT_MODEL` eintragen.',
  },
  unpriced: {
    reason: 'hat keinen Preis, den ich kenne',
    past: 'hatte keinen Preis, den ich kannte',
    cure: `Hier gilt ein Budget, und ich kenne den Preis dieses Modells nicht. ${FOR_OPERATOR}, oder ${PICK_ANOTHER}`,
  },
  spent: {
    reason: 'kostet mehr, als vom Budget übrig ist',
    past: 'hätte mehr gekostet, als vom Budget übrig war',
    cure: `Der Rest des Budgets reicht dafür nicht. Bitte ${PICK_ANOTHER}`,
  },
  canceled: {
    reason: 'wurde gestoppt',
    cure: `Es wurde gestoppt. Bitte versuch es noch einmal, oder ${PICK_ANOTHER}`,
  },
};
