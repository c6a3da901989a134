import type { CommandContext } from '../../src/contracts/command.ts';

/** A context of which a test gives the members that its command uses. All others throw. */
export function contextWith(members: Partial<CommandContext>): CommandContext {
  const unexpected = (name: string) => () => {
    throw new Error(`The command calls ${name}, which this test does not expect.`);
  };
  return {
    language: 'en',
    may: unexpected('may'),
    models: unexpected('models'),
    currentModel: unexpected('currentModel'),
    chooseModel: unexpected('chooseModel'),
    style: unexpected('style'),
    chooseStyle: unexpected('chooseStyle'),
    stop: unexpected('stop'),
    stopAnswer: unexpected('stopAnswer'),
    rerun: unexpected('rerun'),
    undo: unexpected('undo'),
    forget: unexpected('forget'),
    ask: unexpected('ask'),
    reset: unexpected('reset'),
    pins: {
      list: unexpected('pins.list'),
      add: unexpected('pins.add'),
      remove: unexpected('pins.remove'),
    },
    settings: unexpected('settings'),
    scopes: {
      explain: unexpected('scopes.explain'),
      personas: unexpected('scopes.personas'),
      chosen: unexpected('scopes.chosen'),
      choose: unexpected('scopes.choose'),
    },
    people: { settings: unexpected('people.settings'), change: unexpected('people.change') },
    parameterRanges: unexpected('parameterRanges'),
    history: unexpected('history'),
    deleteData: unexpected('deleteData'),
    trace: unexpected('trace'),
    accessDesk: {
      requests: unexpected('accessDesk.requests'),
      grants: unexpected('accessDesk.grants'),
      answer: unexpected('accessDesk.answer'),
      grant: unexpected('accessDesk.grant'),
      revoke: unexpected('accessDesk.revoke'),
    },
    isAdmin: unexpected('isAdmin'),
    isModerator: unexpected('isModerator'),
    usage: {
      today: unexpected('usage.today'),
      report: unexpected('usage.report'),
      rows: unexpected('usage.rows'),
    },
    limits: { states: unexpected('limits.states'), totals: unexpected('limits.totals') },
    drawPicture: unexpected('drawPicture'),
    now: unexpected('now'),
    commands: unexpected('commands'),
    ...members,
  };
}
