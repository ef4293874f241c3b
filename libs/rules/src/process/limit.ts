import type { Instant } from '#eventsourcing';

const day = 86_400_000;

/** Whether more than so many days, of 24 hours each, lie between two instants. */
export const daysPassed = ({ days }: { readonly days: number }, from: Instant, to: Instant): boolean =>
  Date.parse(to) - Date.parse(from) > days * day;
