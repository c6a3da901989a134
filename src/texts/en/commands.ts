/**
 * The descriptions of commands and their options: 1 to 100 characters, without a full stop. `menu…`: the names in
 * Discord's menu of a message, at most 32 characters.
 */
export const commandTexts = {
  help: 'Show what I can do',
  export: 'Send this conversation as a Markdown file',
  pins: 'Show the messages that I keep in mind here, and remove some',
  regenerate: 'Answer the last question again, perhaps with another model',
  regenerateModel: 'The model, or a part of its name',
  stop: 'Stop the answer that is being written here',
  rich: "Show answers here as Telegram's rich messages: on, off or default",
  richChoice: 'on, off or default',
  continue: 'Continue the last answer where it was cut off or stopped',
  why: "Tell why I did or didn't answer a message",
  delete_my_data: 'Delete everything that you said to me, in every conversation',
  model: 'Pick the model that answers in this channel',
  modelName: 'The model, or a part of its name',
  reset: 'Forget what was said here and start a new conversation',
  pin: 'Keep a message in mind, whatever is said after it',
  access: 'Show who may use me, let people in or shut them out',
  accessAction: 'allow, deny or revoke',
  accessPerson: 'The id of the person',
  undo: 'Take back the last question and my answer to it',
  menuPin: 'Pin',
  menuWhy: 'Why',
  menuForget: 'Forget',
  forget: 'Forget a question and my answer to it, as if you had deleted the question',
};
