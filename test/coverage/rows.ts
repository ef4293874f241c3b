import { classic } from './classic.coverage.ts';
import { journey } from './journey.coverage.ts';
import type { Row } from './row.ts';
import { standard } from './standard.coverage.ts';

/** Everything that covers the policy, in its order. */
export const rows: readonly Row[] = [...journey, ...standard, ...classic];
