import { whyRestored } from './restored.ts';
import { StartFailure } from './start-failure.ts';

describe('the option that declares a restored ledger', () => {
  const given = (...options: string[]): string | undefined => whyRestored(['node', 'main.js', ...options]);

  it('need not be given', () => expect(given('--demo')).toBeUndefined());
  it('takes the reason', () => expect(given('--ledger-restored', 'the backup of Sunday', '--demo')).toBe('the backup of Sunday'));

  it.each([[[]], [['']], [[' ']], [['--demo']]])('wants a reason: %j', (rest) => {
    expect(() => given('--ledger-restored', ...rest)).toThrow(StartFailure);
  });
});
