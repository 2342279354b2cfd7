import type { ExchangeState } from '@pricecast/exchange';
import { Failure } from '../../failure.ts';
import type { ProofContext } from '../../proof.ts';
import type { Rig } from './rig.ts';
import { waitFor } from './wait.ts';

const longestRunSeconds = 900;
const longestDrainSeconds = 120;
/** So long must the topic have stayed the same after the last expected message. */
const quietSeconds = 3;

/** Resolves once the exchange has made so many trades. */
export async function tradesMade(rig: Rig, trades: number, { signal }: ProofContext): Promise<void> {
  const ask = async () => ((await rig.exchange.state()).trades >= trades ? true : undefined);
  await waitFor(`${trades} trades of the exchange`, ask, { seconds: longestRunSeconds, signal });
}

/** Resolves with the state of the exchange once it has made its last trade. */
export async function finished(rig: Rig, { say, signal }: ProofContext): Promise<ExchangeState> {
  const ask = async () => {
    const state = await rig.exchange.state();
    return state.finished ? state : undefined;
  };
  const state = await waitFor('the last trade of the exchange', ask, { seconds: longestRunSeconds, signal });
  const { framesSent, framesDropped, framesDoubled, framesHeld, connectionsOpened } = state.counts;
  say(
    `the exchange made ${state.trades} trades; frames: ${framesSent} sent, ${framesDropped} dropped, ${framesDoubled} doubled, ${framesHeld} held back; ${connectionsOpened} connections`,
  );
  return state;
}

/** Resolves once the topic has `least` messages and no more come; also when it never has them: that is a finding. */
export async function quietTopic(rig: Rig, least: number, { say, signal }: ProofContext): Promise<number> {
  const startMs = performance.now();
  let seen = { messages: -1, atMs: startMs };
  const ask = async () => {
    if (rig.collector.ended !== undefined) throw new Failure('PROCESS_ENDED', rig.collector.ended);
    const messages = await rig.messages();
    const nowMs = performance.now();
    if (messages !== seen.messages) seen = { messages, atMs: nowMs };
    const isQuiet = nowMs - seen.atMs >= quietSeconds * 1000;
    const isEnough = messages >= least || nowMs - startMs >= longestDrainSeconds * 1000;
    return isQuiet && isEnough ? messages : undefined;
  };
  const messages = await waitFor('an end of the messages', ask, { seconds: 2 * longestDrainSeconds, signal });
  say(
    `the topic holds ${messages} messages, the last ${((seen.atMs - startMs) / 1000).toFixed(1)} s after the last trade`,
  );
  return messages;
}
