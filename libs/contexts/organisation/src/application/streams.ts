import type { StreamId } from '#eventsourcing';

/** Streams of no case are a case of their own: the same name is the case id. */
export const userStream = (userId: string): StreamId => `user-${userId}`;
export const teamStream = (teamId: string): StreamId => `team-${teamId}`;
export const personStream = (personId: string): StreamId => `person-${personId}`;
export const attemptsStream = (userId: string): StreamId => `attempts-${userId}`;
