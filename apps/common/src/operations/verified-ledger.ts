import { describeFinding, type Verification } from '#ledger';

/** What a verification found, in words too. */
export interface VerifiedLedger extends Verification {
  readonly descriptions: readonly string[];
}

export const inWords = (verification: Verification): VerifiedLedger => ({
  ...verification,
  descriptions: verification.findings.map(describeFinding),
});
