import type { commandTexts as original } from '../en/commands.ts';

/**
 * The descriptions of commands and their options: 1 to 100 characters, without a full stop. `menu…`: the names in
 * Discord's menu of a message, at most 32 characters.
 */
export const commandTexts: typeof original = {
  ask: 'Pregúntame algo, incluso donde no estoy',
  askQuestion: 'Tu pregunta',
  askFile: 'El archivo o la imagen sobre la que preguntas',
  askPrivate: 'Solo tú ves la respuesta',
  askAbout: 'Responde a un mensaje',
  askMenu: 'Preguntar a Parley',
  help: 'Muestra lo que puedo hacer',
  export: 'Envía esta conversación como archivo Markdown',
  pins: 'Muestra los mensajes que tengo presentes aquí y permite quitar algunos',
  regenerate: 'Responde otra vez a la última pregunta, quizá con otro modelo',
  regenerateModel: 'El modelo, o una parte de su nombre',
  stop: 'Detiene la respuesta que se está escribiendo aquí',
  rich: 'Muestra aquí las respuestas como mensajes enriquecidos de Telegram: on, off o default',
  richChoice: 'on, off o default',
  continue: 'Continúa la última respuesta donde se cortó o se detuvo',
  why: 'Explica por qué respondí o no a un mensaje',
  delete_my_data: 'Borra todo lo que me has dicho, en todas las conversaciones',
  model: 'Elige el modelo que responde aquí',
  modelName: 'El modelo, o una parte de su nombre',
  settings: 'Muestra los ajustes vigentes aquí y permite cambiarlos',
  settingsName: 'El ajuste',
  settingsValue: 'Su nuevo valor; default: como en el nivel superior',
  settingsPlace: 'Dónde se aplica',
  persona: 'Muestra o cambia el personaje que soy aquí',
  personaName: 'El personaje, o bien none (ninguno), show (mostrar) o write (escribir)',
  personaInstructions: 'Después de write: las instrucciones',
  reset: 'Olvida lo que se ha dicho aquí y empieza una conversación nueva',
  pin: 'Mantiene presente un mensaje, se diga lo que se diga después',
  access: 'Muestra quién puede usarme, y da o quita acceso',
  accessAction: 'allow (permitir), deny (rechazar) o revoke (revocar)',
  accessPerson: 'El id de la persona',
  undo: 'Retira la última pregunta y mi respuesta',
  menuPin: 'Fijar',
  menuWhy: 'Por qué',
  menuForget: 'Olvidar',
  forget: 'Olvida una pregunta y mi respuesta, como si hubieras borrado la pregunta',
};
