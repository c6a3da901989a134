import { dayIn } from '../day-in.ts';
import type { alertTexts as original } from '../en/alerts.ts';
import { pluralIn } from '../plural.ts';

const counted = pluralIn('es');
const day = dayIn('es');

/** What the bot tells its admins about itself. `key`, `model` and `network` are names. */
export const alertTexts: typeof original = {
  keyRefused: {
    what: (key) => `El servicio rechaza mi clave de ${key}.`,
    helps: (variable) =>
      `Pon una clave válida en ${variable} y reiníciame; \`npm run doctor\` la comprueba.`,
    over: (key) => `El servicio vuelve a aceptar mi clave de ${key}.`,
  },
  keyLimited: {
    what: (key, model) => `Mi clave de ${key} no permite usar ${model}.`,
    helps:
      'Habilita este modelo para la clave en el servicio o elige otro con `/model`. Algunos servicios también rechazan países enteros.',
    over: (key, model) => `Mi clave de ${key} vuelve a permitir usar ${model}.`,
  },
  noCredit: {
    what: (key) => `La cuenta de mi clave de ${key} se quedó sin saldo.`,
    helps: 'Recarga el saldo en el servicio. Lo notaré con la próxima pregunta.',
    over: (key) => `La cuenta de mi clave de ${key} vuelve a tener saldo.`,
  },
  modelFails: {
    what: (model, why) => `${model} falla una y otra vez; la última vez, con ${why}.`,
    helps:
      'Mientras tanto responden sus modelos de reserva, si `parley.yaml` indica alguno. `/why` muestra cada intento de respuesta.',
    over: (model) => `${model} vuelve a responder.`,
  },
  modelEnds: {
    what: (model, date) => `El servicio de ${model} lo retirará el ${day(date)}.`,
    helps: (place) => `Indica otro modelo aquí: ${place}.`,
  },
  limitNearlyReached: {
    what: (limit) => `Se ha usado más del 80 % de un límite: ${limit}.`,
  },
  limitReached: {
    what: (limit) => `Se alcanzó un límite: ${limit}.`,
    helps: (time) =>
      `El límite se renueva: ${time}. Puedes cambiarlo en \`limits\` de \`parley.yaml\`, y \`/usage\` muestra qué lo ha consumido.`,
    over: (limit) => `Este límite se ha renovado: ${limit}.`,
  },
  unpriced: {
    what: (model) =>
      `No pregunto a ${model}, porque hay un presupuesto y no conozco el precio de este modelo.`,
    helps: 'Indica su `price` en `parley.yaml` o escribe `unpriced: allow` debajo de `limits`.',
    over: (model) => `${model} vuelve a responder.`,
  },
  diskNearlyFull: {
    what: (free) =>
      `El disco de mi almacenamiento está casi lleno: solo tiene ${free} de espacio libre.`,
    helps:
      'Libera espacio: si se llena, no podré responder a nadie. Con un `HISTORY_DAYS` menor, mi almacenamiento ocupa menos.',
    over: 'El disco de mi almacenamiento vuelve a tener espacio suficiente.',
  },
  storeFails: {
    what: 'Mi almacenamiento no funciona, así que no puedo responder a nadie.',
    helps: '`npm run doctor` lo comprueba. Mi registro dice esto:',
    over: 'Mi almacenamiento vuelve a funcionar.',
  },
  networkLost: {
    what: (network) => `No logro conectar con ${network}.`,
    helps:
      'Sigo intentándolo. Si continúa, revisa la red del equipo y `HTTPS_PROXY`, y mira si a otras personas les pasa lo mismo.',
    over: (network) => `Vuelvo a tener conexión con ${network}.`,
  },
  networkLeftOut: {
    what: (network) => `No tengo conexión con ${network} y he dejado de intentarlo.`,
    helps: 'Primero hay que cambiar algo; después reiníciame. `npm run doctor` lo comprueba.',
  },
  noWorkers: {
    what: 'Nadie recibe respuesta: no hay ningún worker en marcha.',
    helps:
      'Guardo las preguntas y las responderé en cuanto haya un worker en marcha. Inicia un proceso con `PARLEY_ROLE=worker` o mira en los registros por qué terminaron los demás.',
    over: 'Vuelve a haber un worker en marcha.',
  },
  newVersion: {
    what: (version, current) =>
      `Hay una nueva versión de Parley: ${version}. Yo soy la versión ${current}.`,
    helps: '`docs/operating.md` explica cómo actualizarme.',
  },
  since: (time) => `Detectado: ${time}.`,
  began: (time) => `El problema empezó: ${time}.`,
  summary: (count) =>
    `Había mucho que contar, así que aquí va un resumen de ${counted(count, { one: 'mensaje', many: 'de mensajes', other: 'mensajes' })}:`,
  more: (count) => `y ${count} más`,
};
