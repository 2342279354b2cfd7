import type { z } from 'zod';
import { MarketError, type MarketErrorCode, quoted } from './market-error.ts';

/** Text of a message and back, by a schema. */
export interface MessageCodec<Message> {
  /** The JSON text of the message, members in the order of the schema. */
  readonly encode: (message: Message) => string;
  /** Reads the text; throws MarketError with the code of the codec, naming member and rule. */
  readonly decode: (text: string) => Message;
}

/** A codec that tells of `noun` and `code` what a text lacks. Members that the schema does not know are ignored. */
export function messageCodec<Schema extends z.ZodType>(
  noun: string,
  code: MarketErrorCode,
  schema: Schema,
): MessageCodec<Readonly<z.infer<Schema>>> {
  return {
    encode: (message) => JSON.stringify(message),
    decode: (text) => {
      const result = schema.safeParse(parseJson(noun, code, text));
      if (result.success) return result.data as Readonly<z.infer<Schema>>;
      const [issue] = result.error.issues;
      const member = issue?.path.join('.') || 'value';
      throw new MarketError(code, `${noun} ${quoted(text)}: ${member}: ${issue?.message}`);
    },
  };
}

/** The value of a JSON text; throws MarketError with this code. */
export function parseJson(noun: string, code: MarketErrorCode, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MarketError(code, `${noun} ${quoted(text)} is not JSON`, { cause });
  }
}
