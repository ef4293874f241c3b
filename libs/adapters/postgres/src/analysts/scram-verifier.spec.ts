import { scramVerifier } from './scram-verifier.ts';

describe('what Postgres keeps of a password', () => {
  it('holds salt and keys, and not the password', async () => {
    const verifier = await scramVerifier('open-sesame');
    expect(verifier).toMatch(/^SCRAM-SHA-256\$4096:[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=:[A-Za-z0-9+/]{43}=$/);
    expect(verifier).not.toContain('sesame');
  });

  it('is another one each time, and the same for the same salt', async () => {
    expect(await scramVerifier('open-sesame')).not.toBe(await scramVerifier('open-sesame'));
    const salt = Buffer.alloc(16, 7);
    expect(await scramVerifier('open-sesame', salt)).toBe(await scramVerifier('open-sesame', salt));
  });
});
