/** Codes of all indicators that the policy names: `K01` to `K78`. */
export const kpiCodes: readonly string[] = Array.from({ length: 78 }, (_, at) => `K${String(at + 1).padStart(2, '0')}`);
