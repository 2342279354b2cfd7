import { Resolver } from 'node:dns/promises';
import { existsSync, readFileSync } from 'node:fs';
import { execa } from 'execa';

/** What of the world outside the machine pods can be given. */
export interface Outside {
  /** Whether packets have a way out. */
  readonly hasRoute: boolean;
  /** Whether a name server answers at all, be it that a name does not exist. */
  readonly namesResolve: boolean;
  /** The resolv.conf to hand on. */
  readonly resolvConf: string;
}

/** Looks at routes and name servers; at most two seconds. */
export async function lookOutside(): Promise<Outside> {
  const resolvConf = resolvConfFile();
  const { stdout } = await execa('ip', ['route', 'show', 'default'], { reject: false });
  return { hasRoute: stdout.trim() !== '', namesResolve: await someServerAnswers(resolvConf), resolvConf };
}

/** With systemd-resolved /etc/resolv.conf names a loopback address, which means something else inside a pod. */
function resolvConfFile(): string {
  const behindStub = '/run/systemd/resolve/resolv.conf';
  const stub =
    existsSync('/etc/resolv.conf') && readFileSync('/etc/resolv.conf', 'utf8').includes('127.0.0.53');
  return stub && existsSync(behindStub) ? behindStub : '/etc/resolv.conf';
}

async function someServerAnswers(resolvConf: string): Promise<boolean> {
  const servers = existsSync(resolvConf) ? nameServers(readFileSync(resolvConf, 'utf8')) : [];
  if (servers.length === 0) return false;
  const resolver = new Resolver({ timeout: 2000, tries: 1 });
  resolver.setServers([...servers]);
  try {
    await resolver.resolve4('registry.k8s.io');
    return true;
  } catch (error) {
    // A server that says "no such name" is a server; silence and refusal are none.
    return (
      error instanceof Error && 'code' in error && (error.code === 'ENOTFOUND' || error.code === 'ENODATA')
    );
  }
}

/** Addresses that a resolv.conf names. */
export function nameServers(text: string): readonly string[] {
  return [...text.matchAll(/^nameserver\s+(\S+)/gm)]
    .map((match) => match[1] ?? '')
    .filter((address) => !address.includes('%'));
}
