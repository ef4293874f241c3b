/** Digits after the decimal point of a currency's amounts. */
const minorDigits = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** Integer minor units as people write an amount, exactly: `1,234.50 CNY`; a round amount without its zeros. */
export const amount = (minor: number, currency: string): string => {
  const digits = minorDigits(currency);
  const sign = minor < 0 ? '-' : '';
  const units = BigInt(Math.abs(minor));
  const scale = 10n ** BigInt(digits);
  const fraction = units % scale === 0n ? '' : `.${String(units % scale).padStart(digits, '0')}`;
  return `${sign}${(units / scale).toLocaleString('en')}${fraction} ${currency === 'XXX' ? '(no currency stated)' : currency}`;
};
