import { readCommands, scopeKey } from '../command-lists.ts';
import { readList, readObject } from '../params.ts';
import { findChat, type Method, type MethodCall } from './method.ts';

export const setMyCommands: Method = (call) => {
  const commands = readCommands(readList(call.params, 'commands', 'BotCommand') ?? []);
  const { scope, language } = targetOf(call);
  call.world.commands.set(scope, language, commands);
  call.world.emit({ kind: 'commands' });
  return true;
};

export const getMyCommands: Method = (call) => {
  const { scope, language } = targetOf(call);
  return call.world.commands.get(scope, language);
};

export const deleteMyCommands: Method = (call) => {
  const { scope, language } = targetOf(call);
  call.world.commands.set(scope, language, []);
  call.world.emit({ kind: 'commands' });
  return true;
};

function targetOf({ world, params }: MethodCall) {
  const scope = scopeKey(readObject(params, 'scope', 'BotCommandScope'), (id) =>
    findChat(world, id),
  );
  return { scope, language: params.get('language_code') ?? '' };
}
