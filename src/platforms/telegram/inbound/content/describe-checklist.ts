import { fieldsReader, integerReader, listReader } from '../../../../lib/json-reader.ts';
import { chatName } from '../chat-name.ts';
import { chatReader, dateReader, entitiesReader, personReader, wordsReader } from '../readers.ts';
import { toMarkdown } from './to-markdown.ts';

const task = fieldsReader({
  id: integerReader,
  text: wordsReader,
  text_entities: entitiesReader,
  completed_by_user: personReader,
  completed_by_chat: chatReader,
  completion_date: dateReader,
});

const checklist = fieldsReader({
  title: wordsReader,
  title_entities: entitiesReader,
  tasks: listReader(task),
});

/** A checklist: its title, and its tasks with their boxes. */
export function describeChecklist(value: unknown): string {
  const { title, title_entities: entities, tasks = [] } = checklist(value) ?? {};

  const lines = tasks.map((each) => {
    const { completed_by_user: user, completed_by_chat: chat, completion_date: date } = each;
    const person = user ?? chat;
    const isDone = person !== undefined || (date ?? 0) > 0;
    const suffix = person === undefined ? '' : ` (done by ${chatName(person)})`;
    return `- [${isDone ? 'x' : ' '}] ${toMarkdown(each.text, each.text_entities)}${suffix}`;
  });
  return [toMarkdown(title, entities), ...lines].filter(Boolean).join('\n');
}

/** The text of one task. `undefined`: the list has none with this id. */
export function findTask(value: unknown, id: number): string | undefined {
  return checklist(value)?.tasks?.find(({ id: taskId }) => taskId === id)?.text;
}
