import type { ProviderErrorKind } from '../../contracts/provider.ts';

interface FailureText {
  /** Completes the sentence "NAME OF THE MODEL …". */
  readonly reason: string;
  /** As `reason`, of an earlier failure. Absent: the same words. */
  readonly past?: string;
  /** The failure and what people can do about it, in whole sentences. */
  readonly cure: string;
}

const FOR_OPERATOR = 'Avisa a la persona que se encarga de mí';
const TRY_LATER = 'Vuelve a intentarlo dentro de un minuto.';
const PICK_ANOTHER = 'elige otro modelo con `/model`.';

/** The words for each way in which a model can fail. */
export const failures: Readonly<Record<ProviderErrorKind, FailureText>> = {
  auth: { reason: 'rechazó mi clave', cure: `Rechazó mi clave. ${FOR_OPERATOR}.` },
  permission: {
    reason: 'no está permitido con mi clave o desde aquí',
    past: 'no estaba permitido con mi clave o desde aquí',
    cure: `Su servicio no lo permite con mi clave o desde mi país. ${FOR_OPERATOR} o ${PICK_ANOTHER}`,
  },
  payment: {
    reason: 'se quedó sin saldo',
    cure: `Su cuenta se quedó sin saldo. ${FOR_OPERATOR} o ${PICK_ANOTHER}`,
  },
  not_found: {
    reason: 'no existe',
    cure: 'Este modelo no existe. Elige otro con `/model`. `npm run doctor` indica a la persona que se encarga de mí dónde figura ese nombre.',
  },
  bad_request: {
    reason: 'rechazó la petición',
    cure: `Rechazó la petición. ${FOR_OPERATOR} o ${PICK_ANOTHER}`,
  },
  context_length: {
    reason: 'no admite una conversación tan larga',
    past: 'no admitía una conversación tan larga',
    cure: 'La conversación es demasiado larga para este modelo. `/reset` empieza una nueva.',
  },
  too_large: {
    reason: 'rechazó una petición de este tamaño',
    cure: 'La conversación y sus archivos ocupan demasiado para este modelo. `/reset` empieza una nueva.',
  },
  content_filter: {
    reason: 'fue detenido por el filtro de contenido de su proveedor',
    cure: `El filtro de contenido de su proveedor impidió la respuesta. Prueba con otras palabras o ${PICK_ANOTHER}`,
  },
  rate_limit: {
    reason: 'recibió demasiadas peticiones',
    cure: `Recibió demasiadas peticiones. ${TRY_LATER}`,
  },
  overloaded: {
    reason: 'está sobrecargado',
    past: 'estaba sobrecargado',
    cure: `Está sobrecargado. ${TRY_LATER}`,
  },
  server: {
    reason: 'tiene un problema en su servidor',
    past: 'tenía un problema en su servidor',
    cure: `Su servidor tiene un problema. ${TRY_LATER}`,
  },
  connect: {
    reason: 'no está disponible',
    past: 'no estaba disponible',
    cure: `No se puede conectar con su servidor. ${TRY_LATER}`,
  },
  timeout_first: {
    reason: 'no empezó a responder a tiempo',
    cure: 'No empezó a responder a tiempo. Vuelve a intentarlo, por favor.',
  },
  timeout_idle: {
    reason: 'se detuvo a mitad de su respuesta',
    cure: 'Se detuvo a mitad de su respuesta. Vuelve a preguntar, por favor.',
  },
  timeout_total: {
    reason: 'tardó demasiado',
    cure: 'Tardó demasiado. Vuelve a preguntar, por favor.',
  },
  truncated: {
    reason: 'perdió la conexión',
    cure: 'Se perdió la conexión con el modelo. Vuelve a preguntar, por favor.',
  },
  empty: {
    reason: 'no dio ninguna respuesta',
    cure: 'No dio ninguna respuesta. Vuelve a preguntar, por favor.',
  },
  protocol: {
    reason: 'envió una respuesta mal formada',
    cure: `Envió una respuesta mal formada. Vuelve a intentarlo o ${PICK_ANOTHER}`,
  },
  unseen: {
    reason: 'no puede ver imágenes',
    past: 'no podía ver imágenes',
    cure: `No puede ver imágenes. Por favor, ${PICK_ANOTHER}`,
  },
  unchosen: {
    reason: 'aún no está configurado',
    past: 'aún no estaba configurado',
    cure: 'No se ha elegido ningún modelo y no encontré ninguno que pudiera elegir yo. Elige uno con `/model`; la persona que se encarga de mí puede indicar uno en `DEFAULT_MODEL`.',
  },
  unpriced: {
    reason: 'tiene un precio que no conozco',
    past: 'tenía un precio que yo no conocía',
    cure: `Aquí hay un presupuesto y no conozco el precio de este modelo. ${FOR_OPERATOR} o ${PICK_ANOTHER}`,
  },
  spent: {
    reason: 'cuesta más de lo que queda del presupuesto',
    past: 'costaba más de lo que quedaba del presupuesto',
    cure: `Lo que queda del presupuesto no alcanza para él. Por favor, ${PICK_ANOTHER}`,
  },
  canceled: {
    reason: 'fue detenido',
    cure: `Fue detenido. Vuelve a intentarlo o ${PICK_ANOTHER}`,
  },
};
