import type { Step, Story } from './storyline.ts';

/** What the server made of a step. */
export interface StepAnswer {
  readonly outcome: 'accepted' | 'noEffect' | 'refused' | 'failed';
  /** In words, for when it is not the one expected. */
  readonly detail: string;
}

/** Where steps are sent: the program's own API. */
export interface Stage {
  /** The same key is the same step for ever. */
  send(step: Step, key: string): Promise<StepAnswer>;
  /** Resolves once the opportunity is there that a lead was converted into. */
  opened(opportunityId: string): Promise<void>;
}

/** The play went otherwise than it was written: the rules or the story are wrong. */
export class UnexpectedAnswer extends Error {
  override readonly name = 'UnexpectedAnswer';
  constructor(step: Step, key: string, { outcome, detail }: StepAnswer) {
    super(`${key}: POST ${step.path} as ${step.as} should have been ${step.expect}, but was ${outcome}: ${detail}`);
  }
}

interface Turn {
  readonly story: Story;
  readonly step: Step;
  readonly key: string;
}

const turnsOf = (story: Story): readonly Turn[] => story.steps.map((step, at) => ({ story, step, key: `${story.leadId}:${at}` }));

/** Business days in order; of each, the turns of every deal that has some, in order. */
const days = (stories: readonly Story[]): readonly (readonly (readonly Turn[])[])[] => {
  const byDay = new Map<string, Map<string, Turn[]>>();
  for (const turn of stories.flatMap(turnsOf)) {
    const day = turn.step.at.toISOString().slice(0, 10);
    const deals = byDay.get(day) ?? byDay.set(day, new Map()).get(day);
    const turns = deals?.get(turn.story.leadId) ?? [];
    deals?.set(turn.story.leadId, [...turns, turn]);
  }
  return [...byDay].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, deals]) => [...deals.values()]);
};

const perform = async (stage: Stage, { story, step, key }: Turn): Promise<void> => {
  const answer = await stage.send(step, key);
  if (answer.outcome !== step.expect) throw new UnexpectedAnswer(step, key, answer);
  if (step.path.endsWith('/convert') && step.expect === 'accepted') await stage.opened(story.opportunityId);
};

/** Deals at work at once. */
const width = 24;

const inParallel = async <T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> => {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
};

/** Plays stories day by day, deals in parallel, each deal's steps in order. Throws {@link UnexpectedAnswer} at the first step that goes otherwise. */
export const play = async (
  stories: readonly Story[],
  stage: Stage,
  progress: (done: number, total: number, day: string) => void,
): Promise<void> => {
  const total = stories.reduce((sum, { steps }) => sum + steps.length, 0);
  let done = 0;
  const performAll = async (turns: readonly Turn[]): Promise<void> => {
    for (const turn of turns) {
      await perform(stage, turn);
      done += 1;
      progress(done, total, turn.step.at.toISOString().slice(0, 10));
    }
  };
  for (const deals of days(stories)) await inParallel(deals, performAll);
};
