import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';

/** Ids of the tasks in the output of `ctr tasks list`, those that run alone. */
export function runningTasks(listing: string): readonly string[] {
  const rows = listing
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/));
  return rows.flatMap(([id, _pid, status]) => (id && status === 'RUNNING' ? [id] : []));
}

/** Ends every pod: SIGTERM, after ten seconds SIGKILL; then nothing of them is left in containerd. */
export async function endPods(socket: string): Promise<void> {
  const ctr = (...words: string[]) =>
    execa('ctr', ['--address', socket, '--namespace', 'k8s.io', ...words], { reject: false });
  const running = async () => runningTasks((await ctr('tasks', 'list')).stdout);
  await Promise.all((await running()).map((id) => ctr('tasks', 'kill', '--signal', 'SIGTERM', id)));
  const deadline = performance.now() + 10_000;
  while ((await running()).length > 0 && performance.now() < deadline) await sleep(200);
  const containers = (await ctr('containers', 'list', '--quiet')).stdout
    .split('\n')
    .filter((id) => id !== '');
  for (const id of containers) {
    await ctr('tasks', 'delete', '--force', id);
    await ctr('containers', 'delete', id);
  }
}
