import { setTimeout as wait } from 'node:timers/promises';
import { KafkaSender } from '../kafka-sender.ts';
import type { KafkaSettings } from '../kafka-settings.ts';
import type { OutgoingMessage } from '../outgoing-message.ts';
import { StreamError } from '../stream-error.ts';
import { quietLog } from './quiet-log.ts';

/** Writes messages once; waits for the broker where it does not lead a new topic yet. */
export async function sendAll(settings: KafkaSettings, messages: readonly OutgoingMessage[]): Promise<void> {
  const sender = new KafkaSender(async () => settings, quietLog);
  try {
    while (!(await sent(sender, messages))) await wait(100);
  } finally {
    await sender.close();
  }
}

async function sent(sender: KafkaSender, messages: readonly OutgoingMessage[]): Promise<boolean> {
  try {
    await sender.send(messages);
    return true;
  } catch (error) {
    if (error instanceof StreamError && error.code === 'BROKER_UNREACHABLE') return false;
    throw error;
  }
}
