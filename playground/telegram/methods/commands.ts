import { readCommands, readLanguage, scopeKey } from '../command-lists.ts';
import { readList, readObject } from '../params.ts';
import { findChat, type Method, type MethodCall } from './method.ts';

/** Stores a list of commands for a scope and a language. */
export const setMyCommands: Method = (call) => {
  const commands = readCommands(readList(call.params, 'commands', 'BotCommand') ?? []);
  const { scope, language } = readTarget(call);
  call.world.commands.set(scope, language, commands);
  call.world.emit({ kind: 'commands' });
  return true;
};

/** The list that is stored for a scope and a language. */
export const getMyCommands: Method = (call) => {
  const { scope, language } = readTarget(call);
  return call.world.commands.get(scope, language);
};

/** Deletes the list that is stored for a scope and a language. */
export const deleteMyCommands: Method = (call) => {
  const { scope, language } = readTarget(call);
  call.world.commands.set(scope, language, []);
  call.world.emit({ kind: 'commands' });
  return true;
};

function readTarget({ world, params }: MethodCall) {
  const scope = scopeKey(readObject(params, 'scope', 'BotCommandScope'), (id) =>
    findChat(world, id),
  );
  return { scope, language: readLanguage(params.get('language_code')) };
}
