import type { Dice } from '../dice.ts';
import type { Storyline } from '../storyline.ts';
import { documents, mediaType, type DocumentName } from './documents.ts';

/** The technical consultant of the cast, on the team of every deal whose process asks for one. */
export const presales = 'presales';

/** What a piece of evidence is supplied in. */
export interface Scene {
  readonly line: Storyline;
  readonly dice: Dice;
  /** Whose deal it is, and who manages them. */
  readonly rep: string;
  readonly manager: string;
  readonly opportunityId: string;
  readonly need: string;
  /** What is offered, in minor units. */
  readonly minor: number;
  /** Which solution is offered, where the process has one designed. */
  readonly designed: boolean;
}

/** One piece of the evidence that a gate asks for: the steps that supply it, all of one occasion. */
export type Evidence = (scene: Scene) => void;

export const currency = 'CNY';

export const onDeal = ({ line, opportunityId }: Scene, as: string, path: string, body: Readonly<Record<string, unknown>>): void =>
  void line.add(as, `/v1/opportunities/${opportunityId}/${path}`, body);

/** A document of the deal goes by the name that it has here. */
export const attach = (scene: Scene, as: string, name: DocumentName): void => {
  const { kind, title, sha256 } = documents[name];
  onDeal(scene, as, 'documents', { documentId: name, kind, title, sha256, mediaType });
};

/** The first meeting, of which there are minutes: what the customer said there rests on it. */
export const firstMeetingId = 'first-meeting';
export const asSaidAtFirstMeeting = { activityIds: [firstMeetingId] };

export const solutionOf = ({ designed }: Scene) => (designed ? { solutionId: 'solution', solutionVersion: 1 } : {});
