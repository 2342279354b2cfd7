import { expect, test } from 'vitest';
import { parseListeners } from './listeners.ts';

const output = `LISTEN 0      4096   10.88.0.1:6443  0.0.0.0:* users:(("kube-apiserver",pid=29601,fd=5))
LISTEN 0      4096   *:9090          *:*
LISTEN 0      511    [::1]:631       [::]:*    users:(("cups",pid=7,fd=3),("cups",pid=8,fd=3))
UNCONN 0      0      127.0.0.53%lo:53 0.0.0.0:* users:(("systemd-resolve",pid=9,fd=10))
`;

test('every listening socket is read with its holder where that is known', () => {
  expect(parseListeners(output)).toEqual([
    { address: '10.88.0.1', port: 6443, program: 'kube-apiserver', pid: 29601 },
    { address: '*', port: 9090, program: undefined, pid: undefined },
    { address: '[::1]', port: 631, program: 'cups', pid: 7 },
    { address: '127.0.0.53', port: 53, program: 'systemd-resolve', pid: 9 },
  ]);
});
