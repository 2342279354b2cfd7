import { readdir, readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { startTimeOf } from '../process/record.ts';
import { podCgroups } from './cgroups.ts';
import { saveRules } from './iptables.ts';
import { readSysctls } from './sysctl.ts';
import { isConfiguration } from './sysctl-difference.ts';

/** What a person would compare by hand: each kind as sorted lines. */
export interface MachineListing {
  readonly processes: readonly string[];
  readonly mounts: readonly string[];
  readonly links: readonly string[];
  readonly rules: readonly string[];
  readonly parameters: readonly string[];
  readonly groups: readonly string[];
}

/** Lists the machine as it is now. */
export async function listMachine(): Promise<MachineListing> {
  const rules = await saveRules();
  return {
    processes: await listProcesses(),
    mounts: await listMounts(),
    links: await listLinks(),
    rules: [...ruleLines('ip', rules.ip), ...ruleLines('ip6', rules.ip6)],
    parameters: await listParameters(),
    groups: await podCgroups(),
  };
}

/** Command lines without kernel threads, which have none, and without zombies, which only wait for their parent. */
async function listProcesses(): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry));
  const lines = await Promise.all(pids.map(commandLine));
  return lines.filter((line) => line !== '').sort();
}

/** Empty for a process that ended while we looked. */
async function commandLine(pid: string): Promise<string> {
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
  const [stat, line] = await Promise.all([read('stat'), read('cmdline')]);
  return startTimeOf(stat) === undefined ? '' : line.replaceAll('\0', ' ').trim();
}

async function listMounts(): Promise<readonly string[]> {
  const lines = (await readFile('/proc/self/mounts', 'utf8')).trim().split('\n');
  return lines.map((line) => line.split(' ').slice(0, 3).join(' ')).sort();
}

async function listLinks(): Promise<readonly string[]> {
  const { stdout } = await execa('ip', ['-brief', 'address', 'show']);
  return stdout
    .split('\n')
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .sort();
}

/** Comments carry the time and brackets carry counters. */
function ruleLines(family: string, saved: string): readonly string[] {
  const lines = saved.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => `${family} ${line.replace(/ \[\d+:\d+\]$/, '')}`);
}

async function listParameters(): Promise<readonly string[]> {
  const entries = Object.entries(await readSysctls(['fs', 'kernel', 'net', 'vm']));
  return entries.filter(([name]) => isConfiguration(name)).map(([name, value]) => `${name} = ${value}`);
}
