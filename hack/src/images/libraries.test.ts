import { expect, test } from 'vitest';
import { librariesIn } from './libraries.ts';

test('files of the loader and the libraries are read from ldd; what the kernel provides is no file', () => {
  const output = `\tlinux-vdso.so.1 (0x00007ffc5b5f2000)
\tlibstdc++.so.6 => /lib/x86_64-linux-gnu/libstdc++.so.6 (0x00007f0a1c000000)
\tlibmissing.so => not found
\tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f0a1bc00000)
\t/lib64/ld-linux-x86-64.so.2 (0x00007f0a1c4f4000)
`;
  expect(librariesIn(output)).toEqual([
    '/lib/x86_64-linux-gnu/libc.so.6',
    '/lib/x86_64-linux-gnu/libstdc++.so.6',
    '/lib64/ld-linux-x86-64.so.2',
  ]);
});
