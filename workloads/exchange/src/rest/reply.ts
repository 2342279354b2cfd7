/** What a REST handler answers, before it is written to a socket. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const json = { 'content-type': 'application/json;charset=UTF-8' };

/** A JSON answer. */
export function answer(value: unknown): Reply {
  return { status: 200, headers: json, body: JSON.stringify(value) };
}

/** An error in Binance's shape, `{code, msg}`. */
export function refusal(status: number, code: number, msg: string): Reply {
  return { status, headers: json, body: JSON.stringify({ code, msg }) };
}
