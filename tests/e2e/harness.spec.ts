import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { searchBytes, searchFolder } from '#tests/disk-scan.ts';
import { expect, test } from '#tests/fixtures.ts';
import { personalSecrets, passwordSecret } from '#tests/secrets.ts';

test('[S06][S29] the disk scan finds planted secrets in every encoding', async ({ profile, sharedService }) => {
  const who = await sharedService.api.subscriber('healthy');
  const overview = await sharedService.api.overviewOf('healthy');
  const secrets = [...personalSecrets(who, overview), passwordSecret(who), { name: 'token', value: 'k'.repeat(43) }];
  expect(await searchFolder(profile, secrets)).toEqual([]);
  await mkdir(path.join(profile, 'Local Storage', 'leveldb'), { recursive: true });
  for (const [index, secret] of secrets.entries()) {
    const noise = Buffer.alloc(70_000, index + 1);
    const forms = {
      'utf-8': Buffer.from(secret.value),
      'utf-16': Buffer.from(secret.value, 'utf16le'),
      base64: Buffer.from(Buffer.from(secret.value).toString('base64')),
      json: Buffer.from(JSON.stringify({ any: secret.value })),
    };
    for (const [form, bytes] of Object.entries(forms)) {
      await writeFile(
        path.join(profile, 'Local Storage', 'leveldb', `${index}-${form}.bin`),
        Buffer.concat([noise, bytes, noise]),
      );
    }
  }
  const found = await searchFolder(profile, secrets);
  for (const [index, secret] of secrets.entries()) {
    for (const form of ['utf-8', 'utf-16', 'base64', 'json']) {
      const file = path.join('Local Storage', 'leveldb', `${index}-${form}.bin`);
      expect(found.some((one) => one.file === file && one.secret === secret.name)).toBe(true);
    }
  }
  expect(searchBytes(Buffer.from(`log: ${who.email}`), 'log', secrets)).toHaveLength(1);
});
