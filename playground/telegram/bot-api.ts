import { sleep } from '../../src/lib/clock.ts';
import { ApiError, notFound, tooManyRequests, unauthorized } from './api-error.ts';
import type { CallLog } from './controls/call-log.ts';
import type { Fault } from './controls/faults.ts';
import type { ReceivedCall } from './http/read-call.ts';
import type { BotApi, CallAnswer } from './http/server.ts';
import { methods } from './methods/index.ts';
import type { Method } from './methods/method.ts';
import type { World } from './world.ts';

/** The code that the log has for a call that a fault left without an answer. */
const UNANSWERED = 0;

/** Creates the Bot API for the one bot that has `token`. */
export function createBotApi(world: World, token: string, log: CallLog): BotApi {
  const refuseWrongToken = (givenToken: string) => {
    if (givenToken !== token) throw unauthorized();
  };

  const run = async (
    name: string,
    method: Method,
    call: ReceivedCall,
    signal: AbortSignal,
  ): Promise<CallAnswer> => {
    const fault = world.faults.take(name);
    if (fault && 'hang' in fault) return 'hang';
    if (fault) refuseByFault(fault);
    refuseByContent(world, call);

    const result = await method({ world, ...call, signal });

    const { delayMs } = world.faults;
    if (delayMs > 0) await sleep(world.clock, delayMs, signal);
    if (fault && 'dropAfterApplied' in fault) return 'hangUp';
    if (fault && 'delayMs' in fault) await sleep(world.clock, fault.delayMs, signal);
    return { status: 200, body: { ok: true, result } };
  };

  /** As `run`, for `getUpdates`, which breaks when polling is cut. */
  const runPoll: typeof run = async (name, method, call, signal) => {
    const { pollingCut } = world.faults;
    if (pollingCut.aborted) return 'hangUp';
    const answer = await run(name, method, call, AbortSignal.any([signal, pollingCut]));
    return pollingCut.aborted ? 'hangUp' : answer;
  };

  return {
    uploadBytes: world.limits.uploadBytes,
    async call(givenToken, rawName, call, signal) {
      refuseWrongToken(givenToken);
      const name = rawName.toLowerCase();
      const method = methods.get(name);
      if (!method) throw notFound();

      const recordEnd = log.begin(rawName, call.params.get('chat_id'));
      try {
        const runIt = name === 'getupdates' ? runPoll : run;
        const answer = await runIt(name, method, call, signal);
        recordEnd(answer === 'hang' ? UNANSWERED : 200);
        return answer;
      } catch (error) {
        recordEnd(error instanceof ApiError ? error.code : 500);
        throw error;
      }
    },
    download(givenToken, path) {
      refuseWrongToken(givenToken);
      return world.files.download(path);
    },
  };
}

function refuseByContent({ faults }: World, { params, files }: ReceivedCall): void {
  const text = params.get('text') ?? params.get('rich_message');
  if (text === undefined && files.size === 0) return;

  const refusal = faults.refusalOf({
    text: text ?? '',
    hasFile: files.size > 0,
    isReply: params.has('reply_parameters'),
  });
  if (refusal) throw new ApiError(refusal.status, refusal.message ?? 'Internal Server Error');
}

function refuseByFault(fault: Fault): void {
  if ('status' in fault)
    throw new ApiError(fault.status, fault.description ?? 'Internal Server Error');
  if ('retryAfter' in fault) throw tooManyRequests(fault.retryAfter);
}
