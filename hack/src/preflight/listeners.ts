/** A listening socket of the machine. */
export interface Listener {
  readonly address: string;
  readonly port: number;
  readonly program: string | undefined;
  readonly pid: number | undefined;
}

/** Reads the output of `ss -H -l -n -p` with -t or -u: one listening socket a line. */
export function parseListeners(output: string): readonly Listener[] {
  return output.split('\n').flatMap((line) => {
    const local = line
      .trim()
      .split(/\s+/)
      .find((field) => /:\d+$/.test(field));
    if (local === undefined) return [];
    const [, program, pid] = /\(\("([^"]+)",pid=(\d+)/.exec(line) ?? [];
    const [, address = '', port = ''] = /^(.*?)(?:%[^:]+)?:(\d+)$/.exec(local) ?? [];
    return [{ address, port: Number(port), program, pid: pid === undefined ? undefined : Number(pid) }];
  });
}
