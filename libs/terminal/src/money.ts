/** Digits after the decimal point of a currency's amounts. */
const minorDigits = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** Integer minor units as people write an amount, exactly: `1,234.50 CNY`; a round amount without its zeros. Sums come as decimal digits. */
export const amount = (minor: number | string, currency: string): string => {
  const units = BigInt(minor);
  const scale = 10n ** BigInt(minorDigits(currency));
  const size = units < 0n ? -units : units;
  const fraction = size % scale === 0n ? '' : `.${String(size % scale).padStart(minorDigits(currency), '0')}`;
  const currencyText = currency === 'XXX' ? '(no currency stated)' : currency;
  return `${units < 0n ? '-' : ''}${(size / scale).toLocaleString('en')}${fraction} ${currencyText}`;
};
