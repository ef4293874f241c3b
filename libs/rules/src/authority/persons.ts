import type { Actor } from '#eventsourcing';

type Acting = Pick<Actor, 'userId' | 'onBehalfOf'>;

/** Whose authority is used: a delegate acts as whom they stand in for. */
export const principalOf = ({ userId, onBehalfOf }: Acting): string => onBehalfOf ?? userId;

/** Everyone who has a part in what is done: what somebody must not do, nobody does for them, and they do it for nobody. */
export const personsOf = ({ userId, onBehalfOf }: Acting): readonly string[] =>
  onBehalfOf === undefined || onBehalfOf === userId ? [userId] : [userId, onBehalfOf];

/** Whether somebody acts for another one by a delegation; a process acts for who caused what it does, and has no part in it. */
export const isDelegate = (actor: Pick<Actor, 'userId' | 'onBehalfOf' | 'channel'>): boolean =>
  actor.channel !== 'process' && personsOf(actor).length > 1;
